// Telegram: groups, their topics and private chats of one bot. What it is told comes by its own asking or a webhook.
import type { Hono } from "hono";
import type { PrismaClient } from "#prisma/client/client.ts";
import type { Clock } from "#src/clock.ts";
import type { Log } from "#src/log.ts";
import type { Channel, Inlet } from "./channel.ts";
import { telegramApi } from "./telegram-api.ts";
import { telegramBudget } from "./telegram-budget.ts";
import { telegramButtons } from "./telegram-buttons.ts";
import { telegramEar } from "./telegram-listen.ts";
import { telegramMenu } from "./telegram-menu.ts";
import type { Menus } from "./telegram-menu.ts";
import { telegramPhotos } from "./telegram-photos.ts";
import { telegramSender } from "./telegram-send.ts";
import type { SenderOptions } from "./telegram-send.ts";
import { telegramUpdates } from "./telegram-updates.ts";
import type { Hook } from "./telegram-webhook.ts";

export type TelegramOptions = {
  database: PrismaClient;
  token: string;
  apiRoot: string;
  /** Null: the house asks for updates itself. */
  webhook: Hook | null;
  /** The bytes of a picture that another channel has. */
  image: SenderOptions["image"];
  /** Which commands are shown to whom. */
  menus: () => Promise<Menus>;
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
  const setMenus = telegramMenu({ api, clock, log });
  const beside = async () => setMenus(await options.menus());
  const ear = telegramEar({ api, buttons, updates, webhook, beside, clock, log });
  const address = (query: string) => {
    const me = ear.me();
    return me && `https://t.me/${me.username}${query}`;
  };
  let inlet: Inlet | null = null;
  return {
    name: "telegram",
    idempotent: false,
    buttons: true,
    app: ear.app,
    start(into) {
      inlet = into;
      return ear.start(into);
    },
    async stop() {
      await ear.stop();
      api.close();
    },
    answers: ear.answers,
    // Only the person can open one.
    privateChat: () => null,
    invitation: (code) => address(`?start=${code}`),
    erase: updates.erase,
    purge: (now) => updates.purge(new Date(now.getTime() - KEPT_MS)),
    image: telegramPhotos({ api, token, apiRoot, timeoutMs: ANSWER_MS }),
    send: telegramSender({
      api,
      budget: telegramBudget(),
      data: buttons.make,
      invitation: () => address("?start=hello"),
      image: options.image,
      followChat: async (change) => inlet?.followChat(change),
      clock,
      log,
    }),
  };
}
