// A store of an adapter with the demo community in it, for the contracts that every store keeps.
import type { Store } from "#src/corridor/house.ts";
import { openDatabase } from "#src/database/client.ts";
import type { Database } from "#src/database/client.ts";
import { applyCommunity } from "#src/routing/prisma.ts";
import { DEMO, prismaStore, readCommunity } from "#src/wire.ts";
import { testDatabase } from "#test/helpers/database.ts";

export type OpenStore = (database: Database) => Store;
export type DemoStore = { database: Database; store: Store; close(): Promise<void> };

/** The adapters there are. */
export const STORES: { adapter: string; open: OpenStore }[] = [
  { adapter: "prisma", open: (database) => prismaStore(database.prisma) },
];

/** Opens a store on a database of its own; call it in beforeAll and `close` it in afterAll. */
export async function demoStore(open: OpenStore, channel: string, now: Date): Promise<DemoStore> {
  const { url, drop } = await testDatabase();
  const database = openDatabase(url);
  await applyCommunity(database.prisma, readCommunity(DEMO), { channels: [channel], now });
  const close = async () => {
    await database.close();
    await drop();
  };
  return { database, store: open(database), close };
}
