import type { Prisma } from "#prisma/client/client.ts";
import { communityRevision, loadCommunity } from "./prisma.ts";
import type { CommunityStore } from "./store.ts";

/** The community over one Prisma transaction. */
export function prismaCommunity(tx: Prisma.TransactionClient): CommunityStore {
  return {
    revision: () => communityRevision(tx),
    load: () => loadCommunity(tx),
    flats: (buildingId, unit) => {
      const select = { id: true, room: true };
      return tx.flat.findMany({ where: { buildingId, unit }, select, orderBy: { id: "asc" } });
    },
    standIn: async (standIn) => {
      await tx.standIn.create({ data: standIn });
    },
  };
}
