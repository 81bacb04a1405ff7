// linli bench: speeds on this machine, each beside a floor measured in the same run.
import { randomUUID } from "node:crypto";
import { performance } from "node:perf_hooks";
import type { Config } from "#src/config.ts";
import { systemClock } from "#src/clock.ts";
import { AppError } from "#src/errors.ts";
import { replayChannel } from "#src/channels/replay.ts";
import { openDatabase } from "#src/database/client.ts";
import type { Database } from "#src/database/client.ts";
import { dropDatabase, freshDatabase } from "#src/database/template.ts";
import { readFlows } from "#src/dialogue/files.ts";
import type { Flows } from "#src/dialogue/files.ts";
import { decide } from "#src/triage/decide.ts";
import { accept } from "#src/corridor/accept.ts";
import { inParallel, openBenchHouse } from "./bench-house.ts";
import { benchTelegram } from "./bench-telegram.ts";
import { fillTickets, searchTickets, TICKETS } from "./bench-tickets.ts";
import type { Times } from "./bench-tickets.ts";
import { FLOWS, reachDatabase } from "#src/wire.ts";

export const HELP = `linli bench [telegram]
Lines judged per second; messages per second from accept to the delivered answer, beside one committed INSERT each;
the search for a duplicate among 100,000 tickets, beside one row read by its key.
  telegram  updates per second from Telegram's webhook to the delivered answer, and how soon the webhook is answered,
            beside telegraf with an empty handler and one committed INSERT; on loopback, without Telegram
`;

const LINES = 20_000;
const MESSAGES = 300;

export async function bench(args: string[], config: Config): Promise<number> {
  const [part, ...more] = args;
  if (more.length > 0 || (part !== undefined && part !== "telegram"))
    throw new AppError("bad_input", `bench: expected nothing or telegram, got ${args.join(" ")}`);
  const flows = readFlows(FLOWS);
  if (part === undefined) judging(flows);
  const base = await reachDatabase(config, () => {});
  const name = `linli_bench_${randomUUID().slice(0, 8)}`;
  const url = await freshDatabase(base.url, name);
  const database = openDatabase(url);
  try {
    if (part === "telegram") return await benchTelegram({ database, url, flows, config });
    const floor = await inserts(database);
    const through = await walk({ database, url, flows, config });
    const print = (what: string, value: number) =>
      process.stdout.write(`${what.padEnd(44)} ${value.toFixed(0)}/s\n`);
    print("floor: one committed INSERT a message", floor);
    print("accept → ticket → delivered", through);
    process.stdout.write(`${"ratio to the floor".padEnd(44)} ${(through / floor).toFixed(3)}\n`);
    await searching(database);
  } finally {
    await database.close();
    await dropDatabase(base.url, name);
    await base.stop();
  }
  return 0;
}

/** Every example of the flows, again and again. */
function judging(flows: Flows): void {
  const lines = flows.sentences.map(({ text }) => text);
  const spent: number[] = [];
  for (let i = 0; i < LINES + 2000; i += 1) {
    const from = performance.now();
    decide(lines[i % lines.length] ?? "", flows.rulebook);
    if (i >= 2000) spent.push(performance.now() - from);
  }
  const sorted = spent.toSorted((a, b) => a - b);
  const total = spent.reduce((sum, ms) => sum + ms, 0);
  const at = (share: number) => (sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(3);
  process.stdout.write(
    `${"lines judged".padEnd(44)} ${((LINES / total) * 1000).toFixed(0)}/s, p50 ${at(0.5)} ms, p99 ${at(0.99)} ms\n`,
  );
}

async function searching(database: Database): Promise<void> {
  const now = systemClock.now();
  await fillTickets(database, TICKETS, now);
  const { floor, alike, candidates } = await searchTickets(database, now);
  const print = (what: string, { p50, p95 }: Times) =>
    process.stdout.write(`${what.padEnd(44)} p50 ${p50.toFixed(2)} ms, p95 ${p95.toFixed(2)} ms\n`);
  print("floor: one ticket by its key", floor);
  print("duplicate among 100,000 tickets", alike);
  print("what a piece of talk may be about", candidates);
  process.stdout.write(`${"ratio to the floor".padEnd(44)} ${(alike.p95 / floor.p95).toFixed(3)}\n`);
}

async function inserts({ pool }: Database): Promise<number> {
  await pool.query("create table floor (id serial primary key, text text not null, at timestamptz not null)");
  const from = performance.now();
  await inParallel(MESSAGES, (i) =>
    pool.query("insert into floor (text, at) values ($1, now())", [`line ${i}`]),
  );
  return (MESSAGES / (performance.now() - from)) * 1000;
}

type Walking = { database: Database; url: string; flows: Flows; config: Config };

async function walk(given: Walking): Promise<number> {
  let delivered = 0;
  let finish = () => {};
  const done = new Promise<void>((resolve) => (finish = resolve));
  const channel = replayChannel((message) => {
    if (message.chat.kind === "group" && ++delivered === MESSAGES) finish();
  });
  const { house, close } = await openBenchHouse({ ...given, channel });
  try {
    const from = performance.now();
    await inParallel(MESSAGES, (i) => accept(house, request(i)));
    await done;
    return (MESSAGES / (performance.now() - from)) * 1000;
  } finally {
    await close();
  }
}

/** A complete emergency each, of another person in another building: handled at once, never joined. */
function request(index: number) {
  return {
    channel: "replay",
    chat: { id: `bench-${index}`, kind: "group" as const, title: "" },
    from: { id: `bench-${index}`, name: `bench ${index}` },
    id: `bench-${index}`,
    at: systemClock.now(),
    text: "3栋2单元电梯里有人被困住了",
    images: [],
    replyTo: null,
    mention: false,
    press: null,
  };
}
