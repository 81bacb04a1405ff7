// What people say, change and press in the fake Telegram.
import { bare } from "./telegram-access.ts";
import { found } from "./telegram-found.ts";
import { mediaFields } from "./telegram-send.ts";
import type { Json, TgChat, TgEntity, TgFile, TgMessage, TgUser } from "./telegram-types.ts";
import type { World } from "./telegram-world.ts";

/** A chat, or the person whose private chat it is, or either's id. */
export type Where = { id: number } | number;
/** `size` is what Telegram says of it, when that is to differ. */
type Given = Buffer | { bytes?: Buffer; size?: number; name?: string };

export type Saying = {
  text?: string;
  /** Found in the text as Telegram does, unless given. */
  entities?: TgEntity[];
  caption?: string;
  replyTo?: number | { message_id: number };
  photo?: Given;
  /** Several photos in one album, the caption on the first. */
  album?: Given[];
  voice?: Given;
  document?: Given;
  sticker?: string;
  location?: { latitude: number; longitude: number };
  venue?: { title: string; address: string };
  contact?: { phone: string; name: string };
  /** Forwarded from somebody, from a channel, or from somebody who hides their account. */
  forward?: TgUser | TgChat | string;
  thread?: number;
  /** Said as a channel or, when it is the group itself, anonymously. */
  senderChat?: TgChat;
  /** Whatever else is to stand in the message. */
  more?: Json;
};

const ANONYMOUS: TgUser = {
  id: 1_087_968_824,
  is_bot: true,
  first_name: "Group",
  username: "GroupAnonymousBot",
};
const CHANNEL_BOT: TgUser = { id: 136_817_688, is_bot: true, first_name: "Channel", username: "Channel_Bot" };

export const idOf = (where: Where): number => (typeof where === "number" ? where : where.id);

/** Returns the message, of an album the first. */
export function say(world: World, where: Where, user: TgUser, said: string | Saying): TgMessage {
  const saying = typeof said === "string" ? { text: said } : said;
  const state = world.chats.get(idOf(where)) ?? world.privateChat(user);
  if (state.chat.type === "private" && state.bot.status === "left") state.bot = { status: "member" };
  const bodies = bodiesOf(world, saying);
  const group =
    bodies.length > 1 ? { media_group_id: String(13_500_000_000_000_000n + BigInt(world.fresh())) } : {};
  const replyTo = typeof saying.replyTo === "object" ? saying.replyTo.message_id : saying.replyTo;
  const answered = replyTo === undefined ? undefined : state.messages.get(replyTo);
  const thread = saying.thread ?? answered?.message_thread_id;
  const messages = bodies.map((body) =>
    world.write(state, {
      ...senderOf(state.chat, user, saying.senderChat),
      ...(thread !== undefined && { message_thread_id: thread }),
      ...(answered && { reply_to_message: bare(answered) }),
      ...originOf(world, saying.forward),
      ...group,
      ...body,
      ...saying.more,
    }),
  );
  for (const message of messages) world.tell(state, message);
  const [first] = messages;
  if (first === undefined) throw new Error("expected an album with pictures");
  return first;
}

function senderOf(chat: TgChat, user: TgUser, as: TgChat | undefined): Partial<TgMessage> {
  if (chat.type === "channel") return { sender_chat: chat };
  if (as === undefined) return { from: user };
  return { from: as.id === chat.id ? ANONYMOUS : CHANNEL_BOT, sender_chat: as };
}

function originOf(world: World, from: Saying["forward"]): Json {
  if (from === undefined) return {};
  const date = world.seconds - 3600;
  if (typeof from === "string")
    return {
      forward_origin: { type: "hidden_user", sender_user_name: from, date },
      forward_sender_name: from,
      forward_date: date,
    };
  if ("is_bot" in from)
    return {
      forward_origin: { type: "user", sender_user: from, date },
      forward_from: from,
      forward_date: date,
    };
  return {
    forward_origin: { type: "channel", chat: from, message_id: 7, date },
    forward_from_chat: from,
    forward_from_message_id: 7,
    forward_date: date,
  };
}

function bodiesOf(world: World, saying: Saying): Partial<TgMessage>[] {
  const { album, caption, text } = saying;
  if (album) return album.map((one, index) => ({ ...media("photo", one), ...captionOf(index === 0) }));
  for (const kind of ["photo", "voice", "document"] as const) {
    const blob = saying[kind];
    if (blob !== undefined) return [{ ...media(kind, blob), ...captionOf(true) }];
  }
  if (text === undefined) return [othersOf(saying, world)];
  const entities = saying.entities ?? found(text);
  return [{ text, ...(entities.length > 0 && { entities }) }];

  function captionOf(isFirst: boolean): Partial<TgMessage> {
    if (caption === undefined || !isFirst) return {};
    const marked = saying.entities ?? found(caption);
    return { caption, ...(marked.length > 0 && { caption_entities: marked }) };
  }
  function media(kind: string, blob: Given): Partial<TgMessage> {
    const { bytes = Buffer.from(kind), size, name } = Buffer.isBuffer(blob) ? { bytes: blob } : blob;
    const file: TgFile = world.files.add(kind, bytes, {
      ...(size !== undefined && { size }),
      ...(name && { name }),
    });
    return mediaFields(kind, file, name === undefined ? {} : { file_name: name });
  }
}

/** Everything that is neither text nor a file anybody opens. */
function othersOf({ sticker, location, venue, contact }: Saying, world: World): Partial<TgMessage> {
  if (sticker !== undefined) {
    const file = world.files.add("sticker", Buffer.from(sticker), { name: "sticker.webp" });
    const looks = { type: "regular", width: 512, height: 512, is_animated: false, is_video: false };
    return { sticker: { ...file, ...looks, emoji: sticker, set_name: "neighbours" } };
  }
  const place = location ?? { latitude: 31.2304, longitude: 121.4737 };
  if (venue) return { venue: { ...venue, location: place }, location: place };
  if (contact) return { contact: { phone_number: contact.phone, first_name: contact.name } };
  return location ? { location: place } : {};
}
