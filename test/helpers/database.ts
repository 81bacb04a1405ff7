// A database of one's own per test file: migrated, empty, gone afterwards.
import { createHash, randomBytes } from "node:crypto";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { inject } from "vitest";
import { withName } from "#src/database/engine.ts";
import { freshDatabase } from "#src/database/template.ts";
import { ORIGINAL } from "#test/helpers/global-setup.ts";

export type TestDatabase = { url: string; drop(): Promise<void> };

/** Held while an original is made, so that of several workers one makes it and the others wait. */
const MAKING = 7_255_470;

/** Clones a fresh database; call it in beforeAll and `drop` it in afterAll. */
export function testDatabase(): Promise<TestDatabase> {
  return copyOf("empty", async () => {});
}

/**
 * Copies a database that `fill` has filled once in this run; the same `what` stands for the same content. As files: it
 * takes a third of the time of a copy by the log.
 */
export async function copyOf(what: string, fill: (url: string) => Promise<void>): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString("hex")}`;
  await asAdmin(async (client) => {
    const original = await originalOf(client, what, fill);
    await client.query(`create database ${name} template ${original} strategy file_copy`);
  });
  return {
    url: withName(inject("adminUrl"), name),
    drop: () => asAdmin((client) => client.query(`drop database if exists ${name} with (force)`)),
  };
}

/** The originals of a run are named in its own folder, and end with the run. */
async function originalOf(
  client: pg.Client,
  what: string,
  fill: (url: string) => Promise<void>,
): Promise<string> {
  const shared = inject("shared");
  const name = `test_${createHash("sha256").update(`${shared}\n${what}`).digest("hex").slice(0, 20)}`;
  const made = join(shared, `${name}${ORIGINAL}`);
  if (existsSync(made)) return name;
  await client.query("select pg_advisory_lock($1)", [MAKING]);
  try {
    if (!existsSync(made)) {
      await fill(await freshDatabase(inject("adminUrl"), name));
      writeFileSync(made, "");
    }
  } finally {
    await client.query("select pg_advisory_unlock($1)", [MAKING]);
  }
  return name;
}

async function asAdmin(work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: inject("adminUrl") });
  client.on("error", () => {});
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
