// The port of the outbox: what is to be said is written with the change that caused it, and sent afterwards.
import type { State } from "#src/words.ts";
import type { Image, OutboundMessage } from "#src/message.ts";
import type { Rewording } from "#src/tickets/reword.ts";

/** Something to say. Buttons can be pressed by the addressee alone, or by anyone where there is none. */
export type Notice = {
  /** What it is about: the same key is said once. */
  key: string;
  text: string;
  buttons: string[];
  /** Pictures of the ticket, each with the channel that has it; what says nothing came by the ticket's own. */
  images: Image[];
  ticketId: number | null;
  /** The inbound message that it answers. */
  messageId: number | null;
  /** Said in a group even where Linli is to be silent: a danger to life. */
  pressing?: boolean;
} & ({ personId: number; chatId: null } | { chatId: number; personId: number | null });

export type Outgoing = {
  id: number;
  channel: string;
  message: OutboundMessage;
  attempts: number;
};
export type Offered = {
  id: number;
  key: string;
  ticketId: number | null;
  personId: number | null;
  messageId: number | null;
  buttons: string[];
};

/** A message with buttons as it was shown in a chat. */
export type Shown = {
  id: number;
  externalId: string | null;
  ticketId: number | null;
  /** The state of its ticket now. */
  state: State | null;
  /** Whether it was for one person and not for everyone in the chat. */
  personal: boolean;
  buttons: string[];
  at: Date;
};

export type Outbox = {
  /**
   * Writes a notice once; null when its key is there already or the person has no chat to be reached in.
   * In a group where Linli only listens, what is for one person goes to their private chat, and the rest is not said.
   * A notice to a person goes to the private chat on a channel where they are reachable.
   */
  put(notice: Notice, now: Date): Promise<{ id: number } | null>;
  /** Claims the earliest message of the row's chat that may go out now, unless one is in hand there; null when there is none. */
  claim(id: number, now: Date): Promise<Outgoing | null>;
  sent(id: number, externalId: string, now: Date): Promise<void>;
  /** Tries again at `after`; gives up and marks it failed when null. */
  retry(id: number, after: Date | null): Promise<void>;
  /** Marks the addressee unreachable on this channel and moves the message to another chat of theirs; false when there is none. */
  unreachable(id: number, now: Date): Promise<boolean>;
  /** Changes words that what is said about a ticket quotes, sent or not, and drops pictures shown with it. */
  reword(ticketId: number, rewording: Rewording, dropped: Image[]): Promise<void>;
  /** Takes back what a process that died had in hand; only for the one process that has the database to itself. */
  release(): Promise<void>;
  /** The buttons of a message as offered. */
  offered(id: number): Promise<Offered | null>;
  /** The keys of the messages since a moment that everyone in a chat may press this button of, the newest first. */
  offeredTo(chatId: number, button: string, since: Date): Promise<{ key: string; at: Date }[]>;
  /** What a person has been shown in a chat with buttons since a moment, the newest first, at most 20. */
  shown(to: { chatId: number; personId: number }, since: Date): Promise<Shown[]>;
  /** Pending ones due at `until`, and ones in hand since before `stale`, earliest first. */
  due(until: Date, stale: Date, limit: number): Promise<{ id: number; at: Date }[]>;
};
