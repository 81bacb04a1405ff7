import { appendFileSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterEach, beforeEach, expect, inject, test } from "vitest";
import { openDatabase } from "#src/database/client.ts";
import { withName } from "#src/database/engine.ts";
import { diff, migrate, MIGRATIONS } from "#src/database/migrate.ts";
import { dropDatabase, freshDatabase } from "#src/database/template.ts";
import { testDatabase, type TestDatabase } from "#test/helpers/database.ts";

let database: TestDatabase;
let folder: string;

beforeEach(async () => {
  database = await emptyDatabase();
  folder = mkdtempSync(join(tmpdir(), "linli-migrations-"));
  cpSync(MIGRATIONS, folder, { recursive: true });
});
afterEach(async () => {
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

async function emptyDatabase(): Promise<TestDatabase> {
  const made = await testDatabase();
  await ask(made.url, "drop schema public cascade; create schema public; drop schema bullmq cascade");
  return made;
}

async function ask(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

function addMigration(name: string, sql: string): void {
  mkdirSync(join(folder, name));
  writeFileSync(join(folder, name, "migration.sql"), sql);
}

const shadows = () =>
  ask(inject("adminUrl"), "select datname from pg_database where datname like 'linli_shadow%'");

test("the migrations and schema.prisma agree", async () => {
  expect(await diff(database.url)).toBe("");
  expect(await shadows()).toEqual([]);
});

test("an empty database gets every migration once, also from two processes at once", async () => {
  const applied = await Promise.all([migrate(database.url), migrate(database.url)]);
  const names = applied.flat();
  expect(names.length).toBeGreaterThan(0);
  expect(new Set(names).size).toBe(names.length);
  expect(await migrate(database.url)).toEqual([]);
  const opened = openDatabase(database.url);
  expect(await opened.prisma.ticket.count()).toBe(0);
  await opened.close();
  const rows = await ask(
    database.url,
    "select migration_name from _prisma_migrations where finished_at is not null",
  );
  expect(rows.map((row) => row["migration_name"])).toEqual(names);
});

test("a new migration is applied to a database that has the earlier ones", async () => {
  await migrate(database.url, folder);
  addMigration("29990101000000_next", 'create table "Next" (id int primary key);');
  expect(await migrate(database.url, folder)).toEqual(["29990101000000_next"]);
});

test("a message that belonged to a ticket still does after the upgrade", async () => {
  const first = join(folder, "first");
  cpSync(join(folder, "20261122000000_house"), join(first, "20261122000000_house"), { recursive: true });
  await migrate(database.url, first);
  const at = "'2026-11-23T09:00:00+08:00'";
  await ask(
    database.url,
    `insert into "Person" (id, name, "createdAt") values (1, '张', ${at});
    insert into "Committee" (id, code, name) values (1, 'property', '环境和物业委员会');
    insert into "Chat" (id, channel, "externalId", kind, title) values (1, 'web', 'g', 'group', '');
    insert into "Account" (id, channel, "externalId", name, "personId") values (1, 'web', 'z', '张', 1);
    insert into "Conversation" (id, "chatId", "personId") values (1, 1, 1);
    insert into "Ticket" (id, code, category, matter, urgency, state, private, "createdAt", "answerBy", "resultBy",
      decision, route, "chatId", "committeeId")
      values (7, 'A1042', 'property', '电梯故障', 'normal', 'routed', false, ${at}, ${at}, ${at}, '{}', '{}', 1, 1);
    insert into "Message" (id, "externalId", "chatId", "conversationId", "accountId", at, gate, text, images, "ticketId")
      values (1, 'm1', 1, 1, 1, ${at}, 'request', '电梯坏了', '[{"ref":"a"}]', 7),
             (2, 'm2', 1, 1, 1, ${at}, 'fragment', '', '[]', null)`,
  );
  await migrate(database.url);
  expect(await ask(database.url, 'select * from "TicketMessage"')).toEqual([
    { ticketId: 7, messageId: 1, text: "电梯坏了", images: [{ ref: "a" }] },
  ]);
});

test("a migration that was edited after it was applied is refused", async () => {
  addMigration("29990101000000_next", 'create table "Next" (id int primary key);');
  await migrate(database.url, folder);
  appendFileSync(join(folder, "29990101000000_next/migration.sql"), "\n-- edited");
  await expect(migrate(database.url, folder)).rejects.toThrow(
    "prisma/migrations/29990101000000_next: was changed after it was applied",
  );
});

test("a migration that failed is named, and is not tried again silently", async () => {
  addMigration("29990101000000_next", "select nonsense from nowhere;");
  await expect(migrate(database.url, folder)).rejects.toThrow(
    "prisma/migrations/29990101000000_next: does not apply: No such table: nowhere",
  );
  await expect(migrate(database.url, folder)).rejects.toThrow(
    "prisma/migrations/29990101000000_next: has failed before",
  );
});

test("a database of a later version is refused", async () => {
  addMigration("29990101000000_next", 'create table "Next" (id int primary key);');
  await migrate(database.url, folder);
  await expect(migrate(database.url)).rejects.toThrow(
    "prisma/migrations/29990101000000_next: is in the database but not in this version",
  );
});

test("a database that holds other tables is left alone", async () => {
  await ask(database.url, "create table guests (id int)");
  await expect(migrate(database.url)).rejects.toThrow("not empty");
});

test("fresh databases are migrated, apart from each other, and made by several at once", async () => {
  const adminUrl = inject("adminUrl");
  const names = ["fresh_one", "fresh_two", "fresh_three"];
  const urls = await Promise.all(names.map((name) => freshDatabase(adminUrl, name)));
  expect(urls).toEqual(names.map((name) => withName(adminUrl, name)));
  await ask(urls[0]!, "create table mine (id int)");
  const tables = `select count(*)::int as mine from pg_tables where tablename in ('mine', 'Ticket', 'job')`;
  expect(await Promise.all(urls.map((url) => ask(url, tables)))).toEqual([
    [{ mine: 3 }],
    [{ mine: 2 }],
    [{ mine: 2 }],
  ]);
  await Promise.all(names.map((name) => dropDatabase(adminUrl, name)));
  expect(await ask(adminUrl, "select from pg_database where datname like 'fresh_%'")).toEqual([]);
});

test.each(["Robert'; drop table", "", "1st", "x".repeat(64)])(
  "%j is no name for a database",
  async (name) => {
    await expect(freshDatabase(inject("adminUrl"), name)).rejects.toThrow("expected lower_snake letters");
  },
);
