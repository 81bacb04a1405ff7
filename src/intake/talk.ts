// The part of the inbox's port that tells what has just been said in a chat, and by whom.
import type { Place } from "#src/words.ts";
import type { Gate } from "./gate.ts";

export type Speaker = { id: number; name: string; flat: Place | null };
/** A line of a chat, without its words. */
export type Line = { messageId: number; personId: number; gate: Gate; ticketIds: number[] };
/** Somebody who joins, and whose turn has not come yet. */
export type Joiner = { messageId: number; person: Speaker; replyTo: string | null };

/** A button of an outbox row. */
export type Pressed = { outboundId: number; button: string };

export type Talk = {
  /** When the person of a conversation last wrote there; null before their first message. */
  spokeAt(conversationId: number): Promise<Date | null>;
  /** The buttons that the person of a conversation has pressed since a moment. */
  pressed(conversationId: number, since: Date): Promise<Pressed[]>;
  /** What others than this conversation's person have said in a chat before a message, the newest first. */
  lines(chatId: number, than: { before: number; not: number }, limit: number): Promise<Line[]>;
  /** Who of others has joined since a message of a conversation, and waits for their turn. */
  joiners(chatId: number, than: { after: number; not: number }): Promise<Joiner[]>;
  /** Keeps that messages say the same as what a card about `cardMessageId` asks. */
  addVoices(cardMessageId: number, messageIds: readonly number[]): Promise<void>;
  /** Those that do, in order, each with its conversation and who said it. */
  voices(cardMessageId: number): Promise<{ messageId: number; conversationId: number; person: Speaker }[]>;
};
