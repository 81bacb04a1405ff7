// What WeChat shows, as the house hears it; pure.
import type { ChatChange, Image, InboundMessage, MessageChange } from "#src/message.ts";
import { stableOf } from "./wechat-stable.ts";

/** Payloads as wechaty-puppet has them, as far as they are read. */
export type WechatMessage = {
  id: string;
  talkerId: string;
  roomId?: string;
  text?: string;
  timestamp: number;
  type: number;
  mentionIdList?: string[];
};
export type WechatContact = {
  id: string;
  name: string;
  alias?: string;
  type?: number;
  friend?: boolean;
  /** The handle that stays the same over logins; older puppets call it weixin. */
  handle?: string;
  weixin?: string;
};
export type WechatRoom = { id: string; topic: string; memberIdList: string[] };

/** wechaty's numbers of message types, as far as they are heard. */
export const TYPE = {
  attachment: 1,
  audio: 2,
  image: 6,
  text: 7,
  location: 8,
  recalled: 13,
  video: 15,
} as const;
const FILES: Record<number, "voice" | "video" | "file" | undefined> = {
  [TYPE.audio]: "voice",
  [TYPE.video]: "video",
  [TYPE.attachment]: "file",
};
/** A person; official accounts and companies are not spoken to. */
const INDIVIDUAL = 1;
const SYSTEM = new Set(["weixin", "fmessage", "filehelper", "notifymessage", "newsapp"]);

export type Heard = {
  message: WechatMessage;
  /** The bot's own account. */
  self: { id: string; name: string };
  talker: WechatContact;
  /** Null in a private chat. */
  room: WechatRoom | null;
  /** How the talker is called in the room. */
  roomAlias: string | null;
  /** For a location: where it is. */
  place: string | null;
};

export type Read =
  | { kind: "message"; message: InboundMessage; quoted: string | null }
  | { kind: "change"; change: MessageChange };

/** A payload as a message or a recall; null for what is our own, the platform's, or nothing that anybody wrote. */
export function readMessage(heard: Heard): Read | null {
  const { message, self, talker, room } = heard;
  if (message.talkerId === self.id || SYSTEM.has(message.talkerId) || !isPerson(talker)) return null;
  const at = timeOf(message.timestamp);
  const chat = room?.id ?? talker.id;
  const written = message.text ?? "";
  if (message.type === TYPE.recalled) {
    const common = { channel: "wechat", chat: { id: chat }, from: { id: talker.id }, at };
    return written === "" ? null : { kind: "change", change: { ...common, id: written, change: "recall" } };
  }
  const isText = message.type === TYPE.text;
  const images = picturesOf(message);
  if (!isText && images.length === 0 && heard.place === null) return null;
  const { quoted, text } = splitQuote(isText ? written : (heard.place ?? ""));
  return {
    kind: "message",
    quoted,
    message: {
      channel: "wechat",
      chat: { id: chat, kind: room ? "group" : "private", title: room?.topic ?? "" },
      from: {
        id: talker.id,
        name: heard.roomAlias || talker.alias || talker.name,
        stable: stableOf(talker),
      },
      id: message.id,
      at,
      text: withoutMention(text, self.name),
      images,
      replyTo: null,
      mention: room !== null && isMentioned(message, text, self),
      press: null,
    },
  };
}

function isPerson({ type }: WechatContact): boolean {
  return type === undefined || type === 0 || type === INDIVIDUAL;
}

function picturesOf({ id, type }: WechatMessage): Image[] {
  const kind = FILES[type];
  if (kind) return [{ ref: id, kind }];
  return type === TYPE.image ? [{ ref: id }] : [];
}

/** Somebody has become a friend of the account: they can be written to. */
export function friendChange({ id, name }: WechatContact, at: Date): ChatChange {
  const chat = { id, kind: "private" as const, title: "" };
  return { channel: "wechat", chat, at, by: { id, name }, change: "opened" };
}

/** wechaty's room-join, room-leave and room-topic. */
export type RoomEvent = { roomId: string; timestamp: number } & (
  | { inviteeIdList: string[]; inviterId: string }
  | { removeeIdList: string[]; removerId: string }
  | { newTopic: string; changerId: string }
);

/** What an event means for the bot's place in a room; null when it only concerns others. */
export function roomChange(
  event: RoomEvent,
  { selfId, topic }: { selfId: string; topic: string },
): ChatChange | null {
  const { roomId: id, timestamp } = event;
  const common = (by: string, title = topic) => ({
    channel: "wechat",
    chat: { id, kind: "group" as const, title },
    at: timeOf(timestamp),
    by: by === "" ? null : { id: by, name: "" },
  });
  if ("newTopic" in event) return { ...common(event.changerId, event.newTopic), change: "renamed" };
  const ids = "inviteeIdList" in event ? event.inviteeIdList : event.removeeIdList;
  if (selfId === "" || !ids.includes(selfId)) return null;
  if ("inviteeIdList" in event) return { ...common(event.inviterId), change: "present", hears: true };
  return { ...common(event.removerId), change: "left" };
}

/** Seconds or milliseconds, as puppets differ. */
export function timeOf(timestamp: number): Date {
  return new Date(timestamp < 1e11 ? timestamp * 1000 : timestamp);
}

/** Puppets show a quoted message in the text: 「name:words」, a line of dashes, and what is said to it. */
const QUOTE =
  /^「(?<name>[^\n::]{0,64})[::]\s?(?<quoted>[\s\S]*?)」\s*\n(?:[-—–]\s?){5,}\s*\n(?<text>[\s\S]*)$/u;

/** A message's own words, and those that it quotes (null when none). */
export function splitQuote(text: string): { quoted: string | null; text: string } {
  const { quoted, text: own } = QUOTE.exec(text)?.groups ?? {};
  if (quoted === undefined || own === undefined) return { quoted: null, text };
  return { quoted, text: own.trim() };
}

/** WeChat ends a mention with a space of its own (U+2005). */
const AFTER_NAME = "(?:[\\u2005\\u2000-\\u200a\\s]|$)";

function mentionOf(name: string): RegExp {
  return new RegExp(`@${name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}${AFTER_NAME}`, "gu");
}

function isMentioned(message: WechatMessage, text: string, self: Heard["self"]): boolean {
  if (message.mentionIdList?.includes(self.id)) return true;
  return self.name !== "" && mentionOf(self.name).test(text);
}

function withoutMention(text: string, name: string): string {
  return name === "" ? text : text.replace(mentionOf(name), " ").trim();
}

/** What of a text tells it from others, to find again what is quoted; quotes are cut short by some puppets. */
export function markOf(text: string): string {
  return text.replace(/[\s\u2005]/gu, "").slice(0, 20);
}
