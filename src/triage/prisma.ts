import type { Prisma, PrismaClient } from "#prisma/client/client.ts";
import { AppError } from "#src/errors.ts";
import { LABELS } from "./corrections.ts";
import type { Corrections, Label } from "./corrections.ts";
import type { LlmLedger } from "./llm.ts";

/** The ledger of a model's calls in the house's database. */
export function prismaLlmLedger(database: PrismaClient): LlmLedger {
  return {
    record: async (call) => {
      await database.llmCall.upsert({ where: { id: call.id }, create: call, update: call });
    },
    spentSince: (at) => database.llmCall.count({ where: { at: { gte: at } } }),
  };
}

/** Corrections over one Prisma transaction. */
export function prismaCorrections(tx: Prisma.TransactionClient): Corrections {
  return {
    record: async (correction) => {
      await tx.correction.create({ data: correction });
    },
    forget: async (ticketId, toLabel) => {
      await tx.correction.deleteMany({ where: { ticketId, ...(toLabel ? { toLabel } : {}) } });
    },
    kept: async () => {
      const rows = await tx.correction.findMany({ orderBy: { id: "asc" } });
      return rows.map((row) => ({
        ...row,
        fromLabel: labelOf(row.id, row.fromLabel),
        toLabel: labelOf(row.id, row.toLabel),
      }));
    },
  };
}

function labelOf(id: number, label: string): Label {
  const known = LABELS.find((candidate) => candidate === label);
  if (!known)
    throw new AppError("not_found", `correction ${id}: expected a known category or none, got ${label}`);
  return known;
}
