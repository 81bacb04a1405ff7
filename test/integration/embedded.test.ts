import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import pg from "pg";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";

const KEEP = resolve(import.meta.dirname, "../helpers/keep-embedded.ts");

let home: string;
const children: ChildProcess[] = [];

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), "linli-embedded-"));
});
afterEach(async () => {
  await Promise.all(children.splice(0).map((child) => end(child, "SIGTERM")));
  expect(serverPid()).toBeNull();
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** A process of its own that uses the embedded database until it is told to end; resolves to its URL. */
async function start(): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(process.execPath, [KEEP, home], { stdio: ["ignore", "pipe", "inherit"] });
  children.push(child);
  const [said] = (await once(child.stdout, "data")) as [Buffer];
  return { child, url: said.toString().trim() };
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.kill(signal);
  await gone;
}

/** The process number of the server that runs on the folder, or null. */
function serverPid(): number | null {
  if (!readdirSync(join(home, "postgres")).includes("postmaster.pid")) return null;
  return Number(readFileSync(join(home, "postgres/postmaster.pid"), "utf8").split("\n")[0]);
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

test("processes that start at the same moment on an empty folder share one server", async () => {
  const started = await Promise.all([start(), start(), start()]);
  expect(new Set(started.map(({ url }) => url)).size).toBe(1);
});

test("the first to leave leaves the server to the other", async () => {
  const [one, two] = [await start(), await start()];
  await end(one.child, "SIGTERM");
  expect(await ask(two.url, "select 1 as answer")).toEqual([{ answer: 1 }]);
});

test("a server whose process was killed is joined, keeps what it was told, and is stopped at last", async () => {
  const killed = await start();
  await ask(killed.url, "create table kept as select 7 as seven");
  const pid = serverPid();
  await end(killed.child, "SIGKILL");
  expect(serverPid()).toBe(pid);
  const next = await start();
  expect(serverPid()).toBe(pid);
  expect(await ask(next.url, "select seven from kept")).toEqual([{ seven: 7 }]);
});

test("a start after process and server were both killed recovers", async () => {
  const killed = await start();
  const pid = serverPid()!;
  process.kill(pid, "SIGKILL");
  await end(killed.child, "SIGKILL");
  const next = await start();
  expect(serverPid()).not.toBe(pid);
  expect(await ask(next.url, "select seven from kept")).toEqual([{ seven: 7 }]);
});

test("the server is on loopback only, sorts by code point and never gives up durability", async () => {
  const { url } = await start();
  const found = await ask(
    url,
    `select current_setting('listen_addresses') as listen, current_setting('fsync') as fsync,
            current_setting('synchronous_commit') as commit, 'Ä' > 'Z' as by_code, lower('Ä') as lower`,
  );
  expect(found).toEqual([{ listen: "127.0.0.1", fsync: "on", commit: "on", by_code: true, lower: "ä" }]);
  const wrong = url.replace(/:[^:@]+@/, ":wrong@");
  await expect(ask(wrong, "select 1")).rejects.toThrow("password authentication failed");
});

test("the password is for its owner alone", () => {
  expect(statSync(join(home, "postgres-password")).mode & 0o777).toBe(0o600);
});
