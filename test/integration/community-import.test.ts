// A community file made the database's own: anew, as an update, tried only, refused, and killed in the middle.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import pg from "pg";
import { openDatabase } from "#src/database/client.ts";
import type { Database } from "#src/database/client.ts";
import { importCommunity } from "#src/routing/prisma.ts";
import { readFlows } from "#src/dialogue/files.ts";
import { DEMO, FLOWS, prismaStore, readCommunity } from "#src/wire.ts";
import { copyOf, testDatabase } from "#test/helpers/database.ts";
import type { TestDatabase } from "#test/helpers/database.ts";

const NOW = new Date("2026-11-23T09:00:00+08:00");
const folder = mkdtempSync(join(tmpdir(), "linli-import-"));
const path = join(folder, "demo.yaml");
/** The demo community, whose desk is open on Saturday morning too. */
const demo = readFileSync(DEMO, "utf8")
  .replace(
    '"14:00-17:30"] }\n',
    `"14:00-17:30"] }
  - code: desk
    week:
${["mon", "tue", "wed", "thu", "fri"].map((day) => `      ${day}: ["08:30-12:00", "14:00-17:30"]`).join("\n")}
      sat: ["09:00-12:00"]
`,
  )
  .replace("name: 便民服务台 }", "name: 便民服务台, calendar: desk }");
let fresh: TestDatabase;
let database: Database;

beforeEach(async () => {
  fresh = await testDatabase();
  database = openDatabase(fresh.url);
});
afterEach(async () => {
  await database.close();
  await fresh.drop();
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Writes the demo community with these words in place of those; each must stand in it. */
function change(...changes: [string, string][]): string {
  const text = changes.reduce((all, [from, to]) => {
    expect(all).toContain(from);
    return all.replaceAll(from, to);
  }, demo);
  writeFileSync(path, text);
  return path;
}

/** Imports the demo community with changes; returns what it says. */
async function bring(changes: [string, string][] = [], dryRun = false) {
  const file = readCommunity(change(...changes));
  const report = await importCommunity(database.prisma, file, { channels: ["web"], now: NOW, dryRun });
  const lines = report.changes.map(({ kind, how, line }) => `${kind} ${how}: ${line}`);
  return { lines, defects: report.defects };
}

/** The demo community as it has been imported once for all that begin with it. */
async function brought(): Promise<void> {
  await database.close();
  await fresh.drop();
  const file = readCommunity(change());
  fresh = await copyOf("the demo as imported", async (url) => {
    const { prisma, close } = openDatabase(url);
    const { defects } = await importCommunity(prisma, file, { channels: ["web"], now: NOW, dryRun: false });
    expect(defects).toEqual([]);
    await close();
  });
  database = openDatabase(fresh.url);
}

/** How many rows each table has, and a checksum of them. */
async function state(): Promise<unknown> {
  const { rows: tables } = await database.pool.query<{ name: string }>(
    `select tablename as name from pg_tables where schemaname = 'public' and tablename ~ '^[A-Z]' order by 1`,
  );
  const sums: Record<string, unknown> = {};
  for (const { name } of tables) {
    const { rows } = await database.pool.query(
      `select count(*)::int as rows, md5(string_agg(t::text, '|' order by t::text)) as sum from "${name}" t`,
    );
    sums[name] = rows[0];
  }
  return sums;
}

/** A ticket about a place, in the group. */
async function ticket(code: string, place: object, assignee: string | null = null): Promise<void> {
  const { prisma } = database;
  const chat = await prisma.chat.findFirstOrThrow({ where: { externalId: "g1" } });
  const committee = await prisma.committee.findFirstOrThrow({ where: { code: "property" } });
  const account = assignee && (await prisma.account.findFirstOrThrow({ where: { externalId: assignee } }));
  await prisma.ticket.create({
    data: {
      code,
      category: "property",
      matter: "漏水",
      urgency: "normal",
      state: "accepted",
      private: false,
      place,
      createdAt: NOW,
      answerBy: NOW,
      resultBy: NOW,
      decision: {},
      route: {},
      chatId: chat.id,
      committeeId: committee.id,
      assigneeId: account ? account.personId : null,
    },
  });
}

test("a database without a community has all of it afterwards, and a second time nothing changes", async () => {
  const first = await bring();
  expect(first.defects).toEqual([]);
  expect(first.lines).toContain("flats new: e1/3-2-501 118.6 m²");
  expect(first.lines).toContain("residents new: zhang 3-2-501 张, e1/3-2-501");
  const before = await state();
  expect(await bring()).toEqual({ lines: [], defects: [] });
  expect(await state()).toEqual(before);
});

test("tried only, it tells the same and writes nothing", async () => {
  const before = await state();
  const tried = await bring([], true);
  expect(await state()).toEqual(before);
  expect(await bring()).toEqual(tried);
  const then = await state();
  const changes: [string, string][] = [
    ["邻里花园业主群", "邻里群"],
    ["118.60", "119"],
  ];
  expect((await bring(changes, true)).lines).toHaveLength(1 + 54 + 216);
  expect(await state()).toEqual(then);
});

test.each<[string, [string, string][], string[]]>([
  [
    "an estate is renamed",
    [["name: 邻里花园 }", "name: 邻里新村 }"]],
    ["estates changed: e1: 邻里花园 → 邻里新村"],
  ],
  [
    "a building goes to another grid",
    [
      ["numbers: [4, 5, 6]", "numbers: [4, 5]"],
      [
        "calendars:",
        "  - { estate: e1, grid: grid2, numbers: [6], units: [1, 2], floors: 11, perFloor: 3, areas: [103.70, 66.80, 104.15] }\n\ncalendars:",
      ],
    ],
    ["buildings changed: e1/6: grid1 → grid2"],
  ],
  [
    "a flat's area is measured again",
    [["calendars:", "flats:\n  - { estate: e1, building: 1, unit: 1, room: 101, area: 90.01 }\ncalendars:"]],
    ["flats changed: e1/1-1-101: 89.5 m² → 90.01 m²"],
  ],
  [
    "a member becomes the lead, and the lead a member",
    [
      ["wu, name: 吴主任, role: lead", "wu, name: 吴主任, role: member"],
      ["wu2, name: 小邬, role: member", "wu2, name: 邬主任, role: lead"],
    ],
    [
      "members changed: 吴主任, wu of property: lead → member",
      "members changed: 小邬, wu2 of property: 小邬 → 邬主任, member → lead",
    ],
  ],
  [
    "a grid worker gets another grid",
    [["role: grid_worker, grids: [grid1] }", "role: grid_worker, grids: [grid1, grid2] }"]],
    ["members changed: 网格员小葛, grid1: grids grid1 → grids grid1 grid2"],
  ],
  [
    "a member is new, and one has left",
    [
      ["account: tiao2, name: 小陶", "account: tiao3, name: 小涛"],
      ["member: tiao2", "member: tiao3"],
    ],
    [
      "members new: 小涛, tiao3 of mediation, member",
      "members gone: 小陶, tiao2 of mediation, member",
      "shifts new: mediation tiao3, weekdays 1 2 3 4 5 08:30-17:30",
      "shifts gone: mediation tiao2, weekdays 1 2 3 4 5 08:30-17:30",
    ],
  ],
  [
    "a calendar changes",
    [['sat: ["09:00-12:00"]', 'sat: ["09:00-11:00"]']],
    [
      "calendars changed: desk: mon,tue,wed,thu,fri 08:30-12:00 14:00-17:30; sat 09:00-12:00; the state's holidays → " +
        "mon,tue,wed,thu,fri 08:30-12:00 14:00-17:30; sat 09:00-11:00; the state's holidays",
    ],
  ],
  [
    "a committee keeps everyone's hours",
    [[", calendar: desk", ""]],
    ["committees changed: desk: hours desk → hours office"],
  ],
  [
    "the list of duties gets an entry",
    [["duties: []", "duties: [{ category: parking, committee: security, grid: grid2 }]"]],
    ["duties new: parking in grid2 to security"],
  ],
  [
    "a shift begins later",
    [['from: "08:00", to: "18:00"', 'from: "09:00", to: "18:00"']],
    [
      "shifts new: property wu2, weekdays 1 2 3 4 5 6 09:00-18:00",
      "shifts gone: property wu2, weekdays 1 2 3 4 5 6 08:00-18:00",
    ],
  ],
  [
    "a resident moves and changes the name",
    [["3-2-501 张, building: 3, unit: 2, room: 501", "1-1-101 张, building: 1, unit: 1, room: 101"]],
    ["residents changed: zhang: 3-2-501 张 → 1-1-101 张, e1/3-2-501 → e1/1-1-101"],
  ],
  [
    "a resident is not in the file any more",
    [["  - { account: zhang, name: 3-2-501 张, building: 3, unit: 2, room: 501 }\n", ""]],
    [],
  ],
  [
    "a group is new",
    [["groups:\n", "groups:\n  - { id: g2, title: 二号群, estate: e1 }\n"]],
    ["groups new: g2 二号群"],
  ],
])("an update: %s", async (_, changes, expected) => {
  await brought();
  const ids = async () => ({
    members: await database.prisma.member.count(),
    people: (await database.prisma.account.findMany({ orderBy: { id: "asc" } })).map((row) => [
      row.externalId,
      row.personId,
    ]),
    flats: (await database.prisma.flat.findMany({ orderBy: { id: "asc" } })).map(({ id }) => id),
  });
  const before = await ids();
  expect(await bring(changes)).toEqual({ lines: expected, defects: [] });
  const after = await ids();
  expect({ ...after, people: after.people.slice(0, before.people.length), members: 0 }).toEqual({
    ...before,
    members: 0,
  });
  expect(await bring(changes)).toEqual({ lines: [], defects: [] });
});

test("who has left is named with the open tickets, and comes back as the same member", async () => {
  await brought();
  await ticket("A1042", {}, "wu2");
  const without: [string, string][] = [
    ["  - { account: wu2, name: 小邬, role: member, committee: property }\n", ""],
    ["member: wu2", "member: wu"],
  ];
  expect((await bring(without)).lines).toContain(
    "members gone: 小邬, wu2 of property, member; goes to the lead: A1042",
  );
  const left = await database.prisma.member.findFirstOrThrow({ where: { leftAt: { not: null } } });
  expect(left.leftAt).toEqual(NOW);
  expect((await bring()).lines).toContain("members changed: 小邬, wu2 of property: back");
  expect(await database.prisma.member.findUniqueOrThrow({ where: { id: left.id } })).toMatchObject({
    leftAt: null,
  });
});

test("accounts that have come together stay one person, with one name, flat and office", async () => {
  await brought();
  const personId = async (externalId: string) =>
    (await database.prisma.account.findFirstOrThrow({ where: { externalId } })).personId;
  const member = await personId("wu2");
  for (const account of ["zhang", "li"]) {
    const from = await personId(account);
    await prismaStore(database.prisma).transaction(({ bindings }) =>
      bindings.join({ from, to: member }, NOW),
    );
  }
  // The names of the accounts are the file's once more; after that nothing is left to change.
  await bring();
  expect(await bring()).toEqual({ lines: [], defects: [] });
  const person = await database.prisma.person.findUniqueOrThrow({
    where: { id: member },
    include: { flat: true, memberships: { include: { shifts: true } } },
  });
  expect([person.name, person.flat?.room]).toEqual(["小邬", "501"]);
  expect(person.memberships.map(({ leftAt, shifts }) => [leftAt, shifts.length])).toEqual([[null, 1]]);
});

test("places, committees and calendars without people and tickets go with all that is theirs", async () => {
  await brought();
  const { lines, defects } = await bring([
    ["numbers: [7, 8, 9, 10, 11, 12]", "numbers: [8, 11]"],
    ["perFloor: 2, areas: [89.50, 92.35]", "perFloor: 1, areas: [89.50]"],
    ["  - { code: volunteer, name: 志愿服务站 }\n", ""],
    ["  - { account: zhi, name: 支站长, role: lead, committee: volunteer }\n", ""],
    [", calendar: desk", ""],
    ["duties: []", "duties: [{ category: volunteer, committee: desk }]"],
    [demo.slice(demo.indexOf("  - code: desk"), demo.indexOf("committees:")), "\n"],
  ]);
  expect(defects).toEqual([]);
  expect(lines.filter((line) => line.startsWith("buildings"))).toEqual(
    ["7", "9", "10", "12"].map((number) => `buildings gone: e1/${number} with 144 flats`),
  );
  expect(lines.filter((line) => line.startsWith("flats"))).toHaveLength(24);
  expect(lines).toContain("committees gone: volunteer 志愿服务站");
  expect(lines).toContain("calendars gone: desk");
  expect(await database.prisma.committee.count({ where: { code: "volunteer" } })).toBe(0);
});

test("what people live in and tickets are about is never removed: all of it is named and nothing changes", async () => {
  await brought();
  await ticket("A1042", { building: "12", unit: null, room: null });
  await ticket("A2000", { building: "1", unit: "2", room: "602" });
  const before = await state();
  const { defects } = await bring([
    ["numbers: [7, 8, 9, 10, 11, 12]", "numbers: [7, 9, 10]"],
    ["perFloor: 2, areas: [89.50, 92.35]", "perFloor: 1, areas: [89.50]"],
    ["  - { account: wang, name: 8-1-1203 老王, building: 8, unit: 1, room: 1203 }\n", ""],
    ["  - { account: zhao, name: 11-1-601 小赵, building: 11, unit: 1, room: 601 }\n", ""],
    ["name: 邻里花园 }", "name: 邻里新村 }"],
  ]);
  expect(defects).toEqual([
    "flats: expected e1/1-2-602 among them, since the tickets A2000 are about it; got none",
    "buildings: expected e1/8 among them, since 1 person lives there; got none",
    "buildings: expected e1/11 among them, since 1 person lives there; got none",
    "buildings: expected e1/12 among them, since the tickets A1042 are about it; got none",
  ]);
  expect(await state()).toEqual(before);
});

test("a committee that has had tickets stays", async () => {
  await brought();
  await ticket("A1042", {});
  const { defects } = await bring([
    ["  - { code: property, name: 环境和物业委员会 }\n", ""],
    ["committee: property", "committee: security"],
    ["account: wu, name: 吴主任, role: lead", "account: wu, name: 吴主任, role: member"],
  ]);
  expect(defects).toEqual(["committees: expected property among them, since it has 1 tickets; got none"]);
});

/** Runs the command on the test's database. */
function run(...args: string[]) {
  const child = spawn(process.execPath, ["--no-deprecation", "src/cli.ts", "community", "import", ...args], {
    env: { ...process.env, DATABASE_URL: fresh.url },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [said, failed] = ["", ""];
  child.stdout.on("data", (chunk) => (said += String(chunk)));
  child.stderr.on("data", (chunk) => (failed += String(chunk)));
  const gone = once(child, "close").then(([code]) => ({ code: code as number | null, said, failed }));
  return { child, gone };
}

test("the command shows what changes, at most 20 lines of a sort, and imports ten thousand flats", async () => {
  await brought();
  const rows = Array.from({ length: 10_000 }, (_, i) => `e1,1,1,x${i},${50 + (i % 100)}.25`);
  writeFileSync(join(folder, "flats.csv"), `estate,building,unit,room,area\n${rows.join("\n")}\n`);
  change(["calendars:", "flatsFile: flats.csv\ncalendars:"], ["小邬", "邬明"]);
  const expected = (last: string) => ({
    code: 0,
    failed: "",
    said: [
      "flats: 10000 new, 0 changed, 0 gone",
      ...Array.from({ length: 20 }, (_, i) => `  + e1/1-1-x${i} ${50 + i}.25 m²`),
      "  … and 9980 more new",
      "members: 0 new, 1 changed, 0 gone",
      "  ~ 小邬, wu2 of property: 小邬 → 邬明",
      last,
      "",
    ].join("\n"),
  });
  const before = await state();
  expect(await run(path, "--dry-run").gone).toEqual(expected("tried only, nothing was changed"));
  expect(await state()).toEqual(before);
  expect(await run(path).gone).toEqual(expected("imported; a running house goes by it within a minute"));
  const given = { channels: ["web"], now: NOW, dryRun: false };
  expect((await importCommunity(database.prisma, readCommunity(path), given)).changes).toEqual([]);
}, 240_000);

test("the example of README is complete: it is imported as it stands there", async () => {
  const [, example = ""] = /```yaml\n([^]*?)```/.exec(readFileSync("README.md", "utf8")) ?? [];
  writeFileSync(path, example);
  const file = readCommunity(path, readFlows(FLOWS).categories);
  const given = { channels: ["web"], now: NOW, dryRun: false };
  const { changes, defects } = await importCommunity(database.prisma, file, given);
  expect(defects).toEqual([]);
  const lines = changes.map(({ kind, line }) => `${kind}: ${line}`);
  expect(lines).toContain("flats: east/3-1-0101 130.08 m²");
  expect(lines).toContain("flats: east/1-1-601 121.4 m²");
  expect(lines).toContain(
    "calendars: desk: mon,wed 08:30-17:30; sat 09:00-12:00; the state's holidays; open 2026-11-29; closed 2026-11-30",
  );
  expect(await database.prisma.flat.count()).toBe(49);
});

test("the command refuses a wrong file with exit 2, and changes nothing", async () => {
  const before = await state();
  change(["committee: desk }", "committee: dask }"]);
  const { code, failed } = await run(path).gone;
  expect([code, failed]).toEqual([
    2,
    expect.stringMatching(/^linli: \S+demo\.yaml:\d+: members\.10\.committee: expected one of/),
  ]);
  expect(await state()).toEqual(before);
});

test("killed in the middle it has changed nothing, and the next one does all of it", async () => {
  await brought();
  const before = await state();
  change(["name: 邻里花园 }", "name: 邻里新村 }"], ["小邬", "邬明"]);
  const guard = new pg.Client({ connectionString: fresh.url });
  await guard.connect();
  await guard.query('begin; lock table "Committee" in access exclusive mode');
  const { child, gone } = run(path);
  const waiting =
    "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
  await expect.poll(async () => (await database.pool.query(waiting)).rowCount, { timeout: 100_000 }).toBe(1);
  child.kill("SIGKILL");
  await gone;
  await guard.query("rollback");
  await guard.end();
  const others =
    "select 1 from pg_stat_activity where datname = current_database() and state = 'idle in transaction'";
  await expect.poll(async () => (await database.pool.query(others)).rowCount).toBe(0);
  expect(await state()).toEqual(before);
  expect((await run(path).gone).said).toContain("estates: 0 new, 1 changed, 0 gone");
}, 240_000);
