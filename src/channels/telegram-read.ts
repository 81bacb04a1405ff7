// What an update of the Bot API is for the house. Total: no JSON makes it throw.
import type { ChatChange, InboundMessage, MessageChange, Press } from "#src/message.ts";
import { Update } from "./telegram-shape.ts";
import type { CallbackQuery, Chat, ChatMemberUpdated, Message, User } from "./telegram-shape.ts";
import { wordsOf } from "./telegram-words.ts";
import type { Self } from "./telegram-words.ts";

const NAME = "telegram";

export type Reader = Self & {
  /** Whether it is shown all that is said in its groups, not only what is said to it. */
  hearsAll: boolean;
  /** Whose button a callback's data is; null when it is none of ours. */
  buttonOf: (data: string) => { outboundId: number } | null;
};

export type Told =
  | { kind: "message"; message: InboundMessage }
  /** `message`: the whole of it, if what was edited may still be on its way to us. */
  | { kind: "edit"; change: MessageChange; message: InboundMessage | null }
  /** `query` waits for an answer; the message is null where the button is none of ours. */
  | { kind: "press"; query: string; message: InboundMessage | null }
  | { kind: "chat"; change: ChatChange };

export type Read = {
  id: number;
  /** What belongs to one chat is taken in order. */
  chat: string;
  told: Told;
};

/** Updates come out of order by seconds; a later edit of what we were never shown is no news. */
const EDIT_MS = 15 * 60_000;

/** Null where there is nothing in it for the house. `now` stands where Telegram gives no time. */
export function readUpdate(update: unknown, reader: Reader, now: Date): Read | null {
  const parsed = Update.safeParse(update);
  if (!parsed.success) return null;
  const { update_id: id, message, edited_message: edited, callback_query, my_chat_member } = parsed.data;
  if (message) {
    const told = changeOf(message, reader, now) ?? asMessage(message, reader, now);
    return read(id, message.chat, told);
  }
  if (edited) return read(id, edited.chat, editOf(edited, reader, now));
  if (callback_query) {
    const { chat } = callback_query.message ?? { chat: { id: callback_query.from.id } };
    return read(id, chat, pressOf(callback_query, reader, now));
  }
  return my_chat_member ? read(id, my_chat_member.chat, standing(my_chat_member, reader, now)) : null;
}

function read(id: number, chat: { id: number }, told: Told | null): Read | null {
  return told && { id, chat: String(chat.id), told };
}

function timeOf(seconds: number | undefined, now: Date): Date {
  const at = new Date((seconds ?? 0) * 1000);
  return at.getTime() > 0 ? at : now;
}

const nameOf = (user: User) => [user.first_name, user.last_name].filter(Boolean).join(" ") || "居民";

/** Null for a channel, which is no chat of residents. */
function chatOf({ id, type, title = "" }: Chat): InboundMessage["chat"] | null {
  if (type === "channel") return null;
  return type === "private"
    ? { id: String(id), kind: "private", title: "" }
    : { id: String(id), kind: "group", title };
}

/** Who speaks in the name of a chat (an anonymous administrator, a channel) is nobody we know. */
function senderOf({ from, sender_chat: chat }: Message): InboundMessage["from"] | null {
  if (chat) return { id: `chat${chat.id}`, name: chat.title || "居民" };
  return from && !from.is_bot ? { id: String(from.id), name: nameOf(from) } : null;
}

/** In other groups than forums a "thread" is only a chain of replies. */
const threadOf = ({ is_topic_message: isTopic, message_thread_id: id }: Message) =>
  isTopic && id !== undefined ? String(id) : null;

/** In a topic what answers to nothing answers to the topic's first message. */
function replyTo(message: Message): string | null {
  const id = message.reply_to_message?.message_id;
  if (id === undefined || (message.is_topic_message && id === message.message_thread_id)) return null;
  return String(id);
}

function wholeOf(message: Message, self: Self, now: Date): InboundMessage | null {
  const chat = chatOf(message.chat);
  const from = senderOf(message);
  const said = chat && from && wordsOf(message, self);
  if (!said) return null;
  const { forward_origin: origin, is_automatic_forward: automatic, sender_chat: sender } = message;
  return {
    channel: NAME,
    chat,
    from,
    id: String(message.message_id),
    thread: threadOf(message),
    at: timeOf(message.date, now),
    ...said,
    replyTo: replyTo(message),
    press: null,
    forwarded: origin !== undefined || automatic === true || sender?.type === "channel",
  };
}

function asMessage(given: Message, self: Self, now: Date): Told | null {
  const message = wholeOf(given, self, now);
  return message && { kind: "message", message };
}

/** Null where no words are given: a live location moves, buttons and links are added. */
function editOf(given: Message, self: Self, now: Date): Told | null {
  const message = (given.text ?? given.caption) === undefined ? null : wholeOf(given, self, now);
  if (!message) return null;
  const { channel, chat, from, id, text, mention } = message;
  const at = timeOf(given.edit_date, now);
  const change = { channel, chat: { id: chat.id }, from: { id: from.id }, id, at, text, mention };
  const recent = at.getTime() - message.at.getTime() <= EDIT_MS;
  return { kind: "edit", change: { ...change, change: "edit" }, message: recent ? message : null };
}

function pressOf({ id, from, message, data }: CallbackQuery, reader: Reader, now: Date): Told {
  const chat = message && chatOf(message.chat);
  const press = pressed(message, data, reader);
  if (!message || !chat || !press) return { kind: "press", query: id, message: null };
  const tap = { id: `cb-${id}`, thread: threadOf(message), at: now, text: "", images: [], press };
  const sender = { id: String(from.id), name: nameOf(from) };
  const plain = { replyTo: null, mention: false };
  return { kind: "press", query: id, message: { channel: NAME, chat, from: sender, ...tap, ...plain } };
}

/** The button's text as it stands under the message. */
function pressed(message: Message | undefined, data: string | undefined, reader: Reader): Press | null {
  const rows = message?.reply_markup?.inline_keyboard ?? [];
  const button = rows.flat().find(({ callback_data: own }) => own !== undefined && own === data);
  const known = data === undefined ? null : reader.buttonOf(data);
  return button && known ? { outboundId: known.outboundId, ticketCode: null, button: button.text } : null;
}

/** What a service message says of its group. */
function changeOf(message: Message, reader: Reader, now: Date): Told | null {
  const chat = chatOf(message.chat);
  if (chat?.kind !== "group") return null;
  const { migrate_to_chat_id: to, migrate_from_chat_id: old, new_chat_title: title } = message;
  const by = message.sender_chat ? null : senderOf(message);
  const base = { channel: NAME, chat, at: timeOf(message.date, now), by };
  const told = (change: ChatChange): Told => ({ kind: "chat", change });
  if (to !== undefined) return told({ ...base, change: "moved", to: String(to) });
  if (old !== undefined)
    return told({ ...base, chat: { ...chat, id: String(old) }, change: "moved", to: chat.id });
  if (title !== undefined) return told({ ...base, chat: { ...chat, title }, change: "renamed" });
  const created = message.group_chat_created ?? message.supergroup_chat_created;
  return created ? told({ ...base, change: "present", hears: reader.hearsAll }) : null;
}

/** What the bot has become in a chat. */
function standing(
  { chat: given, from, date, new_chat_member: own }: ChatMemberUpdated,
  reader: Reader,
  now: Date,
): Told | null {
  const chat = chatOf(given);
  if (!chat) return null;
  const by = from && !from.is_bot ? { id: String(from.id), name: nameOf(from) } : null;
  const base = { channel: NAME, chat, at: timeOf(date, now), by };
  const told = (change: ChatChange): Told => ({ kind: "chat", change });
  const isIn = !["left", "kicked"].includes(own.status) && own.is_member !== false;
  if (chat.kind === "private") return told({ ...base, change: isIn ? "opened" : "blocked" });
  if (!isIn) return told({ ...base, change: "left" });
  if (own.status === "restricted" && own.can_send_messages !== true)
    return told({ ...base, change: "muted" });
  const leads = own.status === "administrator" || own.status === "creator";
  return told({ ...base, change: "present", hears: reader.hearsAll || leads });
}
