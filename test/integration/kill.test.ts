// The program is killed (SIGKILL) in the middle of a day, again and again, and started anew.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { openDatabase } from "#src/database/client.ts";
import { withName } from "#src/database/engine.ts";
import { dropDatabase } from "#src/database/template.ts";

const KILLS = 5;
const LINES = 150;
const folder = mkdtempSync(join(tmpdir(), "linli-kill-"));
const recording = join(folder, "morning.jsonl");
const names = ["whole", "killed"].map((name) => `${name}_${process.pid}`);
const [whole = "", killed = ""] = names;

beforeAll(() => {
  const lines = readFileSync("test/data/estate-day.jsonl", "utf8").split("\n").slice(0, LINES);
  writeFileSync(recording, lines.join("\n"));
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  for (const name of names) await dropDatabase(inject("adminUrl"), `linli_keep_${name}`);
});

/** Plays the morning into the kept database; killed after `ms` if given. Returns what it printed. */
async function play(name: string, ms?: number): Promise<string> {
  const child = spawn(
    process.execPath,
    ["--no-deprecation", "src/cli.ts", "replay", recording, "--json", "--keep", name],
    {
      env: { ...process.env, DATABASE_URL: inject("adminUrl"), LOG_LEVEL: "fatal" },
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  let said = "";
  let failed = "";
  child.stdout.on("data", (chunk) => (said += String(chunk)));
  child.stderr.on("data", (chunk) => (failed += String(chunk)));
  const gone = once(child, "close");
  if (ms !== undefined) {
    await Promise.race([pause(ms), gone]);
    child.kill("SIGKILL");
  }
  await gone;
  if (ms === undefined) expect(failed).toBe("");
  return said;
}

/**
 * The tickets it printed, each called by its place in the day: a ticket whose transaction died has used up its code,
 * so that the next one's differs.
 */
function ticketLines(said: string): string[] {
  const lines = said.split("\n").filter((line) => line.startsWith('{"t":"ticket"'));
  return lines.map((line, index) => line.replace(/"code":"\w+"/, `"code":"T${index + 1}"`));
}

/** Who is asked beside the first reporter is drawn by numbers of rows, and a life that ends leaves numbers out. */
const ASKED = /您那边(?:解决了吗\?|要是还没好,回我一句「没解决」就行。)/u;

/** Everything said, by chat, in the order in which it was said there. */
async function transcript(name: string): Promise<string[]> {
  const { prisma, close } = openDatabase(withName(inject("adminUrl"), `linli_keep_${name}`));
  const rows = await prisma.outbound.findMany({
    include: { chat: true },
    orderBy: [{ chat: { externalId: "asc" } }, { id: "asc" }],
  });
  expect(rows.filter((row) => row.state !== "sent")).toEqual([]);
  const codes = (await prisma.ticket.findMany({ orderBy: { id: "asc" } })).map(({ code }) => code);
  await close();
  const called = (text: string) => text.replace(/[A-Z]\d{4}/g, (code) => `T${codes.indexOf(code) + 1}`);
  return rows.map((row) => `${row.chat?.externalId}: ${called(row.text).replace(ASKED, "您那边…")}`);
}

test("a day with kills has the same tickets, events and messages as a day without", async () => {
  const from = performance.now();
  const expected = ticketLines(await play(whole));
  const took = performance.now() - from;
  expect(expected.length).toBeGreaterThan(5);
  const seen: number[] = [];
  for (let kill = 0; kill < KILLS; kill += 1) {
    // Each life lasts a little longer than the last, to die at another place.
    const said = await play(killed, took * (0.35 + 0.13 * kill));
    seen.push(said.split("\n").length);
  }
  const actual = ticketLines(await play(killed));
  expect(
    seen.some((lines) => lines > 1),
    "at least one life had begun to talk",
  ).toBe(true);
  expect(actual).toEqual(expected);
  expect(await transcript(killed)).toEqual(await transcript(whole));
}, 240_000);
