import type { Prisma } from "#prisma/client/client.ts";
import type { Filter } from "./store.ts";

/** A filter as Prisma asks for it. */
export function whereOf(filter: Filter): Prisma.TicketWhereInput {
  return {
    ...(filter.states ? { state: { in: filter.states } } : {}),
    ...(filter.committeeIds ? { committeeId: { in: filter.committeeIds } } : {}),
    ...(filter.assigneeId === undefined ? {} : { assigneeId: filter.assigneeId }),
    ...(filter.reporterId === undefined ? {} : { reporters: { some: { personId: filter.reporterId } } }),
    ...(filter.category ? { category: filter.category } : {}),
    ...(filter.building ? { building: filter.building } : {}),
    ...(filter.since ? { createdAt: { gte: filter.since } } : {}),
    ...(filter.correcting ? { correctBy: { not: null } } : {}),
    ...(filter.correctionOverdueAt ? { correctBy: { lt: filter.correctionOverdueAt } } : {}),
    ...(filter.overdueAt ? { OR: limited(filter.overdueAt) } : {}),
  };
}

/** Either of these: tickets in hand with a limit that runs and lies before a moment. */
export function limited(before: Date): Prisma.TicketWhereInput[] {
  return [
    { state: { in: ["routed", "returned"] }, answerBy: { lt: before } },
    {
      state: { in: ["routed", "returned", "accepted", "handling"] },
      waiting: null,
      resultBy: { lt: before },
    },
  ];
}
