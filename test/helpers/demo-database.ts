// A database with the demo community in it, as a house would write it that opens at a moment; copies of one.
import { openDatabase } from "#src/database/client.ts";
import { applyCommunity } from "#src/routing/prisma.ts";
import type { CommunityFile } from "#src/routing/community.ts";
import { copyOf } from "#test/helpers/database.ts";
import type { TestDatabase } from "#test/helpers/database.ts";

/** Takes the demo as it was read; a house that opens on the database finds the community there. */
export function demoDatabase(demo: CommunityFile, start: string): Promise<TestDatabase> {
  return copyOf(`the demo at ${start}`, async (url) => {
    const { prisma, close } = openDatabase(url);
    await applyCommunity(prisma, demo, { channels: ["replay"], now: new Date(start) });
    await close();
  });
}
