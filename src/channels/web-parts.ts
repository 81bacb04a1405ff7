// What the routes of the web chat share: the parts they work with, and which chats someone is in.
import type { Context } from "hono";
import type { Clock } from "#src/clock.ts";
import type { Log } from "#src/log.ts";
import type { InboundMessage, MessageChange } from "#src/message.ts";
import type { Visitor } from "./web-door.ts";
import type { Hub } from "./web-hub.ts";
import type { Photos } from "./web-photos.ts";
import type { Posts } from "./web-posts.ts";

export type Group = { id: string; title: string };
export type ChatRef = InboundMessage["chat"];
/** What a handler knows of the request: who is asking. */
export type Env = { Variables: { visitor: Visitor } };

export type Parts = {
  posts: Posts;
  photos: Photos;
  hub: Hub;
  groups: Group[];
  clock: Clock;
  log: Log;
  ask: (c: Context) => Promise<Visitor | null>;
  maySeePhoto: (account: string, photoId: string) => Promise<boolean>;
  /** Hands a message to the house; true once the house has it. */
  hand: (message: InboundMessage) => Promise<boolean>;
  /** The same with an edit or a recall of an earlier message. */
  handChange: (change: MessageChange) => Promise<boolean>;
};

/** The ids of all chats a person is in: the groups, and their own with the bot. */
export function chatsOf(groups: Group[], visitor: Visitor): string[] {
  return [...groups.map((group) => group.id), visitor.account];
}

/** The chat with this id, or null when the person is not in it. */
export function chatOf(groups: Group[], visitor: Visitor, id: string): ChatRef | null {
  if (id === visitor.account) return { id, kind: "private", title: visitor.name };
  const group = groups.find((other) => other.id === id);
  return group === undefined ? null : { id, kind: "group", title: group.title };
}

/** The part of an inbound message that says where it comes from. */
export function sender(visitor: Visitor, chat: ChatRef): Pick<InboundMessage, "channel" | "chat" | "from"> {
  return { channel: "web", chat, from: { id: visitor.account, name: visitor.name } };
}
