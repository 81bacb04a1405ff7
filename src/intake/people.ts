// The port behind which a person can see and have deleted what is kept about them (个人信息保护法 §45, §47).

export type PersonData = {
  name: string;
  /** As registered, such as 3栋2单元501; null where none is. */
  flat: string | null;
  since: Date;
  accounts: { channel: string; externalId: string; name: string }[];
  /** How many of their messages still have words or pictures, and the newest of them. */
  messages: number;
  words: { at: Date; text: string }[];
  tickets: string[];
  ratings: number;
};

export type People = {
  /** What is kept about a person, with their newest `limit` messages. */
  data(personId: number, limit: number): Promise<PersonData>;
  /** Their words and pictures that are with tickets, part by part. */
  parts(personId: number): Promise<{ ticketId: number; text: string; images: { ref: string }[] }[]>;
  /**
   * Takes name, flat, accounts, words and pictures off a person and what was said to them; `gone` stands for the name.
   * Tickets, states and stars stay, as nobody's in particular. A second time changes nothing.
   */
  erase(personId: number, gone: string, now: Date): Promise<void>;
};
