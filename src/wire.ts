// Where rooms meet their vendors: stores over one Prisma transaction, queue handlers over the corridor.
import { fileURLToPath } from "node:url";
import type { Prisma, PrismaClient } from "#prisma/client/client.ts";
import type { Channel, Inlet } from "#src/channels/channel.ts";
import type { Picture } from "#src/channels/picture.ts";
import type { Config } from "#src/config.ts";
import { AppError } from "#src/errors.ts";
import type { Image } from "#src/message.ts";
import { prismaOutbox } from "#src/delivery/prisma.ts";
import { probe } from "#src/database/client.ts";
import { startEmbedded } from "#src/database/embedded.ts";
import { prismaFollowUps } from "#src/followups/prisma.ts";
import type { Handlers } from "#src/followups/queue.ts";
import { prismaInbox } from "#src/intake/prisma.ts";
import { prismaBindings } from "#src/intake/prisma-bindings.ts";
import { prismaIdentities } from "#src/intake/prisma-identities.ts";
import { prismaPeople } from "#src/intake/prisma-people.ts";
import { prismaCommunity } from "#src/routing/prisma-store.ts";
import { prismaNews } from "#src/tickets/prisma-news.ts";
import { prismaTickets } from "#src/tickets/prisma.ts";
import { prismaRecounts } from "#src/tickets/prisma-recounts.ts";
import { prismaCorrections } from "#src/triage/prisma.ts";
import { accept } from "#src/corridor/accept.ts";
import { deliver } from "#src/corridor/deliver.ts";
import { fire } from "#src/corridor/fire.ts";
import { followChange } from "#src/corridor/follow-change.ts";
import { followChat } from "#src/corridor/follow-chat.ts";
import { handleTurn } from "#src/corridor/handle-turn.ts";
import type { House, Rooms, Store } from "#src/corridor/house.ts";

export { readCommunity } from "./wire-community.ts";

const ROOT = new URL("../", import.meta.url);
export const FLOWS = fileURLToPath(new URL("flows", ROOT));
export const DEMO = fileURLToPath(new URL("prisma/seed/demo.yaml", ROOT));

const TRANSACTION = { maxWait: 20_000, timeout: 30_000 };
/** Write conflicts and deadlocks, in Postgres' and in Prisma's words. */
const AGAIN = new Set(["P2034", "40001", "40P01", "TransactionWriteConflict"]);
const TRIES = 5;

export function prismaStore(database: PrismaClient): Store {
  return {
    transaction: async (work) => {
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await database.$transaction((tx) => work(roomsOf(tx)), TRANSACTION);
        } catch (error) {
          if (attempt >= TRIES || !meetsAnother(error)) throw error;
        }
      }
    },
    look: (work) => work(roomsOf(database)),
  };
}

function roomsOf(tx: Prisma.TransactionClient): Rooms {
  return {
    inbox: prismaInbox(tx),
    people: prismaPeople(tx),
    bindings: prismaBindings(tx),
    identities: prismaIdentities(tx),
    corrections: prismaCorrections(tx),
    tickets: prismaTickets(tx),
    news: prismaNews(tx),
    followUps: prismaFollowUps(tx),
    outbox: prismaOutbox(tx),
    recounts: prismaRecounts(tx),
    community: prismaCommunity(tx),
  };
}

/** Whether Postgres broke the transaction off because of another one; Prisma tells it in two ways. */
function meetsAnother(error: unknown): boolean {
  const { code, meta } = error as {
    code?: string;
    meta?: { driverAdapterError?: { cause?: { kind?: string; originalCode?: string } } };
  };
  const cause = meta?.driverAdapterError?.cause;
  return [code, cause?.kind, cause?.originalCode].some((name) => name !== undefined && AGAIN.has(name));
}

export function handlersOf(house: House): Handlers {
  return {
    turns: (ref) => handleTurn(house, ref),
    deliveries: (ref) => deliver(house, ref),
    followups: (ref) => fire(house, ref),
  };
}

/** What a channel hears goes through the corridor. */
export function inletOf(house: House): Inlet {
  return {
    accept: (message) => accept(house, message),
    follow: (change) => followChange(house, change),
    followChat: (change) => followChat(house, change),
  };
}

/** Where a channel gets a picture that another one has. What is asked for throws as `Channel.image` does. */
export function borrower(channels: Map<string, Channel>): (image: Image) => Promise<Picture> {
  return async ({ channel = "", ref }) => {
    const owner = channels.get(channel);
    if (!owner) throw new AppError("channel_failed", `picture: expected channel ${channel} to be on`);
    return owner.image(ref);
  };
}

/** The database of the settings: the operator's own, else the embedded one, started if need be. */
export async function reachDatabase(config: Config, progress: (text: string) => void) {
  if (!config.databaseUrl) return startEmbedded(config.home, progress);
  await probe(config.databaseUrl);
  return { url: config.databaseUrl, stop: async () => {} };
}
