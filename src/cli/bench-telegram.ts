// linli bench telegram: from the webhook to the delivered answer, beside telegraf with an empty handler and one INSERT.
import { createServer } from "node:http";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { performance } from "node:perf_hooks";
import { serve } from "@hono/node-server";
import { Telegraf } from "telegraf";
import { telegramChannel } from "#src/channels/telegram.ts";
import { systemClock } from "#src/clock.ts";
import { AppError } from "#src/errors.ts";
import { silentLog } from "#src/log.ts";
import type { Database } from "#src/database/client.ts";
import { inletOf } from "#src/wire.ts";
import { inParallel, openBenchHouse } from "./bench-house.ts";
import type { BenchOptions } from "./bench-house.ts";

const TALK = 400;
const UPDATES = 200;
const LANES = 10;
const CHAT = -1000;
const DANGER = "3栋2单元电梯里有人被困住了";
const TOKEN = `1:${"x".repeat(35)}`;
const SECRET = "bench-secret-of-nobody";

type Telegram = { address: string; close(): void };
/** How long single calls take in milliseconds, one after the other, and how many a second go through, ten at a time. */
type Called = { perSecond: number; p50: number; p99: number };

/** Prints the figures; resolves to the exit code. */
export async function benchTelegram(given: Omit<BenchOptions, "channel">): Promise<number> {
  const floor = await bare(given.database);
  const ours = await whole(given);
  const print = (what: string, { perSecond, p50, p99 }: Called) =>
    process.stdout.write(
      `${what.padEnd(44)} ${perSecond.toFixed(0)}/s; a call is answered p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms\n`,
    );
  print("floor: telegraf, empty handler, one INSERT", floor);
  print("webhook → ticket → delivered", ours);
  process.stdout.write(
    `${"ratio to the floor".padEnd(44)} ${(ours.perSecond / floor.perSecond).toFixed(3)}\n`,
  );
  return 0;
}

/** Telegraf as it comes. */
async function bare({ pool }: Database): Promise<Called> {
  await pool.query("create table telegram_floor (id serial primary key, text text not null)");
  const telegram = await sink(() => {});
  const bot = new Telegraf(TOKEN, { telegram: { apiRoot: telegram.address, webhookReply: false } });
  bot.botInfo = await bot.telegram.getMe();
  bot.on("message", async (context) => {
    const text = "text" in context.message ? context.message.text : "";
    await pool.query("insert into telegram_floor (text) values ($1)", [text]);
  });
  const callback = bot.webhookCallback("/telegram", { secretToken: SECRET });
  const server = createServer((request, response) => void callback(request, response));
  try {
    const address = await listen(server);
    const spent = await callAll(address, { from: 0, count: TALK, text: chatter, lanes: 1 });
    const begun = performance.now();
    await callAll(address, { from: TALK, count: UPDATES, text: () => DANGER, lanes: LANES });
    return figures(spent, performance.now() - begun);
  } finally {
    server.close();
    telegram.close();
  }
}

/** The whole house: each update is an emergency of another person in another group, answered at once. */
async function whole(given: Omit<BenchOptions, "channel">): Promise<Called> {
  let answered = 0;
  let finish = () => {};
  const done = new Promise<void>((resolve) => (finish = resolve));
  const telegram = await sink((chat) => {
    if (chat <= CHAT - TALK && ++answered === UPDATES) finish();
  });
  const channel = telegramChannel({
    database: given.database.prisma,
    token: TOKEN,
    apiRoot: telegram.address,
    webhook: { url: "https://linli.example.org/telegram", secret: SECRET },
    image: () => Promise.reject(new AppError("not_found", "expected no picture")),
    menus: async () => ({ group: [], resident: [], people: [] }),
    clock: systemClock,
    log: silentLog,
  });
  const { house, close } = await openBenchHouse({ ...given, channel });
  const served = serve({
    fetch: channel.app?.fetch ?? (() => new Response(null)),
    port: 0,
    hostname: "127.0.0.1",
  });
  try {
    await channel.start(inletOf(house));
    const port = (served.address() as AddressInfo).port;
    const address = `http://127.0.0.1:${port}`;
    const spent = await callAll(address, { from: 0, count: TALK, text: chatter, lanes: 1 });
    const begun = performance.now();
    await callAll(address, { from: TALK, count: UPDATES, text: () => DANGER, lanes: LANES });
    await done;
    return figures(spent, performance.now() - begun);
  } finally {
    await channel.stop();
    served.close();
    await close();
    telegram.close();
  }
}

type Calls = { from: number; count: number; text: (index: number) => string; lanes: number };

/** Calls the webhook with one update after the other; returns how long each answer took, in milliseconds. */
async function callAll(address: string, { from: first, count, text, lanes }: Calls): Promise<number[]> {
  const spent: number[] = [];
  const headers = { "content-type": "application/json", "x-telegram-bot-api-secret-token": SECRET };
  const call = async (index: number) => {
    const body = JSON.stringify(update(first + index, text(index)));
    const from = performance.now();
    for (;;) {
      const { status } = await fetch(`${address}/telegram`, { method: "POST", headers, body });
      if (status === 200) break;
    }
    spent.push(performance.now() - from);
  };
  await inParallel(count, call, lanes);
  return spent;
}

/** A group's talk, with a request now and then. */
const chatter = (index: number) =>
  index % 20 === 0 ? "8栋1单元楼道灯坏了,麻烦来修" : `今天的晚霞真好看 ${index}`;

/** The talk is that of twenty people in one group; a danger comes from another person in another group each. */
function update(index: number, text: string) {
  const person = index < TALK ? index % 20 : index;
  const group = index < TALK ? 0 : index;
  const from = { id: 1000 + person, is_bot: false, first_name: `bench ${person}` };
  const chat = { id: CHAT - group, type: "supergroup", title: `bench ${group}` };
  const date = Math.floor(systemClock.now().getTime() / 1000);
  return { update_id: index + 1, message: { message_id: index + 1, date, chat, from, text } };
}

function figures(spent: number[], total: number): Called {
  const sorted = spent.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { perSecond: (UPDATES / total) * 1000, p50: at(0.5), p99: at(0.99) };
}

/** Stands for Telegram: takes every call, and tells in which chat something was said. */
async function sink(said: (chat: number) => void): Promise<Telegram> {
  let message = 0;
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      const [, method = ""] = /\/bot[^/]+\/(\w+)/.exec(request.url ?? "") ?? [];
      const speaks = method === "sendMessage";
      const me = { id: 1, is_bot: true, first_name: "bench", username: "bench_bot" };
      const result =
        method === "getMe" ? { ...me, can_read_all_group_messages: true } : { message_id: ++message };
      response.setHeader("content-type", "application/json").end(JSON.stringify({ ok: true, result }));
      if (!speaks) return;
      const { chat_id: chat } = JSON.parse(Buffer.concat(parts).toString()) as { chat_id: number | string };
      said(Number(chat));
    });
  });
  return { address: await listen(server), close: () => server.close() };
}

function listen(server: Server): Promise<string> {
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    });
  });
}
