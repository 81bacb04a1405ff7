// The ear of the Telegram channel: says who the bot is, asks for updates or is called with them, and takes them.
import type { Hono } from "hono";
import type { Clock } from "#src/clock.ts";
import { AppError, faultName } from "#src/errors.ts";
import type { Log } from "#src/log.ts";
import type { Inlet } from "./channel.ts";
import { telegramAnswers } from "./telegram-answer.ts";
import type { TelegramApi } from "./telegram-api.ts";
import type { TelegramButtons } from "./telegram-buttons.ts";
import { telegramCount, telegramLink, whoAmI } from "./telegram-link.ts";
import type { Me } from "./telegram-link.ts";
import { insist, repeat } from "./telegram-patience.ts";
import { poll } from "./telegram-poll.ts";
import { refusalOf } from "./telegram-refusal.ts";
import { telegramTaker } from "./telegram-take.ts";
import type { Taker } from "./telegram-take.ts";
import type { TelegramUpdates } from "./telegram-updates.ts";
import { keepWebhook, telegramWebhook } from "./telegram-webhook.ts";
import type { Hook } from "./telegram-webhook.ts";

export type EarOptions = {
  api: TelegramApi;
  buttons: TelegramButtons;
  updates: TelegramUpdates;
  /** Null: the house asks for updates itself. */
  webhook: Hook | null;
  /** Done beside the listening, every minute. */
  beside: () => Promise<void>;
  clock: Clock;
  log: Log;
};

export type Ear = {
  /** See Channel. */
  start(inlet: Inlet): Promise<void>;
  stop(): Promise<void>;
  answers(): boolean;
  /** Null until Telegram has said it. */
  me(): Me | null;
  /** Owns POST /telegram; null without a webhook. */
  app: Hono | null;
};

/** How long the start waits to hear whether the token is right. */
const FIRST_MS = 5_000;
const RETRY_MS = 60_000;
const WATCH_MS = 60_000;

export function telegramEar(options: EarOptions): Ear {
  const { api, buttons, updates, webhook, clock, log } = options;
  const link = telegramLink(log);
  const answers = telegramAnswers(api);
  let me: Me | null = null;
  let taker: Taker | null = null;
  let running: { stop: AbortController; ended: Promise<void> } | null = null;

  /** Listens until the signal comes. Never throws. */
  async function listen(inlet: Inlet, signal: AbortSignal): Promise<void> {
    const patience = { signal, failed: link.heard };
    const bot = me ?? (await insist(patience, () => whoAmI(api)));
    if (bot === null) return;
    me = bot;
    link.heard(null);
    const reader = { ...bot, buttonOf: buttons.verify };
    const own = telegramTaker({ inlet, updates, reader, answer: answers.answer, clock, log });
    taker = own;
    const failed = (error: unknown) =>
      log.warn({ channel: "telegram", error: faultName(error) }, "left for another minute");
    const end = repeat([own.retry, options.beside], { everyMs: RETRY_MS, failed });
    if (webhook) await keepWebhook(api, { hook: webhook, heard: link.heard, signal, everyMs: WATCH_MS });
    else {
      await insist(patience, () => api.call("deleteWebhook", {}));
      const stuck = () => log.warn({ channel: "telegram" }, "updates could not be taken; trying on");
      await poll({ api, takeAll: own.takeAll, heard: link.heard, stuck, signal });
    }
    end();
    taker = null;
    await own.idle();
    await answers.idle();
  }

  return {
    async start(inlet) {
      if (running) return;
      me = await firstWord(api, link.heard);
      const stop = new AbortController();
      running = { stop, ended: listen(inlet, stop.signal) };
    },
    async stop() {
      running?.stop.abort();
      await running?.ended;
      running = null;
    },
    answers: () => link.answers(),
    me: () => me,
    app:
      webhook &&
      telegramWebhook({
        secret: webhook.secret,
        take: () => (running?.stop.signal.aborted === false ? (taker?.take ?? null) : null),
        forged: telegramCount(log, "calls to the webhook that are not Telegram's"),
        odd: telegramCount(log, "calls of Telegram's that hold no update"),
      }),
  };
}

/** Null when Telegram does not answer. Throws AppError bad_input when it does not know the token. */
async function firstWord(api: TelegramApi, heard: (error: unknown) => void): Promise<Me | null> {
  try {
    return await whoAmI(api, { timeoutMs: FIRST_MS });
  } catch (error) {
    if (refusalOf(error)?.kind === "unauthorized") {
      const text = "TELEGRAM_BOT_TOKEN: expected the token of a bot, got one that Telegram does not know";
      throw new AppError("bad_input", text, { cause: error });
    }
    heard(error);
    return null;
  }
}
