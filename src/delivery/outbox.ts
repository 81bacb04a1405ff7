// The port of the outbox: what is to be said is written with the change that caused it, and sent afterwards.
import type { Sent } from "#src/channels/channel.ts";
import type { State } from "#src/words.ts";
import type { Image, OutboundMessage } from "#src/message.ts";
import type { Awaiting } from "#src/dialogue/step.ts";
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
  /** A danger to life: said in a group even where Linli is to be silent, and before all else that waits there. */
  pressing?: boolean;
  /** In a group: shows its addressee the way into the private chat. */
  invites?: boolean;
  /** Instead of words: a sign at the message that it answers, in a group where Linli is not off. */
  reaction?: string;
  /** The question that it asks in private, open from when it can be read there. */
  asks?: Awaiting["kind"];
} & ({ personId: number; chatId: null } | { chatId: number; personId: number | null });

/** A notice as written; the chat is null where it is held until its person opens one. */
export type Put = { id: number; chatId: number | null };
/** A notice that is held. */
export type Held = { personId: number; ticketId: number | null; messageId: number | null };
/** One that is held no longer. */
export type Unheld = { id: number; ticketId: number | null; asks: string | null };
/** What has become of what was to be said in a chat that is closed now: under way elsewhere, or held. */
export type Diverted = { moved: number[]; held: Held[] };

export type Outgoing = {
  id: number;
  channel: string;
  message: OutboundMessage;
  attempts: number;
  /** Further lines that go out with it as one message. */
  folded: number[];
  /** Whether it may have gone out before, without the platform having said so. */
  doubtful: boolean;
  /** Whether it was in hand when a process died. */
  again: boolean;
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
   * Writes a notice once; null when its key is there already or nobody is to read it.
   * A notice to a person goes to the private chat on a channel where they are reachable; it is held while there is none.
   * In a group where Linli is silent, or may not write, what is for one person goes to their private chat, and the rest
   * is not said.
   */
  put(notice: Notice, now: Date): Promise<Put | null>;
  /** Whether the person has a private chat in which they can be reached. */
  isReachable(personId: number): Promise<boolean>;
  /**
   * The group in which a person whose notice is held is to be shown the way into a private chat, their message there and
   * the ticket that may be named; null where there is none, they have been shown it lately, or it is about a neighbour's
   * public matter that they have only joined.
   */
  invitation(held: Held, now: Date): Promise<(Omit<Held, "personId"> & { chatId: number }) | null>;
  /** What is held for a person goes out where they can be reached now, in order; what is out of date is dropped. */
  unhold(personId: number, now: Date): Promise<Unheld[]>;
  /**
   * Nothing can be said in a chat any more: what waits there, and the row in hand, goes to its addressee elsewhere or is
   * held; what has no addressee is dropped.
   */
  divert(chatId: number, inHand: number | null, now: Date): Promise<Diverted>;
  /** Moves one message from a group to its addressee's private chat; false when they have none. */
  aside(id: number, now: Date): Promise<boolean>;
  /**
   * Claims what may go out now in the row's chat, unless something is in hand there: dangers first, else the earliest;
   * a backlog of a group's short lines as one message. Null when there is nothing.
   */
  claim(id: number, now: Date): Promise<Outgoing | null>;
  sent(out: Pick<Outgoing, "id" | "folded">, said: Sent, now: Date): Promise<void>;
  /** Has a message that may not have gone out sent once more at `after`; what else waits in its chat does not wait for it. */
  repeat(id: number, after: Date): Promise<void>;
  /** How many messages may or may not have gone out. */
  doubtful(): Promise<number>;
  /** Tries again at `after`; gives up and marks it failed when null. `counted`: whether an attempt has been used up. */
  retry(id: number, after: Date | null, counted: boolean): Promise<void>;
  /** Changes words that what is said about a ticket quotes, sent or not, and drops pictures shown with it. */
  reword(ticketId: number, rewording: Rewording, dropped: Image[]): Promise<void>;
  /**
   * Takes back what a process that died had in hand, and returns its channels; only for the one process that has the
   * database to itself.
   */
  release(): Promise<string[]>;
  /** The buttons of a message as offered. */
  offered(id: number): Promise<Offered | null>;
  /** The keys of the messages since a moment that everyone in a chat may press this button of, the newest first. */
  offeredTo(chatId: number, button: string, since: Date): Promise<{ key: string; at: Date }[]>;
  /** What a person has been shown in a chat with buttons since a moment, the newest first, at most 20. */
  shown(to: { chatId: number; personId: number }, since: Date): Promise<Shown[]>;
  /** The next pending one of each chat if due at `until`, and ones in hand since before `stale`, earliest first. */
  due(until: Date, stale: Date, limit: number): Promise<{ id: number; at: Date }[]>;
};
