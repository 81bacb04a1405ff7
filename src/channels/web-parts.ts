// What the routes of the web chat share: the parts they work with, and which chats someone is in.
import type { Context } from "hono";
import type { Clock } from "#src/clock.ts";
import type { Log } from "#src/log.ts";
import type { Image, InboundMessage, MessageChange } from "#src/message.ts";
import type { Picture } from "./picture.ts";
import type { Borrowed } from "./web-borrowed.ts";
import type { Visitor } from "./web-door.ts";
import type { Hub } from "./web-hub.ts";
import type { Photos } from "./web-photos.ts";
import type { Posts } from "./web-posts.ts";
import type { LoginStatus } from "./wechat-login.ts";

export type Group = { id: string; title: string };
export type ChatRef = InboundMessage["chat"];
/** What a handler knows of the request: who is asking. */
export type Env = { Variables: { visitor: Visitor } };

/** A picture as the house knows it. */
type Known = Required<Pick<Image, "channel" | "ref">>;

export type PhotoParts = {
  /** Whether someone whom nobody has shown the photo may see it, such as the member who handles its ticket. */
  maySeePhoto: (account: string, photoId: string) => Promise<boolean>;
  /** Whether a ticket needs the photo. */
  isNeeded: (photoId: string) => Promise<boolean>;
  /** Whether one of these messages of the outbox shows the picture still, or its sender has taken it back. */
  isShown: (image: Known, outboundIds: number[]) => Promise<boolean>;
  /** A picture that another channel has. Throws AppError not_found or channel_failed. */
  image: (image: Known) => Promise<Picture>;
};

/** What the workbench shows to staff. */
export type WorkbenchParts = {
  /** Whether somebody may open it. */
  mayOpen: (account: string) => Promise<boolean>;
  /** How it stands with WeChat; null where it is off. */
  wechat: () => LoginStatus | null;
  /** A QR code as SVG; null where what draws it is not installed. */
  drawQr: (address: string) => Promise<string | null>;
};

export type Parts = PhotoParts & {
  posts: Posts;
  photos: Photos;
  borrowed: Borrowed;
  hub: Hub;
  groups: Group[];
  clock: Clock;
  log: Log;
  ask: (c: Context) => Promise<Visitor | null>;
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
