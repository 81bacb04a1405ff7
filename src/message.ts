// What passes between the platforms and the house: one shape for what comes in, one for what goes out.

export type ChatKind = "group" | "private";

/** A picture stays with its channel; the house keeps only the reference. */
export type Image = { ref: string };

/** A tap on a button of an earlier outbound message. */
export type Press = {
  /** The outbox row whose button it is; null where the platform only tells the ticket. */
  outboundId: number | null;
  ticketCode: string | null;
  button: string;
};

export type InboundMessage = {
  channel: string;
  chat: { id: string; kind: ChatKind; title: string };
  from: { id: string; name: string };
  /** The platform's own id of the message, unique within its chat. */
  id: string;
  at: Date;
  text: string;
  images: Image[];
  /** The platform's id of the message answered to. */
  replyTo: string | null;
  /** True when the bot is addressed by name. */
  mention: boolean;
  press: Press | null;
  /** True when somebody else wrote it and it is only passed on: such a command is talk. */
  forwarded?: boolean;
};

/** What a sender has done to an earlier message: given it other words, or taken it back. */
export type MessageChange = {
  channel: string;
  chat: { id: string };
  /** Who did it; only the message's own sender can. */
  from: { id: string };
  /** The platform's own id of the message. */
  id: string;
  at: Date;
} & ({ change: "edit"; text: string; mention: boolean } | { change: "recall" });

export type OutboundMessage = {
  /** The outbox row: a channel that remembers it never shows the same row twice. */
  id: number;
  chat: { id: string; kind: ChatKind };
  /** The person addressed, where there is one. */
  to: { id: string; name: string } | null;
  text: string;
  buttons: string[];
  /** Pictures that came in by the same channel. */
  images: Image[];
  /** The code of the ticket it is about. */
  ticketCode: string | null;
};
