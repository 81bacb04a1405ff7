import type { PrismaClient } from "#prisma/client/client.ts";
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
