// What a person has chosen and said before, over one Prisma transaction.
import { Prisma } from "#prisma/client/client.ts";
import type { Press } from "#src/message.ts";
import type { Talk } from "./talk.ts";

export function prismaTaps(tx: Prisma.TransactionClient): Pick<Talk, "spokeAt" | "pressed"> {
  return {
    spokeAt: async (conversationId) => {
      const orderBy = { id: "desc" as const };
      const row = await tx.message.findFirst({ where: { conversationId }, select: { at: true }, orderBy });
      return row?.at ?? null;
    },
    pressed: async (conversationId, since) => {
      const where = { conversationId, at: { gte: since }, NOT: { press: { equals: Prisma.DbNull } } };
      const rows = await tx.message.findMany({ where, select: { press: true } });
      return rows.flatMap(({ press }) => {
        const { outboundId, button } = press as Press;
        return outboundId === null ? [] : [{ outboundId, button }];
      });
    },
  };
}
