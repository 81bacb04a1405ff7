// linli community import: a real community from a file, into a database that has none.
import type { Config } from "#src/config.ts";
import { systemClock } from "#src/clock.ts";
import { AppError } from "#src/errors.ts";
import { openDatabase } from "#src/database/client.ts";
import { migrate } from "#src/database/migrate.ts";
import { applyCommunity } from "#src/routing/prisma.ts";
import { reachDatabase, readCommunity } from "#src/wire.ts";

export const HELP = `linli community import FILE
Writes a community (YAML, see prisma/seed/demo.yaml) into a database that has none yet; all defects are named at once.
`;

/** Runs the command; resolves to the exit code. Throws AppError bad_input, and writes nothing, for a wrong file. */
export async function community([verb, path, ...rest]: string[], config: Config): Promise<number> {
  if (verb !== "import" || !path || rest.length > 0) {
    throw new AppError("bad_input", "community: expected import FILE, see --help");
  }
  const file = readCommunity(path);
  const base = await reachDatabase(config, () => {});
  try {
    await migrate(base.url);
    const { prisma, close } = openDatabase(base.url);
    const written = await applyCommunity(prisma, file, { channels: ["web"], now: systemClock.now() });
    await close();
    if (!written)
      throw new AppError(
        "bad_input",
        "community: expected a database without a community, got one that has one",
      );
    process.stdout.write(
      `${file.buildings.length} kinds of buildings, ${file.members.length} members: imported\n`,
    );
    return 0;
  } finally {
    await base.stop();
  }
}
