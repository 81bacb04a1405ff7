// What tests look at: the bot's messages as a reader sees them.
import { idOf } from "./telegram-say.ts";
import type { Where } from "./telegram-say.ts";
import type { TgEntity, TgMessage } from "./telegram-types.ts";
import type { World } from "./telegram-world.ts";

type Sent = {
  id: number;
  /** The text, or the caption of what is no text. */
  text: string;
  entities: TgEntity[];
  buttons: { text: string; data?: string; url?: string }[][];
  /** The largest size of each photo, by file id. */
  photos: string[];
  thread: number | null;
  replyTo: number | null;
  album: string | null;
  isEdited: boolean;
};

/** What the bot has said in a chat and not deleted, as it reads now. */
export function sentIn(world: World, where: Where): Sent[] {
  const state = world.chats.get(idOf(where));
  return [...(state?.messages.values() ?? [])]
    .filter((message) => state?.ours.has(message.message_id))
    .map(shown);
}

function shown(message: TgMessage): Sent {
  const { text, caption, entities, caption_entities: marks, photo = [], reply_markup: markup } = message;
  // In a topic, everything is a reply to what opened it.
  const answered = message.reply_to_message?.message_id;
  const largest = photo.at(-1)?.file_id;
  return {
    id: message.message_id,
    text: text ?? caption ?? "",
    entities: entities ?? marks ?? [],
    buttons: (markup?.inline_keyboard ?? []).map((row) =>
      row.map((one) => ({
        text: one.text,
        ...(one.callback_data !== undefined && { data: one.callback_data }),
        ...(one.url !== undefined && { url: one.url }),
      })),
    ),
    photos: largest === undefined ? [] : [largest],
    thread: message.message_thread_id ?? null,
    replyTo: answered === message.message_thread_id ? null : (answered ?? null),
    album: message.media_group_id ?? null,
    isEdited: message.edit_date !== undefined,
  };
}

/** Asks until there is an answer, for a bounded time; what is awaited is named for whoever reads the failure. */
export async function waitFor<T>(
  what: string,
  probe: () => T | null | undefined | false,
  milliseconds = 10_000,
): Promise<T> {
  const end = Date.now() + milliseconds;
  for (;;) {
    const answer = probe();
    if (answer !== null && answer !== undefined && answer !== false) return answer;
    if (Date.now() > end) throw new Error(`waited ${milliseconds} ms in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
