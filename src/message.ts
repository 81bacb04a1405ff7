// What passes between the platforms and the house: one shape for what comes in, one for what goes out.

export type ChatKind = "group" | "private";

/** A picture, or (`kind`) another attachment, stays with its channel; the house keeps only the reference. */
export type Image = {
  ref: string;
  kind?: "voice" | "video" | "file";
  /** The channel that has it; a channel need not say so of what comes in by itself. */
  channel?: string;
};

/** A tap on a button of an earlier outbound message. */
export type Press = {
  /** The outbox row whose button it is; null where the platform only tells the ticket. */
  outboundId: number | null;
  ticketCode: string | null;
  button: string;
};

/** Somebody as a platform shows them where the same person may have another id one day. */
export type Contact = {
  id: string;
  /** A hash of what stays the same when the id changes; null where nothing such is shown. */
  stable: string | null;
};

export type InboundMessage = {
  channel: string;
  /** `members`: of a group, where the platform has told under this login who is in it. */
  chat: { id: string; kind: ChatKind; title: string; members?: Contact[] | null };
  from: { id: string; name: string; stable?: string | null };
  /** Where the bot's next login may give everybody other ids: the login to which those of this message belong. */
  loginAt?: Date | null;
  /** The platform's own id of the message, unique within its chat. */
  id: string;
  /** The topic of the group in which it was written, where groups have topics; answers go there. */
  thread?: string | null;
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

/** What has become of a chat, or of the bot in it. */
export type ChatChange = {
  channel: string;
  chat: { id: string; kind: ChatKind; title: string };
  at: Date;
  /** Who did it, where the platform says so. */
  by: { id: string; name: string } | null;
} &
  /** A group: the bot is in it and may write; `hears`: whether it is shown all that is said there. */
  (
    | { change: "present"; hears: boolean }
    /** A group: the bot is in it and may not write. */
    | { change: "muted" }
    /** A group: the bot is not in it any more. */
    | { change: "left" }
    /** A group goes on under another id. */
    | { change: "moved"; to: string }
    | { change: "renamed" }
    /** A group: what was said in it since then did not reach us and is lost. */
    | { change: "unheard"; since: Date }
    /** A private chat: its person may be written to, or not. */
    | { change: "opened" }
    | { change: "blocked" }
  );

export type OutboundMessage = {
  /** The outbox row: a channel that remembers it never shows the same row twice. */
  id: number;
  chat: { id: string; kind: ChatKind };
  /** The person addressed, where there is one. */
  to: { id: string; name: string } | null;
  text: string;
  buttons: string[];
  /** Pictures, each with the channel that has it. */
  images: Image[];
  /** The code of the ticket it is about. */
  ticketCode: string | null;
  /** The platform's id of the message that it answers, in the same chat. */
  replyTo?: string | null;
  /** The topic of the group that it belongs to. */
  thread?: string | null;
  /** A danger to life: goes out before all else. */
  pressing?: boolean;
  /** Shows the way into the private chat with the bot, where the channel has one to show. */
  invites?: boolean;
  /** Instead of words: a sign at the message that it answers; a channel without such signs shows nothing. */
  reaction?: string | null;
};
