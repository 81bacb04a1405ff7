// What Telegram marks in a text by itself, and whether a message so marked is meant for the bot.
import type { TgEntity, TgMessage } from "./telegram-types.ts";

const FINDS: [string, RegExp][] = [
  ["bot_command", /(?<![\w/])\/[a-z0-9_]{1,64}(?:@\w{3,32})?(?!\w)/gi],
  ["url", /https?:\/\/[^\s，。！？]+/gi],
  ["mention", /(?<!\w)@\w{4,32}/g],
  ["hashtag", /(?<![\w#])#[\p{L}\p{N}_]+/gu],
];

/** The entities Telegram adds to plain text: commands, links, mentions and hashtags outside of other entities. */
export function found(text: string, taken: TgEntity[] = []): TgEntity[] {
  const entities = [...taken];
  for (const [type, pattern] of FINDS)
    for (const match of text.matchAll(pattern)) {
      const [offset, length] = [match.index, match[0].length];
      const isFree = entities.every(
        (one) => one.offset >= offset + length || one.offset + one.length <= offset,
      );
      if (isFree) entities.push({ type, offset, length });
    }
  return entities.slice(taken.length).sort((a, b) => a.offset - b.offset);
}

const marks = (message: TgMessage, type: string): string[] =>
  (message.entities ?? message.caption_entities ?? [])
    .filter((entity) => entity.type === type)
    .map((entity) =>
      (message.text ?? message.caption ?? "").slice(entity.offset, entity.offset + entity.length),
    );

/** Whether there is a command in it that names this bot or none. */
export const commandFor = (message: TgMessage, username: string): boolean =>
  marks(message, "bot_command").some((command) => {
    const [, name = username] = command.split("@");
    return name.toLowerCase() === username.toLowerCase();
  });

export const mentions = (message: TgMessage, username: string): boolean =>
  marks(message, "mention").some((name) => name.toLowerCase() === `@${username.toLowerCase()}`);
