import type { Prisma } from "#prisma/client/client.ts";
import type { ClockData, ClockEvent } from "./deadline.ts";
import { SHAPE, ticketOf } from "./prisma.ts";
import type { Recounts } from "./recounts.ts";
import { TRANSITIONS } from "./ticket.ts";

/** Recounts over one Prisma transaction. */
export function prismaRecounts(tx: Prisma.TransactionClient): Recounts {
  return {
    open: async (beyond, limit) => {
      const tickets = await tx.ticket.findMany({
        where: { id: { gt: beyond }, state: { in: [...TRANSITIONS.recount.from] } },
        select: { id: true, committeeId: true, answerBy: true, resultBy: true, answeredAt: true },
        orderBy: { id: "asc" },
        take: limit,
      });
      const rows = await tx.ticketEvent.findMany({
        where: { ticketId: { in: tickets.map(({ id }) => id) } },
        select: { ticketId: true, kind: true, actorId: true, at: true, data: true },
        orderBy: { id: "asc" },
      });
      const events = Map.groupBy(rows, ({ ticketId }) => ticketId);
      return tickets.map((ticket) => ({ ...ticket, events: (events.get(ticket.id) ?? []).map(clockEvent) }));
    },
    remember: async (ticketId, personIds, { answerBy, resultBy }) => {
      const data = personIds.map((personId) => ({ personId, ticketId, answerBy, resultBy }));
      await tx.movedLimit.createMany({ data, skipDuplicates: true });
    },
    next: async () => {
      const first = await tx.movedLimit.findFirst({ orderBy: { personId: "asc" } });
      if (!first) return null;
      const { personId } = first;
      const rows = await tx.movedLimit.findMany({
        where: { personId },
        include: { ticket: { include: SHAPE } },
        orderBy: [{ ticket: { resultBy: "asc" } }, { ticketId: "asc" }],
      });
      const moved = rows.map(({ ticket, answerBy, resultBy }) => {
        return { ticket: ticketOf(ticket), was: { answerBy, resultBy } };
      });
      return { personId, moved };
    },
    told: async (personId) => {
      await tx.movedLimit.deleteMany({ where: { personId } });
    },
  };
}

type Row = Omit<ClockEvent, "data"> & { data: unknown };

function clockEvent({ kind, actorId, at, data }: Row): ClockEvent {
  // Safe because only the verbs write the column, as the clocks read it.
  return { kind, actorId, at, data: data as ClockData };
}
