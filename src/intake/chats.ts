// The part of the inbox's port that tells what has become of chats, and of the bot in them.
import type { ChatChange } from "#src/message.ts";

/** How the bot stands in a group. */
export type Standing = { leftAt: Date | null; mutedAt: Date | null; hears: boolean };

/** What a change has made of a chat that is known, or is known from now on. */
export type ChatTurn =
  | {
      kind: "group";
      chatId: number;
      title: string;
      /** Null where it was not known. */
      before: Standing | null;
      after: Standing;
    }
  | {
      kind: "private";
      /** Null where there is none. */
      chatId: number | null;
      personId: number;
      account: { id: number; channel: string };
      open: boolean;
      /** Whether the person could be reached there before, or could not. */
      turned: boolean;
      /** Whether it was opened for the first time. */
      fresh: boolean;
    };

export type Chats = {
  /** Writes down what has become of a chat; null where it is not known and nothing is to be known of it. */
  chatChanged(change: ChatChange, now: Date): Promise<ChatTurn | null>;
  /** The conversation of a person in a chat, made where there is none. */
  talkOf(chatId: number, personId: number): Promise<number>;
};
