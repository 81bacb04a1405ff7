// The port behind which a person can see and have deleted what is kept about them (个人信息保护法 §45, §47).

import type { Place } from "#src/words.ts";

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

/** The flat that a person lives in. */
export type Home = { flatId: number; estateId: number; place: Place };

export type People = {
  /** What is kept about a person, with their newest `limit` messages. */
  data(personId: number, limit: number): Promise<PersonData>;
  /** Where a person lives; null where that is not known. */
  home(personId: number): Promise<Home | null>;
  /** Writes down where a person lives, null: nowhere that is known. False where there is no such flat any more. */
  moveIn(personId: number, flatId: number | null): Promise<boolean>;
  /** Their words and pictures that are with tickets, part by part. */
  parts(personId: number): Promise<{ ticketId: number; text: string; images: { ref: string }[] }[]>;
  /**
   * Takes name, flat, accounts, words and pictures off a person and what was said to them; `gone` stands for the name.
   * Tickets, states and stars stay, as nobody's in particular. A second time changes nothing.
   */
  erase(personId: number, gone: string, now: Date): Promise<void>;
};
