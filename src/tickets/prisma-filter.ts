import type { Prisma } from "#prisma/client/client.ts";
import type { Filter } from "./store.ts";

/** A filter as Prisma asks for it. */
export function whereOf(filter: Filter): Prisma.TicketWhereInput {
  const overdue: Prisma.TicketWhereInput[] = filter.overdueAt
    ? [
        { state: { in: ["routed", "returned"] }, answerBy: { lt: filter.overdueAt } },
        {
          state: { in: ["routed", "returned", "accepted", "handling"] },
          resultBy: { lt: filter.overdueAt },
          waiting: null,
        },
      ]
    : [];
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
    ...(overdue.length > 0 ? { OR: overdue } : {}),
  };
}
