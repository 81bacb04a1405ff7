// The port behind which people, chats and their messages are kept.
import type { ChatKind, Image, InboundMessage, MessageChange } from "#src/message.ts";
import type { GroupMode } from "#src/words.ts";
import type { Chats } from "./chats.ts";
import type { Gate } from "./gate.ts";
import type { Speaker, Talk } from "./talk.ts";

/** One person in one chat, as it stands when a message arrives or a turn is handled. */
export type Conversation = {
  id: number;
  chat: {
    id: number;
    channel: string;
    externalId: string;
    kind: ChatKind;
    estateId: number | null;
    /** Of a group: what Linli does there; one that is paused counts as off, one where it is muted as listened to. */
    mode: GroupMode;
  };
  person: Speaker;
  account: { id: number; externalId: string; name: string };
  /** The open question, see dialogue/step; null when there is none. */
  awaiting: unknown;
  /** When the oldest unhandled message came. */
  openSince: Date | null;
  turnDueAt: Date | null;
  /** The words of the unhandled messages, in order. */
  openTexts: string[];
  /** When the last message that belongs to a ticket came. */
  ticketAt: Date | null;
};

/** A message as kept: chatter has neither text nor images. */
export type Heard = {
  id: number;
  externalId: string;
  at: Date;
  gate: Gate;
  text: string;
  images: Image[];
  replyTo: string | null;
  press: { outboundId: number | null; ticketCode: string | null; button: string } | null;
};

/** A message as it stands now. */
export type Kept = Heard & {
  /** The tickets it is with, the newest first, each with its own part of the words and images. */
  tickets: { ticketId: number; text: string; images: Image[] }[];
  handled: boolean;
  editedAt: Date | null;
  recalledAt: Date | null;
};

export type Received = { messageId: number; conversationId: number; turnDueAt: Date };

/** What an earlier message in a chat is about. */
export type Reference = {
  ours: boolean;
  /** The newest first; more than one where a message said several things. */
  ticketIds: number[];
  messageId: number | null;
  /** Whose message it was; null for ours. */
  conversationId: number | null;
};

/** A group that Linli is in. */
export type Group = { id: number; title: string; mode: GroupMode; paused: boolean };

export type Inbox = Talk &
  Chats & {
    /** All groups, the oldest first. */
    groups(): Promise<Group[]>;
    /** What Linli does in these groups from now on. */
    setGroups(ids: number[], change: { mode?: GroupMode; paused?: boolean }): Promise<void>;
    /** The sender's conversation, made on first sight together with the account, the person and the chats. */
    meet(message: InboundMessage, privateChat: string | null, now: Date): Promise<Conversation>;
    /** What the message answered to is about; null when it is not known. */
    reference(chatId: number, externalId: string): Promise<Reference | null>;
    /** Writes the message once; null when it is there already or is chatter. Moves the conversation's turn to `due`. */
    receive(
      conversation: Conversation,
      message: Heard & { thread?: string | null; due: Date | null },
    ): Promise<Received | null>;
    /** The conversation with its row locked until the transaction ends, and its unhandled messages in order. */
    lock(conversationId: number): Promise<{ conversation: Conversation; messages: Heard[] } | null>;
    /** Marks messages handled; those of `forget` lose their text and images. The rest waits for a turn at `again`. */
    handled(
      conversationId: number,
      messages: { keep: number[]; forget: number[]; again: Date | null },
      now: Date,
    ): Promise<void>;
    await(conversationId: number, question: object | null): Promise<void>;
    /** Those of these messages of one conversation that no ticket has and that are not forgotten; null for none. */
    written(ids: readonly number[]): Promise<{ conversationId: number; messages: Heard[] } | null>;
    /** Pictures without words sent in a conversation since then that no ticket has, in order. */
    pictures(conversationId: number, since: Date): Promise<Heard[]>;
    /** Empties the text and images of a message. */
    forget(id: number): Promise<void>;
    /** Empties all that was handled before this moment and belongs to no ticket; returns how many messages. */
    forgetBefore(at: Date): Promise<number>;
    /** A message with its text ("" when it was forgotten) and its tickets. */
    message(id: number): Promise<Kept | null>;
    /** The message that a change is about; null when there is none of this sender. */
    changed(change: MessageChange): Promise<{ messageId: number; conversationId: number } | null>;
    /** Puts the words that its sender gave a message at `editedAt` in the place of the old ones. */
    edit(id: number, words: { text: string; gate: Gate; editedAt: Date }): Promise<void>;
    /** Has a message heard in the turn at `due`, as if it had been written at `at`; until then it is with no ticket. */
    hearAgain(id: number, when: { at: Date; due: Date }): Promise<Received>;
    /** Empties a message that its sender took back at `at`. */
    recall(id: number, at: Date): Promise<void>;
    /** Requests of others in this chat that came before a message and whose turn has not come yet, earliest first. */
    gathering(
      chatId: number,
      than: { before: number; not: number },
    ): Promise<{ conversationId: number; dueAt: Date; messageIds: number[] }[]>;
    /** Puts the turn off after a failure, longer each time; returns to when, or null when there is none any more. */
    failed(conversationId: number, now: Date): Promise<Date | null>;
    /** Holds the chat until the transaction ends, so that two neighbours' turns see each other's tickets. */
    holdChat(chatId: number): Promise<void>;
    /** Conversations whose turn is due at `until`, earliest first. */
    due(until: Date, limit: number): Promise<{ id: number; at: Date }[]>;
  };
