// How fast a duplicate is found among very many tickets, beside one row read by its key.
import { performance } from "node:perf_hooks";
import type { Database } from "#src/database/client.ts";
import { prismaTickets } from "#src/tickets/prisma.ts";

export const TICKETS = 100_000;
const SEARCHES = 400;
const WARM_UP = 50;
const LOOK_BACK_MS = 60 * 24 * 3_600_000;

export type Times = { p50: number; p95: number };
export type Searches = { floor: Times; alike: Times; candidates: Times };

/**
 * Fills a database that has a community with tickets of two years up to `now`, as a community has them: one in thirty is
 * open still, each has a message and a reporter, in 12 buildings of the first estate, 40 groups and 160 matters.
 */
export async function fillTickets({ pool }: Database, count: number, now: Date): Promise<void> {
  const base = { estate: 'select min(id) from "Estate"', committee: 'select min(id) from "Committee"' };
  const people = 5_000;
  await pool.query(
    `insert into "Person" (name, "createdAt") select 'neighbour ' || n, $1 from generate_series(1, ${people}) n`,
    [now],
  );
  await pool.query(
    `insert into "Chat" (channel, "externalId", kind, title, "estateId")
     select 'fill', n::text, 'group', '', (${base.estate}) from generate_series(1, 40) n`,
  );
  await pool.query(
    `insert into "Account" (channel, "externalId", name, "personId")
     select 'fill', p.id::text, p.name, p.id from "Person" p where p.name like 'neighbour %'`,
  );
  await pool.query(
    `insert into "Conversation" ("chatId", "personId")
     select c.id, p.id from "Chat" c, "Person" p
     where c.channel = 'fill' and p.name like 'neighbour %' and p.id % 40 = c.id % 40`,
  );
  await pool.query(TICKET_ROWS(base), [count, now]);
  // Without figures of its own the next join would be planned for a handful of rows.
  await pool.query("analyze");
  await pool.query(
    `insert into "Message" ("externalId", "chatId", "conversationId", "accountId", at, gate, text, images, "handledAt")
     select 'fill-' || t.id, v."chatId", v.id, a.id, t."createdAt", 'request', 'building ' || t.building, '[]', t."createdAt"
     from (select *, row_number() over (order by id) n from "Ticket" where code like 'fill%') t
     join (select *, row_number() over (order by id) n from "Conversation" where "chatId" in (select id from "Chat" where channel = 'fill')) v
       on v.n = 1 + t.n % ${people}
     join "Account" a on a."personId" = v."personId" and a.channel = 'fill'`,
  );
  await pool.query(
    `insert into "TicketMessage" ("ticketId", "messageId", text, images)
     select substr("externalId", 6)::int, id, text, '[]' from "Message" where "externalId" like 'fill-%'`,
  );
  await pool.query("analyze");
  await pool.query(
    `insert into "TicketReporter" ("ticketId", "personId", "chatId", first, at)
     select tm."ticketId", v."personId", v."chatId", true, m.at
     from "TicketMessage" tm join "Message" m on m.id = tm."messageId" join "Conversation" v on v.id = m."conversationId"
     where m."externalId" like 'fill-%'`,
  );
  await pool.query("vacuum analyze");
}

/** Traits that have nothing to do with each other, the same in each run. */
const pick = (of: number, salt: number) => `abs(hashint4(n * 16 + ${salt})::bigint) % ${of}`;

const TICKET_ROWS = ({ estate, committee }: { estate: string; committee: string }) => `
  insert into "Ticket" (code, category, matter, urgency, state, private, place, building, "estateId", "createdAt",
    "answerBy", "resultBy", decision, route, "chatId", "committeeId")
  select 'fill' || n, (array['property', 'environment', 'safety', 'parking'])[1 + ${pick(4, 1)}], 'matter ' || ${pick(40, 2)},
    'normal', (case when ${pick(30, 3)} = 0 then 'handling' else 'ended' end)::"TicketState", ${pick(10, 4)} = 0,
    jsonb_build_object('building', (1 + ${pick(12, 5)})::text, 'unit', '1', 'room', null, 'spot', null),
    (1 + ${pick(12, 5)})::text, (${estate}), made.at, made.at + interval '1 day', made.at + interval '7 days', '{}', '{}',
    (select min(id) from "Chat" where channel = 'fill') + ${pick(40, 6)}, (${committee})
  from generate_series(1, $1::int) n,
    lateral (select $2::timestamptz - interval '730 days' * (1 - n::float / $1::int) as at) made`;

/** Times the search for a duplicate and the one for one's own tickets in a database that was filled. */
export async function searchTickets({ prisma, pool }: Database, now: Date): Promise<Searches> {
  const since = new Date(now.getTime() - LOOK_BACK_MS);
  const estateId = (await prisma.estate.findFirstOrThrow({ orderBy: { id: "asc" } })).id;
  const chats = await prisma.chat.findMany({ where: { channel: "fill" }, select: { id: true } });
  const first = (await prisma.person.findFirstOrThrow({ where: { name: "neighbour 1" } })).id;
  const last = (await prisma.ticket.findFirstOrThrow({ orderBy: { id: "desc" } })).id;
  const tickets = prismaTickets(prisma);
  const chatOf = (n: number) => chats[n % chats.length]?.id ?? 0;
  return {
    floor: await timed((n) => pool.query('select * from "Ticket" where id = $1', [last - n * 7])),
    alike: await timed((n) =>
      tickets.alike({
        estateId,
        chatId: chatOf(n),
        category: ["property", "environment", "safety", "parking"][n % 4] ?? "",
        matter: `matter ${n % 40}`,
        since,
      }),
    ),
    candidates: await timed((n) => tickets.candidates(chatOf(n), first + ((n * 13) % 5_000), since)),
  };
}

async function timed(work: (n: number) => Promise<unknown>): Promise<Times> {
  const spent: number[] = [];
  for (let n = 0; n < SEARCHES + WARM_UP; n += 1) {
    const from = performance.now();
    await work(n);
    if (n >= WARM_UP) spent.push(performance.now() - from);
  }
  const sorted = spent.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor(sorted.length * share)] ?? 0;
  return { p50: at(0.5), p95: at(0.95) };
}
