// A house to be timed: in service, with one channel, on a database of its own.
import { randomUUID } from "node:crypto";
import type { Channel } from "#src/channels/channel.ts";
import { systemClock } from "#src/clock.ts";
import type { Config } from "#src/config.ts";
import type { Database } from "#src/database/client.ts";
import type { Flows } from "#src/dialogue/files.ts";
import { openQueue } from "#src/followups/bullmq.ts";
import { silentLog } from "#src/log.ts";
import { applyCommunity, loadCommunity } from "#src/routing/prisma.ts";
import type { House } from "#src/corridor/house.ts";
import { DEMO, handlersOf, prismaStore, readCommunity } from "#src/wire.ts";

export type BenchOptions = {
  database: Database;
  url: string;
  flows: Flows;
  config: Config;
  channel: Channel;
};

/** Opens the house and begins to work its queue; the channel is not started. */
export async function openBenchHouse({ database, url, flows, config, channel }: BenchOptions) {
  const place = config.redisUrl ? { redisUrl: config.redisUrl } : { databaseUrl: url };
  const queue = await openQueue(place, { log: silentLog, prefix: `bench-${randomUUID()}` }, () => {});
  const community = readCommunity(DEMO);
  // With a second estate the groups of a bench are of none, and nobody's emergency joins a neighbour's.
  community.estates.push({ code: "bench", name: "bench" });
  await applyCommunity(database.prisma, community, { channels: [channel.name], now: systemClock.now() });
  const house: House = {
    store: prismaStore(database.prisma),
    queue,
    channels: new Map([[channel.name, channel]]),
    flows,
    llm: null,
    community: await loadCommunity(database.prisma),
    clock: systemClock,
    log: silentLog,
  };
  await queue.work(handlersOf(house));
  return { house, close: () => queue.close() };
}

/** Does the work so many times, so many at a time. */
export async function inParallel(
  count: number,
  work: (index: number) => Promise<unknown>,
  lanes = 10,
): Promise<void> {
  let next = 0;
  const lane = async () => {
    while (next < count) await work(next++);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}
