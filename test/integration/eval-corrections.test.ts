import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openDatabase } from "#src/database/client.ts";
import type { Database } from "#src/database/client.ts";
import { prismaStore } from "#src/wire.ts";
import { testDatabase } from "#test/helpers/database.ts";

let database: Database;
let url: string;
let drop: () => Promise<void>;
let folder: string;

beforeAll(async () => {
  ({ url, drop } = await testDatabase());
  database = openDatabase(url);
  folder = mkdtempSync(join(tmpdir(), "linli-eval-"));
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await database.close();
  await drop();
});

const run = (...args: string[]) =>
  new Promise<{ code: number | string; out: string; err: string }>((resolve) => {
    const env = { ...process.env, DATABASE_URL: url };
    execFile(process.execPath, ["src/cli.ts", "eval", ...args], { env }, (error, out, err) =>
      resolve({ code: error?.code ?? 0, out, err }),
    );
  });

test("a house without corrections says so in one line", async () => {
  const { code, out } = await run("--corrections");
  expect([code, out]).toEqual([0, "no corrections are kept yet\n"]);
});

test("those that are kept are judged like any labelled lines, and written for linli train", async () => {
  const wrong = { at: new Date(), ticketId: null, source: "card" } as const;
  await prismaStore(database.prisma).transaction(async ({ corrections }) => {
    await corrections.record({ ...wrong, fromLabel: "parking", toLabel: "property", text: "电梯坏了" });
    await corrections.record({ ...wrong, fromLabel: "safety", toLabel: "none", text: "电梯坏了" });
  });
  const file = join(folder, "cases.jsonl");
  const { code, out } = await run("--corrections", "--json", "--out", file);
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({
    lines: 2,
    accuracy: 0.5,
    confusions: [{ label: "none", got: "property", lines: 1 }],
  });
  const written = readFileSync(file, "utf8");
  expect(written).toBe('{"text":"电梯坏了","label":"property"}\n{"text":"电梯坏了","label":"none"}\n');
  expect((await run(file, "--json")).out).toContain('"accuracy":0.5');
});

test.each([
  [["--corrections", "lines.jsonl"], "expected one FILE, or --corrections"],
  [[], "expected one FILE, or --corrections"],
  [["lines.jsonl", "--out", "x"], "--out: expected together with --corrections"],
  [["--corrections", "--out", "/no/such/folder/x"], "/no/such/folder/x: expected a writable file"],
])("%j is refused with one clear line", async (args, message) => {
  const { code, out, err } = await run(...args);
  expect([code, out]).toEqual([2, ""]);
  expect(err).toContain(message);
});
