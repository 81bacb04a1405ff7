// What somebody says with a message of Telegram's: its words without what addresses the bot, and what is attached.
import type { Image } from "#src/message.ts";
import type { Entity, Message } from "./telegram-shape.ts";

export type Said = { text: string; mention: boolean; images: Image[] };

/** Who the bot is, as getMe says. */
export type Self = { id: string; username: string };

/** Chinese commands are no entity to Telegram, so that the suffix is looked for in the text. */
const COMMAND = /^(\s*\/[^\s@/]+)@([A-Za-z]\w{2,31})(?!\w)/;

/** Null when nothing is said (a poll, a service message) or it is said to another bot. */
export function wordsOf(message: Message, self: Self): Said | null {
  const images = attachmentsOf(message);
  const written = message.text ?? message.caption;
  if (written !== undefined) {
    const addressed = address(written, message.entities ?? message.caption_entities ?? [], self);
    return addressed && { ...addressed, images };
  }
  const told = toldOf(message);
  if (told === null && images.length === 0 && !message.sticker) return null;
  return { text: told ?? "", mention: false, images };
}

/** Cuts out what addresses the bot; null for a command of another bot. */
function address(text: string, entities: Entity[], self: Self): { text: string; mention: boolean } | null {
  const [whole, command, name] = COMMAND.exec(text) ?? [];
  if (whole !== undefined && command !== undefined) {
    if (name?.toLowerCase() !== self.username.toLowerCase()) return null;
    return { text: (command + text.slice(whole.length)).trim(), mention: true };
  }
  const cut = withoutNames(text, entities, self);
  // Not in an address of e-mail, but right after Chinese, which Telegram does not take for a mention.
  const mention = new RegExp(`[ \\t]*(?<![\\w.])@${self.username}(?!\\w)[ \\t]*`, "gi");
  const rest = cut.replace(mention, " ");
  return rest === text ? { text, mention: false } : { text: rest.trim(), mention: true };
}

/** A bot can be named without its @name: by the person's own word for it. */
function withoutNames(text: string, entities: Entity[], self: Self): string {
  return entities
    .filter(({ type, user }) => type === "text_mention" && user !== undefined && String(user.id) === self.id)
    .toSorted((a, b) => b.offset - a.offset)
    .reduce((rest, { offset, length }) => `${rest.slice(0, offset)} ${rest.slice(offset + length)}`, text);
}

/** The same picture comes in several sizes, the same animation twice. */
function attachmentsOf(message: Message): Image[] {
  const { photo = [], voice, audio, video, video_note: note, animation, document } = message;
  const [largest] = photo.toSorted((a, b) => b.width * b.height - a.width * a.height);
  if (largest) return [{ ref: largest.file_id }];
  if (voice) return [{ ref: voice.file_id, kind: "voice" }];
  const film = video ?? note ?? animation;
  if (film) return [{ ref: film.file_id, kind: "video" }];
  const file = document ?? audio;
  return file ? [{ ref: file.file_id, kind: "file" }] : [];
}

/** What is shown rather than written; a card of somebody's leaves out the number. */
function toldOf({ venue, location, contact }: Message): string | null {
  if (venue) return [venue.title, venue.address].filter(Boolean).join(" ");
  if (location) return `位置:${location.latitude},${location.longitude}`;
  if (contact) return `名片:${[contact.first_name, contact.last_name].filter(Boolean).join(" ")}`;
  return null;
}
