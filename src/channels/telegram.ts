// Telegram: groups, their topics and private chats of one bot. What it is told comes by its own asking or a webhook.
import type { Hono } from "hono";
import type { PrismaClient } from "#prisma/client/client.ts";
import type { Clock } from "#src/clock.ts";
import type { Log } from "#src/log.ts";
import type { Channel } from "./channel.ts";
import { telegramApi } from "./telegram-api.ts";
import { telegramButtons } from "./telegram-buttons.ts";
import { telegramEar } from "./telegram-listen.ts";
import { telegramUpdates } from "./telegram-updates.ts";
import type { Hook } from "./telegram-webhook.ts";

export type TelegramOptions = {
  database: PrismaClient;
  token: string;
  apiRoot: string;
  /** Null: the house asks for updates itself. */
  webhook: Hook | null;
  clock: Clock;
  log: Log;
};

export type TelegramChannel = Channel & {
  /** Owns POST /telegram; null without a webhook. */
  app: Hono | null;
  /** Forgets which updates were taken when Telegram does not send them any more; returns how many still waited. */
  purge(now: Date): Promise<number>;
};

const ANSWER_MS = 15_000;
/** Telegram keeps updates for a day. */
const KEPT_MS = 2 * 86_400_000;

export function telegramChannel(options: TelegramOptions): TelegramChannel {
  const { token, apiRoot, webhook, clock, log } = options;
  const api = telegramApi({ token, apiRoot, timeoutMs: ANSWER_MS });
  const buttons = telegramButtons(token);
  const updates = telegramUpdates(options.database);
  const ear = telegramEar({ api, buttons, updates, webhook, introduce: async () => {}, clock, log });
  return {
    name: "telegram",
    idempotent: false,
    buttons: true,
    app: ear.app,
    start: ear.start,
    answers: ear.answers,
    privateChat: () => null,
    erase: updates.erase,
    purge: (now) => updates.purge(new Date(now.getTime() - KEPT_MS)),
    invitation(code) {
      const me = ear.me();
      return me && `https://t.me/${me.username}?start=${code}`;
    },
    async stop() {
      await ear.stop();
      api.close();
    },
    async send(message) {
      const sent = await api.call("sendMessage", { chat_id: message.chat.id, text: message.text });
      return { externalId: String((sent as { message_id: number }).message_id) };
    },
  };
}
