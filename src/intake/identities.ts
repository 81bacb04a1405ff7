// The port behind which people and groups are known again whose ids have changed with a login of the bot's.
import type { Contact } from "#src/message.ts";
import type { GroupMode } from "#src/words.ts";
import type { Conversation } from "./inbox.ts";
import type { KnownAccount, KnownRoom, Namesake, NewId } from "./likeness.ts";

/** The bot's login on a channel: until the next one ids stay what they are. */
export type Login = { channel: string; loginAt: Date };

/** What has become of an account that was given a new id. */
export type Renamed = {
  personId: number;
  /** A person who was only that id, and is one with the account's now. */
  folded: number | null;
  /** The private chat that can be written to again since. */
  reopened: number | null;
};

/** Two accounts, or two groups, that may be one; `seen`: the known one has shown since that it is another. */
export type Doubt = { id: number; seen: boolean } & (
  | {
      kind: "account";
      known: { accountId: number; personId: number };
      /** `accounts`: how many are theirs; `privateChat`: the one on this account. */
      fresh: { personId: number; name: string; accounts: number; privateChat: number | null };
    }
  | { kind: "chat"; channel: string; title: string; from: string; to: string }
);
export type Pair = { kind: "account" | "chat"; known: number; fresh: number };

export type Identities = {
  /** Whether nothing of this is new under the login: sender, mark, chat, and the sender in the chat. */
  settled(sender: Contact, chat: string, login: Login): Promise<boolean>;
  /** Others who are to be known again wait until the transaction ends. */
  hold(): Promise<void>;
  /** The accounts that have the ids or the marks of these contacts. */
  known(channel: string, contacts: readonly Contact[]): Promise<KnownAccount[]>;
  /**
   * The account goes by a new id, with its private chat. Where messages have come under that id already, the two become
   * the older one; null where that must not be, since the other is more than that id.
   */
  giveId(newId: NewId, loginAt: Date, now: Date): Promise<Renamed | null>;
  /** Groups by the name of one in which nothing was heard yet; none where something was. */
  namesakeRooms(
    chatId: number,
  ): Promise<(KnownRoom & { chatId: number; externalId: string; mode: GroupMode; paused: boolean })[]>;
  /**
   * Accounts by the name of somebody who is new since the login and speaks in a chat for the first time, each of another
   * person who has something to lose and was not seen since the login; none for others.
   */
  namesakes(conversation: Conversation, login: Login): Promise<(Namesake & { accountId: number })[]>;
  /** The group `from` is the one that is called `to` now. */
  moveRoom(room: { channel: string; from: string; to: string }): Promise<void>;
  /** Sender and chat were seen under this login. */
  see(ids: { accountId: number; chatId: number }, stable: string | null, loginAt: Date): Promise<void>;
  /** Writes a doubt down, once for each pair; null where it is there, answered or not. */
  doubt(pair: Pair, loginAt: Date): Promise<number | null>;
  /** A doubt that nobody has answered, its row locked; null for any other. */
  openDoubt(id: number): Promise<Doubt | null>;
  answer(id: number, same: boolean, now: Date): Promise<void>;
  /** Answers the doubts about accounts that have become one person's; returns the known accounts of them. */
  answerJoined(personId: number, now: Date): Promise<number[]>;
  /** Nothing goes to an account any more; returns its private chat, null where it has none. */
  close(accountId: number, now: Date): Promise<number | null>;
};
