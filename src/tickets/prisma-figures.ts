import type { Prisma } from "#prisma/client/client.ts";
import type { CommitteeFigures } from "./figures.ts";
import { whereOf } from "./prisma-filter.ts";

type Counts = Record<
  "total" | "open" | "ended" | "withdrawn" | "answered" | "answerable" | "solved" | "closed",
  number
> & { committeeId: number };
type Stars = { committeeId: number; rated: number; stars: number; satisfied: number };

/** The figures of each committee that has a ticket since then, see figures.ts for what they mean: three queries in all. */
export async function figures(
  tx: Prisma.TransactionClient,
  committeeIds: number[],
  { since, now }: { since: Date; now: Date },
): Promise<CommitteeFigures[]> {
  const counts = await tx.$queryRaw<Counts[]>`
    with mine as (
      select t.*,
        state in ('routed', 'accepted', 'handling', 'returned') as working,
        state not in ('withdrawn', 'merged') as stands,
        state = 'ended' or (state = 'reported' and "confirmedAt" is not null) as accepted
      from "Ticket" t
      where "committeeId" = any(${committeeIds}) and "createdAt" >= ${since}
    )
    select "committeeId",
      count(*)::int as total,
      count(*) filter (where working or state in ('found', 'reported'))::int as open,
      count(*) filter (where state = 'ended')::int as ended,
      count(*) filter (where state = 'withdrawn')::int as withdrawn,
      count(*) filter (where stands and "answeredAt" <= "answerBy")::int as answered,
      count(*) filter (where stands and ("answeredAt" is not null or "answerBy" < ${now}))::int as answerable,
      count(*) filter (where accepted and coalesce(outcome, 'solved') = 'solved')::int as solved,
      count(*) filter (where accepted or (working and disputes > 0 and round > 0))::int as closed
    from mine group by "committeeId"`;
  const late = await tx.ticket.groupBy({
    by: ["committeeId"],
    where: whereOf({ committeeIds, since, overdueAt: now }),
    _count: true,
  });
  const ratings = await tx.$queryRaw<Stars[]>`
    select t."committeeId",
      count(*)::int as rated,
      sum(r.stars)::int as stars,
      count(*) filter (where r.stars >= 3)::int as satisfied
    from "Rating" r join "Ticket" t on t.id = r."ticketId"
    where t."committeeId" = any(${committeeIds}) and t."createdAt" >= ${since}
    group by t."committeeId"`;
  return counts.map(({ committeeId, answered, answerable, solved, closed, ...plain }) => {
    const given = ratings.find((row) => row.committeeId === committeeId);
    const { rated, stars, satisfied } = given ?? { rated: 0, stars: 0, satisfied: 0 };
    return {
      committeeId,
      figures: {
        ...plain,
        overdue: late.find((row) => row.committeeId === committeeId)?._count ?? 0,
        rated,
        stars,
        answered: { part: answered, whole: answerable },
        solved: { part: solved, whole: closed },
        satisfied: { part: satisfied, whole: rated },
      },
    };
  });
}
