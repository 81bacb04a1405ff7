// linli community import: a community from a file, new or changed.
import { parseArgs } from "node:util";
import type { Config } from "#src/config.ts";
import { systemClock } from "#src/clock.ts";
import { AppError } from "#src/errors.ts";
import { openDatabase } from "#src/database/client.ts";
import { migrate } from "#src/database/migrate.ts";
import { readFlows } from "#src/dialogue/files.ts";
import { HOW, KINDS } from "#src/routing/changes.ts";
import type { Change, Report } from "#src/routing/changes.ts";
import type { CommunityFile } from "#src/routing/community.ts";
import { importCommunity } from "#src/routing/prisma.ts";
import { FLOWS, reachDatabase, readCommunity } from "#src/wire.ts";
import { recountTickets } from "./recount-tickets.ts";

export const HELP = `linli community import FILE [--dry-run]
Makes the community of the database that of a file (YAML, see prisma/seed/demo.yaml and README), all of it or nothing,
and shows what that changes. All defects are named at once.
  --dry-run  does the same and takes it back: shows what would change
`;

/** Runs the command; resolves to the exit code. Throws AppError bad_input, and changes nothing, for a wrong file. */
export async function community(args: string[], config: Config): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { "dry-run": { type: "boolean", default: false } },
  });
  const [verb, path, extra] = positionals;
  if (verb !== "import" || !path || extra !== undefined) {
    throw new AppError("bad_input", "community: expected import FILE, see --help");
  }
  const file = readCommunity(path, readFlows(FLOWS).categories);
  const base = await reachDatabase(config, () => {});
  try {
    for (const name of await migrate(base.url)) process.stderr.write(`linli: database: applied ${name}\n`);
    const dryRun = values["dry-run"];
    const { report, moved } = await importInto(base.url, file, dryRun);
    if (report.defects.length > 0)
      throw new AppError("bad_input", report.defects.map((defect) => `${path}: ${defect}`).join("\n"));
    process.stdout.write(describeChanges(report.changes, dryRun));
    if (moved > 0) process.stdout.write(`limits of ${moved} open tickets counted anew\n`);
    return 0;
  } finally {
    await base.stop();
  }
}

type Imported = { report: Report; moved: number };

async function importInto(url: string, file: CommunityFile, dryRun: boolean): Promise<Imported> {
  const { prisma, close } = openDatabase(url);
  try {
    const given = { channels: ["web"], now: systemClock.now(), dryRun };
    const report = await importCommunity(prisma, file, given);
    const done = !dryRun && report.defects.length === 0;
    return { report, moved: done ? await recountTickets(prisma) : 0 };
  } finally {
    await close();
  }
}

const SHOWN = 20;
const SIGNS: Record<Change["how"], string> = { new: "+", changed: "~", gone: "-" };

/** What an import has changed, or would change, kind by kind: the figures, and at most 20 lines of each sort. */
function describeChanges(changes: readonly Change[], dryRun: boolean): string {
  if (changes.length === 0) return "nothing changes\n";
  const lines = KINDS.flatMap((kind) => {
    const own = HOW.map((how) => changes.filter((change) => change.kind === kind && change.how === how));
    if (own.every((some) => some.length === 0)) return [];
    const figures = HOW.map((how, index) => `${own[index]?.length ?? 0} ${how}`).join(", ");
    return [`${kind}: ${figures}`, ...own.flatMap(linesOf)];
  });
  return `${lines.join("\n")}\n${dryRun ? "tried only, nothing was changed" : after(changes)}\n`;
}

function linesOf(some: Change[]): string[] {
  const shown = some.slice(0, SHOWN).map(({ how, line }) => `  ${SIGNS[how]} ${line}`);
  const more = some.length - shown.length;
  return more > 0 ? [...shown, `  … and ${more} more ${some[0]?.how}`] : shown;
}

function after(changes: readonly Change[]): string {
  const groups = changes.some(({ kind }) => kind === "groups")
    ? "; restart it so that its web chat shows the groups"
    : "";
  return `imported; a running house goes by it within a minute${groups}`;
}
