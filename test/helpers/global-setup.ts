// One embedded Postgres for the whole run, stopped after it; each test file clones its own database from it.
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { startEmbedded } from "#src/database/embedded.ts";
import { dropDatabase } from "#src/database/template.ts";

/** A file of this ending in the run's folder names a database that others are copied from. */
export const ORIGINAL = ".original";

declare module "vitest" {
  interface ProvidedContext {
    /** Connection string of a user who may create databases. */
    adminUrl: string;
    /** A folder of this run's own, gone afterwards: what several files need and is dear to make. */
    shared: string;
  }
}

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const embedded = await startEmbedded(resolve(import.meta.dirname, "../../.data/test"));
  await hurry(embedded.url);
  project.provide("adminUrl", embedded.url);
  const shared = mkdtempSync(join(tmpdir(), "linli-tests-"));
  project.provide("shared", shared);
  return async () => {
    for (const file of readdirSync(shared)) {
      if (file.endsWith(ORIGINAL)) await dropDatabase(embedded.url, basename(file, ORIGINAL));
    }
    rmSync(shared, { recursive: true, force: true });
    await embedded.stop();
  };
}

/** Nobody pulls the plug on a test's database: it need not wait for the disk. */
async function hurry(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (const setting of ["fsync", "synchronous_commit", "full_page_writes"])
      await client.query(`alter system set ${setting} = off`);
    await client.query("select pg_reload_conf()");
  } finally {
    await client.end();
  }
}
