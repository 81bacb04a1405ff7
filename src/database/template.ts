// Fresh databases by the dozen: cloned from a template that is built once per version of the schema.
import { createHash } from "node:crypto";
import { LATEST_SCHEMA_VERSION, runMigrations } from "bullmq";
import pg from "pg";
import { AppError } from "#src/errors.ts";
import { withName } from "./engine.ts";
import { migrate, MIGRATIONS, readMigrations } from "./migrate.ts";

const PREFIX = "linli_template_";
/** Held while the template is built, so that of several processes one builds it and the others wait. */
const BUILDING = 7_255_462;

/**
 * Creates the database `name`, migrated and empty, on the server of `adminUrl` (whose user may create
 * databases) and returns its connection string. A database of that name is dropped first.
 */
export function freshDatabase(adminUrl: string, name: string): Promise<string> {
  return withClient(adminUrl, async (client) => {
    const template = await builtTemplate(client, adminUrl);
    await client.query(`drop database if exists ${quoted(name)} with (force)`);
    await client.query(`create database ${quoted(name)} template ${quoted(template)}`);
    return withName(adminUrl, name);
  });
}

/** The same, but a database that is there already is kept as it is. */
export function keptDatabase(adminUrl: string, name: string): Promise<string> {
  return withClient(adminUrl, async (client) => {
    if (!(await exists(client, name))) {
      const template = await builtTemplate(client, adminUrl);
      await client.query(`create database ${quoted(name)} template ${quoted(template)}`);
    }
    return withName(adminUrl, name);
  });
}

/** Drops the database `name`, whoever is still connected to it; nothing happens when there is none. */
export async function dropDatabase(adminUrl: string, name: string): Promise<void> {
  await withClient(adminUrl, (client) =>
    client.query(`drop database if exists ${quoted(name)} with (force)`),
  );
}

async function builtTemplate(client: pg.Client, adminUrl: string): Promise<string> {
  const template = PREFIX + schemaHash();
  if (await exists(client, template)) return template;
  await client.query("select pg_advisory_lock($1)", [BUILDING]);
  if (await exists(client, template)) return template;
  const old = await client.query<{ datname: string }>(
    "select datname from pg_database where datname like $1",
    [`${PREFIX.replaceAll("_", "\\_")}%`],
  );
  for (const { datname } of old.rows) await client.query(`drop database ${quoted(datname)} with (force)`);
  const draft = `${template}_draft`;
  await client.query(`create database ${quoted(draft)} template template0`);
  const url = withName(adminUrl, draft);
  await migrate(url);
  await withClient(url, (inside) => runMigrations(inside));
  // Renamed only when whole, so that a broken build is never cloned.
  await client.query(`alter database ${quoted(draft)} rename to ${quoted(template)}`);
  return template;
}

function schemaHash(): string {
  const hash = createHash("sha256").update(`bullmq ${LATEST_SCHEMA_VERSION}\n`);
  return hash
    .update(JSON.stringify(readMigrations(MIGRATIONS).migrationDirectories))
    .digest("hex")
    .slice(0, 12);
}

async function exists(client: pg.Client, name: string): Promise<boolean> {
  const { rowCount } = await client.query("select from pg_database where datname = $1", [name]);
  return rowCount === 1;
}

function quoted(name: string): string {
  if (/^[a-z][a-z0-9_]{0,62}$/.test(name)) return `"${name}"`;
  throw new AppError("bad_input", `database name: expected lower_snake letters, got ${JSON.stringify(name)}`);
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {});
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
