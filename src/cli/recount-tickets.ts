import { systemClock } from "#src/clock.ts";
import { silentLog } from "#src/log.ts";
import type { PrismaClient } from "#prisma/client/client.ts";
import { readFlows } from "#src/dialogue/files.ts";
import type { Queue } from "#src/followups/queue.ts";
import { loadCommunity } from "#src/routing/prisma.ts";
import { recount } from "#src/corridor/recount.ts";
import { FLOWS, prismaStore } from "#src/wire.ts";

/** The service's sweep finds in SQL what becomes due. */
const noQueue: Queue = { add: async () => {}, work: async () => {}, close: async () => {} };

/** Counts the limits of open tickets anew by the community as the database has it now; resolves to how many moved. */
export async function recountTickets(prisma: PrismaClient): Promise<number> {
  const community = await loadCommunity(prisma);
  return recount({
    store: prismaStore(prisma),
    queue: noQueue,
    channels: new Map(),
    flows: readFlows(FLOWS),
    llm: null,
    community,
    clock: systemClock,
    log: silentLog,
  });
}
