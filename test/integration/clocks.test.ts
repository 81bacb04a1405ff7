// The limits in a ticket's row are what its events say, whatever has happened to it; and a recount brings them up to date.
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { silentLog } from "#src/log.ts";
import { openDatabase } from "#src/database/client.ts";
import type { Database } from "#src/database/client.ts";
import { readFlows } from "#src/dialogue/files.ts";
import { applyCommunity, loadCommunity } from "#src/routing/prisma.ts";
import { officeHours } from "#src/tickets/calendar.ts";
import { TRANSITIONS, allows } from "#src/tickets/ticket.ts";
import type { Ticket, Verb } from "#src/tickets/ticket.ts";
import { changeTicket, limitsOf } from "#src/corridor/change-ticket.ts";
import type { Doing } from "#src/corridor/change-ticket.ts";
import { runStep } from "#src/corridor/house.ts";
import type { House } from "#src/corridor/house.ts";
import { recount } from "#src/corridor/recount.ts";
import { DEMO, FLOWS, prismaStore, readCommunity } from "#src/wire.ts";
import { URGENCIES, WAITING } from "#src/words.ts";
import { testDatabase } from "#test/helpers/database.ts";

const NOW = new Date("2026-12-24T10:00:00+08:00");
const MINUTE = 60_000;
const HIM = { property: 0, wu2: 0, wang: 0, li: 0, chat: 0 };
let database: Database;
let house: House;
let drop: () => Promise<void>;

beforeAll(async () => {
  const fresh = await testDatabase();
  drop = fresh.drop;
  database = openDatabase(fresh.url);
  const { prisma } = database;
  await applyCommunity(prisma, readCommunity(DEMO), { channels: ["replay"], now: NOW });
  // One committee with evenings of its own, so that moving a ticket changes its calendar too.
  const evening = [[], [], ...Array.from({ length: 5 }, () => [{ from: 1080, to: 1260 }])];
  const calendar = { code: "evening", week: evening, statutory: true, open: [], closed: [] };
  const { id: calendarId } = await prisma.calendar.create({ data: calendar });
  await prisma.committee.update({ where: { code: "mediation" }, data: { calendarId } });
  const idOf = async (externalId: string) =>
    (await prisma.account.findFirstOrThrow({ where: { externalId } })).personId;
  HIM.property = (await prisma.committee.findFirstOrThrow({ where: { code: "property" } })).id;
  [HIM.wu2, HIM.wang, HIM.li] = [await idOf("wu2"), await idOf("wang"), await idOf("li")];
  HIM.chat = (await prisma.chat.findFirstOrThrow({ where: { externalId: "g1" } })).id;
  house = {
    store: prismaStore(prisma),
    queue: { add: async () => {}, work: async () => {}, close: async () => {} },
    channels: new Map(),
    flows: readFlows(FLOWS),
    llm: null,
    community: await loadCommunity(prisma),
    clock: { now: () => NOW },
    log: silentLog,
  };
});
afterAll(async () => {
  await database.close();
  await drop();
});

const houseAt = (now: Date): House => ({ ...house, clock: { now: () => now } });
/** The house after the office has been closed on a day. */
const closedOn = (day: string): House => {
  return { ...house, community: { ...house.community, calendar: { ...officeHours, closed: [day] } } };
};

/** A ticket of 老王's, routed to 小邬. */
async function opened(urgency: Ticket["urgency"] = "normal", reporterId = HIM.wang): Promise<Ticket> {
  return runStep(house, async (step) => {
    const at = NOW;
    const found = {
      kind: "found",
      actorId: reporterId,
      at,
      data: { category: "property", urgency } as const,
    };
    const { answerBy, resultBy } = limitsOf(house, HIM.property, [found]);
    const ticket = await step.rooms.tickets.open({
      category: "property",
      matter: "门禁门锁",
      urgency,
      private: false,
      place: null,
      createdAt: at,
      since: at,
      answerBy,
      resultBy,
      decision: {},
      chatId: HIM.chat,
      committeeId: HIM.property,
      reporterId,
    });
    const patch = { assigneeId: HIM.wu2 };
    return changeTicket(step, ticket, { verb: "route", actorId: null, patch, quiet: "everyone" });
  });
}

/** What a verb brings with it, as the corridor has it; `n` chooses where there is a choice. */
function doing(verb: Verb, n: number, now: Date): Omit<Doing, "verb" | "actorId"> {
  const pick = <T>(list: readonly T[]): T => list[n % list.length] as T;
  const ahead = new Date(now.getTime() + (n % 40) * 24 * 60 * MINUTE);
  switch (verb) {
    case "wait":
      return { note: { waiting: pick(WAITING) }, patch: { waiting: pick(WAITING) } };
    case "extend":
      return { note: { until: ahead.toISOString() } };
    case "raise":
      return { note: { urgency: pick(URGENCIES) }, patch: { urgency: pick(URGENCIES) } };
    case "recategorise":
      return { note: { to: "parking", urgency: "normal" }, patch: { category: "parking" } };
    case "move": {
      const { id: committeeId } = pick(house.community.committees);
      const patch = { category: "mediation", committeeId } as const;
      return { note: { to: "mediation", urgency: "normal", moved: true }, patch };
    }
    case "report":
      return { patch: { reportedAt: now } };
    case "absorb": {
      const since = new Date(now.getTime() - n * MINUTE).toISOString();
      return { note: { merged: { code: `B${n % 3}`, since, urgency: pick(URGENCIES) } } };
    }
    case "release":
      return { note: { released: `B${n % 3}` } };
    default:
      return {};
  }
}

test("after any walk of verbs a ticket's limits are those that its events give", async () => {
  const steps = fc.array(
    fc.tuple(fc.nat(99), fc.integer({ min: 0, max: 5000 }), fc.nat(5000), fc.boolean()),
    {
      minLength: 5,
      maxLength: 20,
    },
  );
  const walked = new Set<Verb>();
  const walk = fc.asyncProperty(fc.constantFrom(...URGENCIES), steps, async (urgency, list) => {
    let { id, state } = await opened(urgency);
    let now = NOW;
    for (const [which, minutes, n, person] of list) {
      const verbs = (Object.keys(TRANSITIONS) as Verb[]).filter((verb) => allows(state, verb));
      const verb = verbs[which % verbs.length];
      if (!verb) return;
      walked.add(verb);
      now = new Date(now.getTime() + minutes * MINUTE);
      const ticket = await runStep(houseAt(now), async (step) => {
        const before = await step.rooms.tickets.lock(id);
        if (!before) throw new Error(`ticket ${id} is gone`);
        const actorId = person ? HIM.wu2 : null;
        const how = { verb, actorId, quiet: "everyone", ...doing(verb, n, now) } as const;
        await changeTicket(step, before, how);
        const after = await step.rooms.tickets.lock(id);
        if (!after) throw new Error(`ticket ${id} is gone`);
        const said = limitsOf(step.house, after.committeeId, await step.rooms.tickets.clockEvents(id));
        expect([after.answerBy, after.resultBy, after.answeredAt]).toEqual([
          said.answerBy,
          said.resultBy,
          said.answeredAt,
        ]);
        expect(after.waiting !== null).toBe(said.paused);
        return after;
      });
      ({ id, state } = ticket);
    }
  });
  await fc.assert(walk, { numRuns: 20 });
  expect(walked.size).toBeGreaterThan(15);
}, 240_000);

describe("the office closes on a day on which many limits end", () => {
  const told = async () => {
    const rows = await database.prisma.outbound.findMany({
      where: { key: { startsWith: "recount-" } },
      orderBy: { id: "asc" },
    });
    await database.prisma.outbound.deleteMany({ where: { key: { startsWith: "recount-" } } });
    return rows.map(({ personId, text }) => ({
      personId,
      tickets: [...text.matchAll(/[A-Z]\d{4}/g)].length,
    }));
  };
  const count = (state: "recounted") => database.prisma.ticketEvent.count({ where: { kind: state } });

  beforeAll(async () => {
    await database.prisma.ticket.updateMany({ data: { state: "ended" } });
    for (let n = 0; n < 3; n += 1) await opened();
    await opened("normal", HIM.li);
    await opened("urgent");
  });

  test("they move, events and follow-ups with them, and everyone hears once; a second pass does nothing", async () => {
    const before = await database.prisma.ticket.findMany({
      where: { state: "routed" },
      orderBy: { id: "asc" },
    });
    const closed = closedOn("2026-12-31");
    const [events, moved] = [await count("recounted"), await recount(closed)];
    expect(moved).toBe(4);
    expect(await count("recounted")).toBe(events + 4);
    const [first] = before;
    const event = await database.prisma.ticketEvent.findFirstOrThrow({
      where: { ticketId: first?.id ?? 0, kind: "recounted" },
    });
    expect(event.data).toMatchObject({
      from: { resultBy: new Date("2026-12-31T17:30:00+08:00").toISOString() },
      to: { resultBy: new Date("2027-01-04T17:30:00+08:00").toISOString() },
    });
    const overdue = await database.prisma.followUp.findFirstOrThrow({
      where: { ticketId: first?.id ?? 0, kind: "result_overdue" },
    });
    expect(overdue.dueAt).toEqual(new Date("2027-01-04T17:30:00+08:00"));
    const everyone = [
      { personId: HIM.wu2, tickets: 4 },
      { personId: HIM.wang, tickets: 3 },
      { personId: HIM.li, tickets: 1 },
    ];
    expect((await told()).toSorted(byPerson)).toEqual(everyone.toSorted(byPerson));
    expect([await recount(closed), await count("recounted")]).toEqual([0, events + 4]);
    expect(await told()).toEqual([]);
    expect(await recount(house)).toBe(4);
    expect(await told()).toHaveLength(3);
  });

  test("wherever the pass is broken off, the next one ends it, and nobody hears twice", async () => {
    const still = [house, closedOn("2026-12-31")];
    for (let place = 1; place <= 9; place += 1) {
      const now = still[place % 2] ?? house;
      let left = place;
      const broken: House = {
        ...now,
        store: {
          ...now.store,
          transaction: async (work) => {
            if (left === 0) throw new Error("killed");
            left -= 1;
            return now.store.transaction(work);
          },
        },
      };
      await recount(broken).catch(() => {});
      expect(left, `broken off after ${place}`).toBe(0);
      await recount(now);
      const heard = (await told()).toSorted(byPerson);
      expect(heard.map(({ personId }) => personId)).toEqual(
        [HIM.wu2, HIM.wang, HIM.li].toSorted((a, b) => a - b),
      );
      expect(heard.reduce((sum, { tickets }) => sum + tickets, 0)).toBe(8);
    }
  });

  test("of hundreds of tickets only the open ones are looked at, page by page", async () => {
    const [row] = await database.prisma.ticket.findMany({ where: { state: "routed" }, take: 1 });
    await database.prisma.$executeRaw`
      insert into "Ticket" (id, code, category, matter, urgency, state, private, "createdAt", "answerBy", "resultBy",
        decision, route, "chatId", "committeeId", "assigneeId")
      select 10000 + n, 'Z' || 1000 + n, category, matter, urgency, (case when n % 2 = 0 then 'routed' else 'ended' end)::"TicketState",
        private, "createdAt", "answerBy", "resultBy", decision, route, "chatId", "committeeId", "assigneeId"
      from "Ticket", generate_series(1, 440) n where id = ${row?.id ?? 0}`;
    await database.prisma.$executeRaw`
      insert into "TicketEvent" ("ticketId", at, kind, "actorId", data)
      select 10000 + n, at, kind, "actorId", data from "TicketEvent", generate_series(1, 440) n
      where "ticketId" = ${row?.id ?? 0} and kind = 'found'`;
    const first = row?.resultBy.toISOString() === "2026-12-31T09:30:00.000Z" ? closedOn("2026-12-31") : house;
    expect(await recount(first)).toBe(224);
    const [long] = (await told()).filter(({ personId }) => personId === HIM.wu2);
    // The first are named, the others counted.
    expect(long?.tickets).toBe(15);
  });
});

function byPerson(one: { personId: number | null }, other: { personId: number | null }): number {
  return (one.personId ?? 0) - (other.personId ?? 0);
}
