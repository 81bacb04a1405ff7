import { Prisma } from "#prisma/client/client.ts";
import { CATEGORIES } from "#src/words.ts";
import type { Category, Place } from "#src/words.ts";
import { AppError } from "#src/errors.ts";
import type { Image } from "#src/message.ts";
import type { ClockData } from "./deadline.ts";
import type { Candidate } from "./duplicate.ts";
import { reword } from "./reword.ts";
import { aboutIds, alike } from "./prisma-alike.ts";
import type { About } from "./prisma-alike.ts";
import { link } from "./prisma-link.ts";
import { HOME, homeFrom } from "./prisma-home.ts";
import { figures } from "./prisma-figures.ts";
import { whereOf } from "./prisma-filter.ts";
import type { TicketStore } from "./store.ts";
import { ticketCode } from "./ticket.ts";
import type { Ticket } from "./ticket.ts";

type Tx = Prisma.TransactionClient;
export const SHAPE = {
  chat: true,
  assists: { orderBy: { at: "asc" } },
  reporters: { include: { person: HOME }, orderBy: [{ first: "desc" }, { at: "asc" }, { personId: "asc" }] },
} satisfies Prisma.TicketInclude;
type Row = Prisma.TicketGetPayload<{ include: typeof SHAPE }>;

const ORDER = {
  newest: [{ id: "desc" }],
  /** A ticket nobody has taken is due for an answer before its result. */
  limit: [{ resultBy: "asc" }, { id: "asc" }],
  correction: [{ correctBy: "asc" }, { id: "asc" }],
} satisfies Record<string, Prisma.TicketOrderByWithRelationInput[]>;

/** Tickets over one Prisma transaction. */
export function prismaTickets(tx: Tx): TicketStore {
  const read = async (id: number) =>
    ticketOf(await tx.ticket.findUniqueOrThrow({ where: { id }, include: SHAPE }));
  const lock = async (id: number) => {
    const rows = await tx.$queryRaw<unknown[]>`select 1 from "Ticket" where id = ${id} for update`;
    return rows.length === 0 ? null : read(id);
  };
  return {
    lock,
    open: async ({ reporterId, place, since, ...ticket }) => {
      const [next] = await tx.$queryRaw<
        { serial: bigint }[]
      >`select nextval(pg_get_serial_sequence('"Ticket"', 'id')) as serial`;
      const id = Number(next?.serial);
      const at = ticket.createdAt;
      const clocks = { category: ticket.category, urgency: ticket.urgency, since: since.toISOString() };
      await tx.ticket.create({
        data: {
          ...ticket,
          id,
          code: ticketCode(id),
          state: "found",
          route: {},
          ...(place ? { place, building: place.building } : {}),
          reporters: { create: { personId: reporterId, chatId: ticket.chatId, first: true, at } },
          events: {
            create: { kind: "found", actorId: reporterId, at, data: { ...ticket.decision, ...clocks } },
          },
        },
      });
      return read(id);
    },
    lockByCode: async (code) => {
      const row = await tx.ticket.findUnique({ where: { code: code.toUpperCase() }, select: { id: true } });
      return row && lock(row.id);
    },
    change: async (id, { place, ...patch }, event) => {
      const data: Prisma.TicketUncheckedUpdateInput = {
        ...patch,
        ...(place ? { place, building: place.building } : {}),
      };
      await tx.ticket.update({ where: { id }, data });
      const { id: eventId } = await tx.ticketEvent.create({ data: { ticketId: id, ...event } });
      return { ticket: await read(id), eventId };
    },
    assist: async (id, committeeId, at) => {
      await tx.ticketAssist.createMany({ data: [{ ticketId: id, committeeId, at }], skipDuplicates: true });
    },
    addReporter: async (id, reporter) => {
      await tx.ticketReporter.createMany({
        data: [{ ticketId: id, first: false, ...reporter }],
        skipDuplicates: true,
      });
    },
    removeReporter: async (id, personId) => {
      await tx.ticketReporter.delete({ where: { ticketId_personId: { ticketId: id, personId } } });
      const rest = await tx.ticketReporter.findFirst({
        where: { ticketId: id },
        orderBy: [{ first: "desc" }, { at: "asc" }],
      });
      if (!rest) return;
      const key = { ticketId: id, personId: rest.personId };
      await tx.ticketReporter.update({ where: { ticketId_personId: key }, data: { first: true } });
    },
    link: async (id, messages) => {
      for (const message of messages) await link(tx, id, message);
    },
    candidates: (chatId, personId, since) => candidates(tx, { chatId, personId, since }),
    alike: (query) => alike(tx, query),
    mergedInto: async (id) => {
      const where = { mergedId: id, state: "merged" as const };
      return (await tx.ticket.findMany({ where, include: SHAPE, orderBy: { id: "asc" } })).map(ticketOf);
    },
    holdEstate: async (estateId) => {
      await tx.$executeRaw`select pg_advisory_xact_lock(hashtext('linli-estate'), ${estateId}::int)`;
    },
    list: async (filter, limit) => {
      const orderBy = ORDER[filter.order ?? "newest"];
      const rows = await tx.ticket.findMany({ where: whereOf(filter), include: SHAPE, orderBy, take: limit });
      return rows.map(ticketOf);
    },
    count: (filter) => tx.ticket.count({ where: whereOf(filter) }),
    figures: (committeeIds, span) => figures(tx, committeeIds, span),
    load: async () => {
      const rows = await tx.ticket.groupBy({
        by: ["assigneeId"],
        where: { state: { in: ["routed", "accepted", "handling", "returned"] }, assigneeId: { not: null } },
        _count: true,
      });
      return new Map(
        rows.flatMap(({ assigneeId, _count }) =>
          assigneeId === null ? [] : [[assigneeId, _count] as const],
        ),
      );
    },
    events: (id) => events(tx, id),
    clockEvents: async (id) => {
      const select = { kind: true, actorId: true, at: true, data: true };
      const rows = await tx.ticketEvent.findMany({ where: { ticketId: id }, orderBy: { id: "asc" }, select });
      // Safe because only this file writes the column, from what the verbs say.
      return rows.map((row) => ({ ...row, data: row.data as ClockData }));
    },
    words: async (id, personId) => {
      const rows = await tx.ticketMessage.findMany({
        where: {
          ticketId: id,
          ...(personId === undefined ? {} : { message: { account: { personId } } }),
          OR: [
            { message: { gate: { notIn: ["press", "join"] } } },
            // A mere "+1" says nothing, but for who has made a matter of their own of it.
            {
              message: {
                gate: "join",
                account: { person: { reports: { some: { ticketId: id, first: true } } } },
              },
            },
            // A picture counts whatever it came with.
            { text: "", NOT: { images: { equals: [] } } },
          ],
        },
        include: { message: { include: { account: true } } },
        orderBy: { messageId: "asc" },
      });
      return rows.map(({ message, text, images }) => ({
        name: message.account.name,
        text,
        images: images as Image[],
      }));
    },
    speaks: async (id, personId) => {
      const message = { recalledAt: null, account: { personId } };
      return (await tx.ticketMessage.count({ where: { ticketId: id, message } })) > 0;
    },
    reword: async (id, personId, rewording) => {
      const rows = await tx.ticketEvent.findMany({ where: { ticketId: id, actorId: personId } });
      for (const { id: eventId, data } of rows) {
        // Safe because `change` writes the column, with a text where something was said.
        const said = data as { text?: string };
        const { text = "" } = said;
        const changed = reword(text, rewording);
        if (changed === text) continue;
        await tx.ticketEvent.update({ where: { id: eventId }, data: { data: { ...said, text: changed } } });
      }
    },
    ratings: (ticketId, round) =>
      tx.rating.findMany({ where: { ticketId, round }, select: { personId: true, stars: true } }),
    rate: async (id, { round, personId, stars, at }) => {
      const [row] = await tx.rating.createManyAndReturn({
        data: [{ ticketId: id, round, personId, stars, at }],
        skipDuplicates: true,
      });
      if (row) return null;
      const key = { ticketId: id, round, personId };
      return (await tx.rating.findUniqueOrThrow({ where: { ticketId_round_personId: key } })).stars;
    },
  };
}

async function candidates(tx: Tx, about: About): Promise<Candidate[]> {
  const ids = await aboutIds(tx, about);
  const rows = await tx.ticket.findMany({
    where: { id: { in: ids } },
    include: {
      ...SHAPE,
      messages: { orderBy: { messageId: "desc" }, take: 1, select: { message: { select: { at: true } } } },
    },
    orderBy: { id: "desc" },
  });
  return rows.map(({ messages, ...row }) => ({
    ticket: ticketOf(row),
    lastAt: messages[0]?.message.at ?? row.createdAt,
  }));
}

async function events(tx: Tx, ticketId: number) {
  const rows = await tx.ticketEvent.findMany({ where: { ticketId }, orderBy: { id: "asc" } });
  const ids = rows.flatMap((row) => (row.actorId === null ? [] : [row.actorId]));
  const people = await tx.person.findMany({ where: { id: { in: ids } } });
  return rows.map((row) => ({
    kind: row.kind,
    at: row.at,
    actorName: people.find((person) => person.id === row.actorId)?.name ?? null,
    data: row.data as object,
  }));
}

/** A row, read with SHAPE, as the rooms know it. */
export function ticketOf(row: Row): Ticket {
  const category: Category | undefined = CATEGORIES.find((candidate) => candidate === row.category);
  if (!category)
    throw new AppError("not_found", `ticket ${row.code}: expected a known category, got ${row.category}`);
  const { chat, reporters, assists, place, ...plain } = row;
  return {
    ...plain,
    category,
    // Safe because only this file writes the column, from the same type.
    place: place as Place | null,
    chat: { id: chat.id, kind: chat.kind, estateId: chat.estateId },
    assisting: assists.map(({ committeeId }) => committeeId),
    reporters: reporters.map(({ personId, person, chatId, first }) => ({
      personId,
      name: person.name,
      chatId,
      first,
      home: homeFrom(person),
    })),
  };
}
