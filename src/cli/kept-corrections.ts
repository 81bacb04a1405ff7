// The corrections that a house has kept, as labelled lines.
import type { Config } from "#src/config.ts";
import { openDatabase } from "#src/database/client.ts";
import { migrate } from "#src/database/migrate.ts";
import { casesOf } from "#src/triage/corrections.ts";
import { prismaCorrections } from "#src/triage/prisma.ts";
import { reachDatabase } from "#src/wire.ts";
import { writeOut } from "./files.ts";
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
      if (out !== null && lines.length > 0) writeOut(out, `${lines.join("\n")}\n`);
      return cases.map(({ text, toLabel }) => ({ text, labels: [toLabel], urgency: null, secrets: [] }));
    } finally {
      await close();
    }
  } finally {
    await base.stop();
  }
}
