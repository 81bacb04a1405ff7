// What is asked of very many tickets is answered by indexes: the plans are looked at, not the time.
import { afterAll, beforeAll, expect, test } from "vitest";
import { fillTickets } from "#src/cli/bench-tickets.ts";
import { openDatabase } from "#src/database/client.ts";
import type { Database } from "#src/database/client.ts";
import { applyCommunity } from "#src/routing/prisma.ts";
import { prismaInbox } from "#src/intake/prisma.ts";
import { prismaTickets } from "#src/tickets/prisma.ts";
import type { Filter } from "#src/tickets/store.ts";
import { DEMO, readCommunity } from "#src/wire.ts";
import { testDatabase } from "#test/helpers/database.ts";

const NOW = new Date("2026-11-23T09:00:00+08:00");
const SINCE = new Date("2026-09-24T09:00:00+08:00");
const COUNT = 20_000;
/** Those that grow with the tickets. */
const LARGE = /Seq Scan on "(?:Ticket|TicketReporter|TicketMessage|TicketEvent|Message)"/;

type Query = { text: string; values: unknown[] };
let database: Database;
let drop: () => Promise<void>;
let seen: Query[] = [];
let chatId = 0;
let personId = 0;
let estateId = 0;

beforeAll(async () => {
  const fresh = await testDatabase();
  drop = fresh.drop;
  database = openDatabase(fresh.url);
  await applyCommunity(database.prisma, readCommunity(DEMO), { channels: ["replay"], now: NOW });
  await fillTickets(database, COUNT, NOW);
  chatId = (await database.prisma.chat.findFirstOrThrow({ where: { channel: "fill" } })).id;
  personId = (await database.prisma.person.findFirstOrThrow({ where: { name: "neighbour 7" } })).id;
  estateId = (await database.prisma.estate.findFirstOrThrow()).id;
  watch(database);
}, 300_000);
afterAll(async () => {
  await database.close();
  await drop();
});

/** Remembers what Prisma asks, with its values. */
function watch({ pool }: Database): void {
  const ask = pool.query.bind(pool) as (query: Query) => Promise<{ rows: Record<string, string>[] }>;
  pool.query = ((query: Query) => {
    seen.push(query);
    return ask(query);
  }) as typeof pool.query;
}

async function plansOf(work: () => Promise<unknown>): Promise<string[]> {
  seen = [];
  await work();
  const asked = seen.filter(({ text }) => /^\W*select/i.test(text));
  expect(asked.length).toBeGreaterThan(0);
  const plans: string[] = [];
  for (const { text, values } of asked) {
    const { rows } = await database.pool.query<Record<string, string>>({ text: `explain ${text}`, values });
    plans.push(rows.map((row) => row["QUERY PLAN"]).join("\n"));
  }
  return plans;
}

const tickets = () => prismaTickets(database.prisma);
const asked = { category: "property", matter: "matter 8", since: SINCE };

const inEstate = /Ticket_estateId_category_matter_state_createdAt_idx/;
const inChat = /Ticket_chatId_(?:category|state)_createdAt_idx/;

test.each<[string, RegExp, () => Promise<unknown>]>([
  ["a duplicate in the estate", inEstate, () => tickets().alike({ ...asked, estateId, chatId })],
  ["a duplicate in a chat of no estate", inChat, () => tickets().alike({ ...asked, estateId: null, chatId })],
  [
    "what a piece of talk belongs to",
    /TicketReporter_personId_idx[^]*Ticket_chatId_state_createdAt_idx/,
    () => tickets().candidates(chatId, personId, SINCE),
  ],
  [
    "what has just been said",
    /Index Scan Backward using "Message_/,
    () => prismaInbox(database.prisma).lines(chatId, { before: COUNT, not: 1 }, 12),
  ],
])("%s is found by an index of its own", async (_, index, work) => {
  const plans = await plansOf(work);
  expect(plans.join("\n\n")).toMatch(index);
  for (const plan of plans) expect(plan).not.toMatch(LARGE);
});

test.each<[string, Filter]>([
  ["one's own", { reporterId: 7 }],
  ["what waits for a member", { states: ["routed", "accepted", "handling"], assigneeId: 7, order: "limit" }],
  ["a building", { building: "3", committeeIds: [1, 2, 3] }],
  ["a category", { category: "property", committeeIds: [1, 2, 3] }],
  ["what is open", { states: ["handling"], committeeIds: [1, 2, 3] }],
  ["what is late", { overdueAt: NOW, committeeIds: [1, 2, 3], order: "limit" }],
  ["the newest", { committeeIds: [1, 2, 3] }],
])("a list of %s is made without reading every row", async (_, filter) => {
  for (const plan of await plansOf(() => tickets().list(filter, 15))) expect(plan).not.toMatch(LARGE);
});

test("the search finds what it is to find, newest first, and nothing private or closed", async () => {
  const open = { estateId, private: false, state: "handling" as const, createdAt: { gte: SINCE } };
  const { category, matter } = await database.prisma.ticket.findFirstOrThrow({ where: open });
  const rows = await tickets().alike({ category, matter, since: SINCE, estateId, chatId });
  const same = await database.prisma.ticket.findMany({
    where: { ...open, category, matter },
    orderBy: { createdAt: "desc" },
  });
  expect(rows.length).toBeGreaterThan(0);
  expect(rows.map(({ id }) => id)).toEqual(same.map(({ id }) => id));
  expect(rows.map(({ place, text }) => [place?.building, text])).toEqual(
    same.map(({ building }) => [building, `building ${building}`]),
  );
});
