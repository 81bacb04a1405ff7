import type { Prisma } from "#prisma/client/client.ts";
import { CATEGORIES } from "#src/words.ts";
import type { Place } from "#src/words.ts";
import type { News, WeekFigures } from "./news.ts";
import { limited } from "./prisma-filter.ts";

type Tx = Prisma.TransactionClient;

const DUE = {
  code: true,
  matter: true,
  urgency: true,
  state: true,
  private: true,
  place: true,
  answerBy: true,
  resultBy: true,
  waiting: true,
  correctBy: true,
  committeeId: true,
  assigneeId: true,
} satisfies Prisma.TicketSelect;

/** News over one Prisma transaction. */
export function prismaNews(tx: Tx): News {
  return {
    told: async (id, told) => {
      await tx.ticket.update({ where: { id }, data: told });
    },
    due: async (until) => {
      const given: Prisma.TicketWhereInput[] = [
        { state: "returned" },
        { state: { in: ["reported", "ended"] }, correctBy: { not: null } },
      ];
      const where = { OR: [...given, ...limited(until)] };
      const rows = await tx.ticket.findMany({ where, select: DUE, orderBy: { id: "asc" } });
      return rows.map((row) => ({ ...row, place: placeOf(row.place) }));
    },
    opened: async (from, to) => {
      const rows = await tx.ticket.findMany({
        where: {
          private: false,
          createdAt: { gte: from, lt: to },
          state: { notIn: ["withdrawn", "merged"] },
        },
        select: {
          category: true,
          matter: true,
          place: true,
          committeeId: true,
          createdAt: true,
          chat: { select: { estateId: true } },
        },
        orderBy: [{ createdAt: "asc" }, { id: "asc" }],
      });
      return rows.flatMap(({ chat, place, category, ...row }) => {
        const known = CATEGORIES.find((code) => code === category);
        return known ? [{ ...row, category: known, place: placeOf(place), estateId: chat.estateId }] : [];
      });
    },
    figures: (time) => figures(tx, time),
  };
}

async function figures(tx: Tx, { from, to, now }: { from: Date; to: Date; now: Date }) {
  const count = async (where: Prisma.TicketWhereInput) => {
    const rows = await tx.ticket.groupBy({ by: ["committeeId"], where, _count: true });
    return new Map(rows.map(({ committeeId, _count }) => [committeeId, _count]));
  };
  const opened = await count({ createdAt: { gte: from, lt: to }, state: { not: "merged" } });
  const closed = await count({ reportedAt: { gte: from, lt: to }, state: { in: ["reported", "ended"] } });
  const overdue = await count({ OR: limited(now) });
  const ratings = await tx.$queryRaw<{ committeeId: number; rated: number; satisfied: number }[]>`
    select t."committeeId", count(*)::int as rated, (count(*) filter (where r.stars >= 3))::int as satisfied
    from "Rating" r join "Ticket" t on t.id = r."ticketId"
    where r.at >= ${from} and r.at < ${to}
    group by t."committeeId"`;
  const rated = new Map(ratings.map((row) => [row.committeeId, row]));
  const ids = new Set([opened, closed, overdue, rated].flatMap((counts) => [...counts.keys()]));
  return [...ids]
    .toSorted((a, b) => a - b)
    .map((committeeId): WeekFigures => ({
      committeeId,
      opened: opened.get(committeeId) ?? 0,
      closed: closed.get(committeeId) ?? 0,
      overdue: overdue.get(committeeId) ?? 0,
      rated: rated.get(committeeId)?.rated ?? 0,
      satisfied: rated.get(committeeId)?.satisfied ?? 0,
    }));
}

/** Safe because only the tickets' own file writes the column, from the same type. */
function placeOf(place: Prisma.JsonValue): Place | null {
  return place as Place | null;
}
