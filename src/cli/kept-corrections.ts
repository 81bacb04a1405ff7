// The corrections that a house has kept, as labelled lines.
import { writeFileSync } from "node:fs";
import type { Config } from "#src/config.ts";
import { openDatabase } from "#src/database/client.ts";
import { migrate } from "#src/database/migrate.ts";
import { AppError } from "#src/errors.ts";
import { casesOf } from "#src/triage/corrections.ts";
import { prismaCorrections } from "#src/triage/prisma.ts";
import { reachDatabase } from "#src/wire.ts";
import type { Labelled } from "./labelled.ts";

/**
 * Takes the settings and, if they are wanted there, a file; returns the cases of the settings' database and writes them
 * to the file as JSONL {"text","label"}. Throws AppError bad_input where it cannot be written.
 */
export async function readCorrections(config: Config, out: string | null): Promise<Labelled[]> {
  const base = await reachDatabase(config, () => {});
  try {
    await migrate(base.url);
    const { prisma, close } = openDatabase(base.url);
    try {
      const cases = casesOf(await prismaCorrections(prisma).kept());
      const lines = cases.map(({ text, toLabel }) => JSON.stringify({ text, label: toLabel }));
      if (out !== null && lines.length > 0) write(out, lines);
      return cases.map(({ text, toLabel }) => ({ text, labels: [toLabel], urgency: null, secrets: [] }));
    } finally {
      await close();
    }
  } finally {
    await base.stop();
  }
}

function write(path: string, lines: readonly string[]): void {
  try {
    writeFileSync(path, `${lines.join("\n")}\n`);
  } catch (cause) {
    throw new AppError("bad_input", `${path}: expected a writable file, got ${(cause as Error).message}`, {
      cause,
    });
  }
}
