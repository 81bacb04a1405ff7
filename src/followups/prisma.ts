import type { Prisma } from "#prisma/client/client.ts";
import { FOLLOW_UPS } from "./plan.ts";
import type { Planned } from "./plan.ts";
import type { FollowUp, FollowUpStore } from "./store.ts";

type Row = {
  id: number;
  ticketId: number | null;
  kind: string;
  round: number;
  dueAt: Date;
  firedAt: Date | null;
};

/** Follow-ups over one Prisma transaction. */
export function prismaFollowUps(tx: Prisma.TransactionClient): FollowUpStore {
  return {
    replan: async (ticketId, planned) => {
      const rows = await tx.followUp.findMany({ where: { ticketId } });
      const same = (row: Row) => planned.find(({ kind, round }) => kind === row.kind && round === row.round);
      const obsolete = rows.filter((row) => row.state === "waiting" && !same(row)).map((row) => row.id);
      if (obsolete.length > 0) {
        await tx.followUp.updateMany({ where: { id: { in: obsolete } }, data: { state: "dropped" } });
      }
      const known = (plan: Planned) =>
        rows.find(({ kind, round }) => kind === plan.kind && round === plan.round);
      const fresh = planned.filter((plan) => !known(plan)).map((plan) => ({ ticketId, ...plan }));
      const changed = fresh.length > 0 ? await tx.followUp.createManyAndReturn({ data: fresh }) : [];
      for (const plan of planned) {
        const row = known(plan);
        if (!row || (row.state === "done" && !isDueAnew(row, plan))) continue;
        if (row.state === "waiting" && row.dueAt.getTime() === plan.dueAt.getTime()) continue;
        const data = { dueAt: plan.dueAt, state: "waiting" } as const;
        changed.push(await tx.followUp.update({ where: { id: row.id }, data }));
      }
      return changed.map(followUpOf);
    },
    planApart: async ({ kind, round, dueAt }) => {
      await tx.$executeRaw`select pg_advisory_xact_lock(hashtext('linli-follow-up'), hashtext(${`${kind}-${round}`}))`;
      const known = await tx.followUp.findFirst({ where: { ticketId: null, kind, round } });
      const data = { kind, round, dueAt, state: "waiting" as const, firedAt: null };
      const row = known
        ? await tx.followUp.update({ where: { id: known.id }, data })
        : await tx.followUp.create({ data });
      return followUpOf(row);
    },
    dropApart: async (kind, round) => {
      const where = { ticketId: null, kind, round, state: "waiting" as const };
      return (await tx.followUp.updateMany({ where, data: { state: "dropped" } })).count > 0;
    },
    claim: async (id, now) => {
      const where = { id, state: "waiting", dueAt: { lte: now } } as const;
      const [row] = await tx.followUp.updateManyAndReturn({ where, data: { state: "done", firedAt: now } });
      return row ? followUpOf(row) : null;
    },
    firedAt: async (ticketId, kind, round) => {
      const where = { ticketId_kind_round: { ticketId, kind, round } };
      return (await tx.followUp.findUnique({ where }))?.firedAt ?? null;
    },
    postpone: async (id, dueAt) => {
      await tx.followUp.update({ where: { id }, data: { dueAt, state: "waiting", firedAt: null } });
    },
    ahead: async ({ kind, round, dueAt }) => {
      const rows = await tx.followUp.findMany({
        where: { ticketId: null, kind, OR: [{ state: "waiting" }, { round }] },
      });
      const waiting = rows.filter((row) => row.state === "waiting");
      const known = rows.find((row) => row.round === round);
      if (known?.state === "done" || waiting.some((row) => row.dueAt <= dueAt)) return null;
      const later = waiting.filter((row) => row !== known).map(({ id }) => id);
      await tx.followUp.updateMany({ where: { id: { in: later } }, data: { state: "dropped" } });
      const row = known
        ? await tx.followUp.update({ where: { id: known.id }, data: { dueAt, state: "waiting" } })
        : await tx.followUp.create({ data: { kind, round, dueAt } });
      return followUpOf(row);
    },
    ticketOf: async (id) => (await tx.followUp.findUnique({ where: { id } }))?.ticketId ?? null,
    due: async (until, limit) => {
      const rows = await tx.followUp.findMany({
        where: { state: "waiting", dueAt: { lte: until } },
        select: { id: true, dueAt: true },
        orderBy: [{ dueAt: "asc" }, { id: "asc" }],
        take: limit,
      });
      return rows.map((row) => ({ id: row.id, at: row.dueAt }));
    },
  };
}

/** What was done comes again where its time has been put off beyond that: by a pause, an extension, a calendar. */
function isDueAnew({ firedAt }: Row, { dueAt }: Planned): boolean {
  return firedAt !== null && dueAt > firedAt;
}

function followUpOf(row: Row): FollowUp {
  const kind = FOLLOW_UPS.find((candidate) => candidate === row.kind);
  if (!kind) throw new Error(`follow-up ${row.id}: unknown kind ${row.kind}`);
  return { id: row.id, ticketId: row.ticketId, kind, round: row.round, dueAt: row.dueAt };
}
