// How it stands between the house and Telegram: who the bot is there, and whether Telegram answers.
import { faultName } from "#src/errors.ts";
import { z } from "zod";
import type { Log } from "#src/log.ts";
import type { CallOptions, TelegramApi } from "./telegram-api.ts";
import { refusalOf } from "./telegram-refusal.ts";
import type { Reader } from "./telegram-read.ts";

export type Me = Omit<Reader, "buttonOf">;

const BotUser = z.object({
  id: z.number(),
  username: z.string().regex(/^\w+$/),
  can_read_all_group_messages: z.boolean().default(false),
});

/** Asks Telegram once who the bot is. Throws what the call throws. */
export async function whoAmI(api: TelegramApi, options: CallOptions = {}): Promise<Me> {
  const bot = BotUser.parse(await api.call("getMe", {}, options));
  return { id: String(bot.id), username: bot.username, hearsAll: bot.can_read_all_group_messages };
}

export type Link = {
  /** Told what came of a call: null when Telegram has answered. Each kind of trouble is logged once. */
  heard(error: unknown): void;
  answers(): boolean;
};

const TROUBLES: Record<string, string> = {
  conflict:
    "another program asks Telegram for this bot's messages, or has set a webhook: only one can have them",
  unauthorized: "Telegram does not accept TELEGRAM_BOT_TOKEN any more",
};

export function telegramLink(log: Log): Link {
  let trouble: string | null = null;
  let answers = false;
  return {
    heard(error) {
      answers = error === null;
      const kind = answers ? null : (refusalOf(error)?.kind ?? faultName(error));
      if (kind === trouble) return;
      trouble = kind;
      if (kind === null) log.info({ channel: "telegram" }, "Telegram answers again");
      else log.warn({ channel: "telegram", kind }, TROUBLES[kind] ?? "Telegram does not answer; trying on");
    },
    answers: () => answers,
  };
}

/** Logs how often something has happened, at 1, 10, 100 … times. */
export function telegramCount(log: Log, text: string): () => void {
  let count = 0;
  return () => {
    count += 1;
    if (/^10*$/.test(String(count))) log.warn({ channel: "telegram", count }, text);
  };
}
