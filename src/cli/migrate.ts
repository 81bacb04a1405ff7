// linli migrate: applies the migrations; for developers, --draft writes the next one.
import { relative } from "node:path";
import { parseArgs } from "node:util";
import { systemClock } from "#src/clock.ts";
import { probe } from "#src/database/client.ts";
import { draftMigration, migrate } from "#src/database/migrate.ts";

export const HELP = `linli migrate               applies the migrations that the database lacks
linli migrate --draft NAME  writes prisma/migrations/<time>_NAME from the changes in prisma/schema.prisma
`;

/** Runs the command on the database of the connection string; resolves to the exit code. */
export async function migrateCommand(args: string[], config: { databaseUrl: string }): Promise<number> {
  const { values } = parseArgs({
    args,
    options: { draft: { type: "string" }, help: { type: "boolean", short: "h" } },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  await probe(config.databaseUrl);
  if (values.draft !== undefined) {
    const folder = await draftMigration(config.databaseUrl, values.draft, systemClock.now());
    process.stdout.write(folder ? `wrote ${relative("", folder)}\n` : "nothing changed in schema.prisma\n");
    return 0;
  }
  const applied = await migrate(config.databaseUrl);
  process.stdout.write(applied.map((name) => `applied ${name}\n`).join("") || "nothing to apply\n");
  return 0;
}
