// A Telegram of its own on loopback: speaks the Bot API 10.3 over HTTP, and lets tests play the people and the faults.
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import { edit, press, react } from "./telegram-acts.ts";
import { FileStore } from "./telegram-files.ts";
import { answerer } from "./telegram-http.ts";
import { methodsOf } from "./telegram-methods.ts";
import { peopleOf } from "./telegram-people.ts";
import { UpdateQueue } from "./telegram-queue.ts";
import { samples } from "./telegram-samples.ts";
import { say } from "./telegram-say.ts";
import type { Saying, Where } from "./telegram-say.ts";
import { Script, Throttle } from "./telegram-script.ts";
import type { Behaviour, Limits } from "./telegram-script.ts";
import { sentIn, waitFor } from "./telegram-sent.ts";
import type { Json, TgCall, TgChat, TgEntity, TgUser } from "./telegram-types.ts";
import { Webhook } from "./telegram-webhook.ts";
import { World } from "./telegram-world.ts";

type Options = {
  token?: string;
  botId?: number;
  username?: string;
  /** False is privacy mode; the bot that reads groups has it switched off. */
  canReadAllGroupMessages?: boolean;
  limits?: Limits;
  /** Milliseconds of the clock that dates messages. */
  now?: () => number;
  /** How long a pressed button waits for its answer. */
  callbackSeconds?: number;
  /** How many milliseconds a second of the pauses between repeats to a webhook takes here. */
  webhookSecond?: number;
};

export type TelegramServer = Awaited<ReturnType<typeof startTelegramServer>>;

export async function startTelegramServer(options: Options = {}) {
  const { botId = 7_012_345_678, username = "linli_test_bot", now = Date.now } = options;
  const token = options.token ?? `${botId}:${randomBytes(32).toString("base64url").slice(0, 35)}`;
  const readsAll = options.canReadAllGroupMessages ?? true;
  const queue = new UpdateQueue();
  const bot = botCalled(botId, username, readsAll);
  const world = new World({ bot, readsAll, now, queue, files: new FileStore() });
  const people = peopleOf(world);
  const script = new Script();
  const calls: TgCall[] = [];
  const throttle = new Throttle(options.limits ?? {});
  const methods = methodsOf((options.callbackSeconds ?? 900) * 1000);
  const webhook = new Webhook({
    queue,
    second: options.webhookSecond ?? 10,
    // The answer to a webhook may itself be a call, whose outcome nobody learns.
    perform: (params) => {
      const call: TgCall = { method: String(params["method"]), params, uploads: new Map(), at: now() };
      calls.push(call);
      methods.get(call.method.toLowerCase())?.(world, call);
    },
  });
  const answer = answerer({ token, world, webhook, script, throttle, methods, calls });
  const server = createServer((request, response) => void answer(request, response)).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("expected a TCP port");

  return {
    /** What telegraf calls apiRoot. */
    address: `http://127.0.0.1:${address.port}`,
    token,
    bot,
    close: async () => {
      webhook.close();
      if (!server.listening) return;
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },

    ...people,
    say: (where: Where, user: TgUser, said: string | Saying) => say(world, where, user, said),
    edit: (where: Where, id: number, text: string, entities?: TgEntity[]) =>
      edit(world, where, id, text, entities),
    press: (where: Where, id: number, button: string, user: TgUser) => press(world, where, id, button, user),
    react: (where: Where, id: number, user: TgUser, emoji: string | null) =>
      react(world, where, id, user, emoji),
    /** Puts any update in as it is; an update_id is added unless it has one. */
    raw: (update: Json) => queue.raw(update),
    /** One update of every kind the Bot API knows, of that person and group, to be put in by `raw`. */
    sampleUpdates: (user: TgUser, group: TgChat) => samples({ user, bot, group, date: world.seconds }),

    /** The next calls of a method ("*" any, "file" downloads) meet this; returns what takes it back. */
    next: (method: string, behaviour: Behaviour, among: { chat?: number; times?: number } = {}) =>
      script.next(method, behaviour, among),

    sent: (where: Where) => sentIn(world, where),
    /** What a pressed button was answered with, if it was. */
    answerTo: (query: string) => world.queries.get(query)?.answer,
    reactionTo: (where: Where, id: number) =>
      world.chatOf(typeof where === "number" ? where : where.id).reactions.get(id),
    calls: (method?: string) =>
      calls.filter((one) => method === undefined || one.method.toLowerCase() === method.toLowerCase()),
    /** Below this update_id the bot has confirmed everything. */
    acknowledged: () => queue.acknowledged,
    pending: () => [...queue.pending],
    waitFor,
    /** What the bot has said in a chat, once there is that much of it. */
    waitSent: (where: Where, count = 1) =>
      waitFor(`${count} messages`, () => {
        const sent = sentIn(world, where);
        return sent.length >= count && sent;
      }),
  };
}

const botCalled = (id: number, username: string, readsAll: boolean): TgUser & Json => ({
  id,
  is_bot: true,
  first_name: "邻里",
  username,
  can_join_groups: true,
  can_read_all_group_messages: readsAll,
  supports_guest_queries: false,
  supports_inline_queries: false,
  can_connect_to_business: false,
  has_main_web_app: false,
  has_topics_enabled: false,
  allows_users_to_create_topics: false,
  can_manage_bots: false,
  supports_join_request_queries: false,
});
