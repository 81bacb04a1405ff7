// A house under a simulated clock: the same rooms, database and queue as in service, with a recorded chat for a channel.
import { simulatedClock } from "#src/clock.ts";
import type { Clock } from "#src/clock.ts";
import type { Log } from "#src/log.ts";
import type { InboundMessage, MessageChange, OutboundMessage } from "#src/message.ts";
import type { PrismaClient } from "#prisma/client/client.ts";
import type { Channel } from "#src/channels/channel.ts";
import { replayChannel } from "#src/channels/replay.ts";
import { openDatabase } from "#src/database/client.ts";
import type { Flows } from "#src/dialogue/files.ts";
import { openQueue } from "#src/followups/bullmq.ts";
import type { QueuePlace } from "#src/followups/bullmq.ts";
import type { QueueName } from "#src/followups/queue.ts";
import { applyCommunity, loadCommunity } from "#src/routing/prisma.ts";
import type { CommunityFile } from "#src/routing/community.ts";
import { accept } from "#src/corridor/accept.ts";
import { planDigests } from "#src/corridor/digest.ts";
import { followChange } from "#src/corridor/follow-change.ts";
import type { House } from "#src/corridor/house.ts";
import { takeBack } from "#src/corridor/take-back.ts";
import type { Llm } from "#src/triage/llm.ts";
import { handlersOf, prismaStore } from "#src/wire.ts";
import { drive } from "./replay-clock.ts";

export type ReplayOptions = {
  /** A database of its own, migrated. */
  url: string;
  queue: QueuePlace & { prefix?: string };
  community: CommunityFile;
  flows: Flows;
  log: Log;
  start: Date;
  /** Opens the language model, where there is to be one. */
  llm?: (shared: { database: PrismaClient; clock: Clock }) => Llm | null;
  /** Told of everything said, when it is said. */
  emit(message: OutboundMessage): void;
  /** Opens the channel by which people talk; by default what is said only goes to `emit`. */
  channel?: (shared: { database: PrismaClient; clock: Clock; log: Log }) => Channel;
};

export type ReplayHouse = {
  house: House;
  clock: Clock;
  database: PrismaClient;
  /** Does what is due before this moment, in order, and moves the clock to it. */
  until(at: Date): Promise<void>;
  /** The same with what is due at this very moment. */
  through(at: Date, queues?: QueueName[]): Promise<void>;
  /** Hands a message over at the present moment, and does what is due at once. */
  hand(message: InboundMessage): Promise<void>;
  /** The same with an edit or a recall. */
  change(change: MessageChange): Promise<void>;
  close(): Promise<void>;
};

/** Opens the house. Throws AppError service_unavailable when database or queue do not answer. */
export async function openReplayHouse(options: ReplayOptions): Promise<ReplayHouse> {
  const { url, log, flows, start } = options;
  const clock = simulatedClock(start);
  const { prisma, close } = openDatabase(url);
  const queueOptions = {
    log,
    concurrency: 1,
    ...(options.queue.prefix ? { prefix: options.queue.prefix } : {}),
  };
  const real = await openQueue(options.queue, queueOptions, (error) => {
    throw error;
  });
  const channel = options.channel?.({ database: prisma, clock, log }) ?? replayChannel(options.emit);
  await applyCommunity(prisma, options.community, { channels: [channel.name], now: start });
  const driver = drive(real, `pid${process.pid}`);
  const house: House = {
    store: prismaStore(prisma),
    queue: driver.queue,
    channels: new Map([[channel.name, channel]]),
    flows,
    llm: options.llm?.({ database: prisma, clock }) ?? null,
    community: await loadCommunity(prisma),
    clock,
    log,
  };
  await takeBack(house);
  await planDigests(house);
  await driver.work(handlersOf(house));
  const through = (at: Date, queues?: QueueName[]) =>
    driver.advance(house, clock.set, { at, inclusive: true, ...(queues ? { queues } : {}) });
  return {
    house,
    clock,
    database: prisma,
    until: async (at) => {
      await driver.advance(house, clock.set, { at, inclusive: false });
      clock.set(at);
    },
    through,
    hand: async (message) => {
      await accept(house, message);
      await through(clock.now());
    },
    change: async (change) => {
      await followChange(house, change);
      await through(clock.now());
    },
    close: async () => {
      await real.close();
      await close();
    },
  };
}
