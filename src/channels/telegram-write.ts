// What is to be said, as the calls that say it. Plain text only: what residents write can never be markup.
import type { Image, OutboundMessage } from "#src/message.ts";
import { splitText } from "./split.ts";
import { TEXTS } from "./telegram-texts.ts";

const LONGEST_TEXT = 4096;
const LONGEST_CAPTION = 1024;
const ALBUM = 10;

export type Call = { method: string; payload: Record<string, unknown> };

/** A file of Telegram's by its id, or one of ours to be uploaded. */
export type Media = string | { source: Buffer; filename: string };

export type Step =
  | { kind: "sign"; call: Call }
  | { kind: "words"; call: Call }
  /** `words`: a picture's caption, which is said all the same when there is no picture to be had. */
  | { kind: "pictures"; images: Image[]; place: Place; words: Words | null };

type Place = { chat_id: string; message_thread_id?: number };
type Words = { text: string; entities?: object[]; reply_markup?: object; reply_parameters?: object };

/** What Telegram has refused of this message: its entities, its topic, the message it answers. */
export type Without = { entities?: boolean; thread?: boolean; reply?: boolean };

export type Tools = {
  /** The callback data of a button. */
  data: (button: { outboundId: number; index: number }) => string;
  /** The address of the private chat; null until the bot's name is known. */
  invitation: string | null;
  without: Without;
};

/** The steps in their order. The text comes first, since nothing may depend on a picture. */
export function write(message: OutboundMessage, tools: Tools): Step[] {
  const place = placeOf(message, tools);
  if (message.reaction) return sign(message, place);
  const { text, entities } = addressed(message, tools);
  const markup = keyboard(message, tools);
  const [image, ...more] = message.images;
  const words = { ...answering(message, tools), text, ...entities, ...markup };
  if (image && more.length === 0 && !image.kind && text.length <= LONGEST_CAPTION) {
    return [{ kind: "pictures", images: [image], place, words: text === "" ? null : words }];
  }
  const parts = splitText(text, LONGEST_TEXT).map((part, index, all): Step => {
    const first = index === 0 ? { ...answering(message, tools), ...entities } : {};
    const last = index === all.length - 1 ? markup : {};
    return { kind: "words", call: spoken(place, { text: part, ...first, ...last }) };
  });
  return [...parts, ...albums(message.images).map((images) => pictures(images, place))];
}

/** Photos go together, whatever else there is by itself. */
function albums(images: Image[]): Image[][] {
  const photos = images.filter(({ kind }) => !kind);
  const others = images.filter(({ kind }) => kind);
  const count = Math.ceil(photos.length / ALBUM);
  const rows = Array.from({ length: count }, (_, row) => photos.slice(row * ALBUM, (row + 1) * ALBUM));
  return [...rows, ...others.map((image) => [image])];
}

function pictures(images: Image[], place: Place): Step {
  return { kind: "pictures", images, place, words: null };
}

function sign({ reaction, replyTo }: OutboundMessage, { chat_id }: Place): Step[] {
  if (!reaction || !replyTo) return [];
  const payload = {
    chat_id,
    message_id: Number(replyTo),
    reaction: [{ type: "emoji", emoji: reaction }],
  };
  return [{ kind: "sign", call: { method: "setMessageReaction", payload } }];
}

function spoken(place: Place, words: Words): Call {
  const payload = { ...place, ...words, link_preview_options: { is_disabled: true } };
  return { method: "sendMessage", payload };
}

const METHODS = {
  photo: ["sendPhoto", "photo"],
  voice: ["sendVoice", "voice"],
  video: ["sendVideo", "video"],
  file: ["sendDocument", "document"],
} as const;

/** The call that shows a step's pictures as far as they could be got; `under`: the id of the message they belong to. */
export function shown(
  { images, place, words }: Extract<Step, { kind: "pictures" }>,
  media: Media[],
  under: string | null,
): Call | null {
  const [one, ...more] = media;
  if (one === undefined) return words && spoken(place, words);
  const below = under === null ? {} : { reply_parameters: replyAt(under) };
  if (more.length > 0) {
    const group = media.map((item) => ({ type: "photo", media: item }));
    return { method: "sendMediaGroup", payload: { ...place, ...below, media: group } };
  }
  const [method, field] = METHODS[images[0]?.kind ?? "photo"];
  return { method, payload: { ...place, ...below, [field]: one, ...(words && captioned(words)) } };
}

function captioned({ text: caption, entities, ...rest }: Words) {
  return { caption, ...(entities && { caption_entities: entities }), ...rest };
}

function placeOf({ chat, thread }: OutboundMessage, { without }: Tools): Place {
  const topic = thread && !without.thread ? { message_thread_id: Number(thread) } : {};
  return { chat_id: chat.id, ...topic };
}

function replyAt(id: string) {
  return { message_id: Number(id), allow_sending_without_reply: true };
}

/**
 * What it answers. To one person in a group the answer is the address: where their message is gone Telegram is to refuse,
 * so that they are named instead.
 */
function answering(message: OutboundMessage, { without }: Tools): { reply_parameters?: object } {
  if (!message.replyTo || without.reply) return {};
  const reply = replyAt(message.replyTo);
  return { reply_parameters: { ...reply, allow_sending_without_reply: !isToOne(message) } };
}

const isToOne = ({ chat, to }: OutboundMessage) => chat.kind === "group" && to !== null;

const LONGEST_NAME = 32;

/** The text, begun with the name of the one it is for where nothing else says so; the name rings at their end. */
function addressed(message: OutboundMessage, { without }: Tools): { text: string; entities: object } {
  const text = message.text.toWellFormed().replaceAll("\0", "").trim();
  const { to } = message;
  const answers = message.replyTo && !without.reply;
  if (!to || !isToOne(message) || answers) return { text, entities: {} };
  const name = Array.from(to.name.toWellFormed().replaceAll(/[\s\p{C}@]+/gu, " ")).slice(0, LONGEST_NAME);
  const mention = `@${name.join("").trim() || "邻居"}`;
  const entity = { type: "text_mention", offset: 0, length: mention.length, user: { id: Number(to.id) } };
  // Somebody without an account of their own (an anonymous administrator) has no number to ring.
  const rings = Number.isSafeInteger(entity.user.id) && !without.entities;
  return { text: `${mention} ${text}`, entities: rings ? { entities: [entity] } : {} };
}

const SHORT = 6;
const IN_A_ROW = 3;
const STARS_IN_A_ROW = 8;

function keyboard(message: OutboundMessage, tools: Tools): { reply_markup?: object } {
  const taps = rowsOf(message.buttons).map((row) =>
    row.map(({ text, index }) => ({ text, callback_data: tools.data({ outboundId: message.id, index }) })),
  );
  const invited = message.invites && tools.invitation !== null;
  const rows = [...taps, ...(invited ? [[{ text: TEXTS.invite, url: tools.invitation }]] : [])];
  return rows.length > 0 ? { reply_markup: { inline_keyboard: rows } } : {};
}

type Tap = { text: string; index: number };

/** Single signs such as stars in one row, short words up to three in one, long ones by themselves. */
function rowsOf(buttons: string[]): Tap[][] {
  const most = buttons.every((text) => text.length === 1) ? STARS_IN_A_ROW : IN_A_ROW;
  const rows: Tap[][] = [];
  for (const [index, text] of buttons.entries()) {
    const row = rows.at(-1);
    const fits = row && row.length < most && [...row, { text }].every((tap) => tap.text.length <= SHORT);
    if (fits) row.push({ text, index });
    else rows.push([{ text, index }]);
  }
  return rows;
}
