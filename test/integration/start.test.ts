// `npm start` as a newcomer meets it: a copy of the tree with nothing installed.
import { execFileSync, spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

const clone = mkdtempSync(join(tmpdir(), "linli-start-"));
const started: ChildProcess[] = [];
const made = [clone];

beforeAll(() => {
  const files = execFileSync("git", ["ls-files", "-co", "--exclude-standard"], { encoding: "utf8" }).split(
    "\n",
  );
  for (const file of files.filter((name) => name !== "" && existsSync(name))) cpSync(file, join(clone, file));
});
afterAll(() => {
  for (const child of started) signal(child, "SIGKILL");
  for (const folder of made) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

/** The operator's own Node and nothing of ours. */
function environment(): NodeJS.ProcessEnv {
  const path = (process.env["PATH"] ?? "")
    .split(delimiter)
    .filter((entry) => !entry.includes("node_modules"));
  const { NODE_OPTIONS: _, DATABASE_URL: __, REDIS_URL: ___, ...rest } = process.env;
  return { ...rest, PATH: path.join(delimiter), PORT: "0" };
}

/** A terminal's Ctrl-C goes to the whole group. */
function signal(child: ChildProcess, name: NodeJS.Signals): void {
  try {
    if (child.pid) process.kill(-child.pid, name);
  } catch {
    // Gone already.
  }
}

async function start(): Promise<{
  child: ChildProcess;
  said(): string;
  gone: Promise<unknown[]>;
  address: string | null;
}> {
  const child = spawn("npm", ["start"], {
    cwd: clone,
    env: environment(),
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  started.push(child);
  let said = "";
  const gone = once(child, "close");
  const address = await new Promise<string | null>((resolve) => {
    const read = (chunk: unknown) => {
      said += String(chunk);
      const found = /ready: open (http:\S+)/.exec(said)?.[1];
      if (found) resolve(found);
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
    void gone.then(() => resolve(null));
  });
  return { child, said: () => said, gone, address };
}

test("npm start prepares a fresh clone, serves the chat, refuses a second, stops cleanly, and starts again", async () => {
  const first = await start();
  expect(first.address, first.said()).not.toBeNull();
  expect(await (await fetch(first.address ?? "")).text()).toContain("邻里");
  expect((await fetch(`${first.address}/readyz`)).status).toBe(200);

  const second = await start();
  expect(second.address).toBeNull();
  expect(second.said()).toContain(`already running (${first.address})`);
  expect((await second.gone)[0]).toBe(1);

  signal(first.child, "SIGINT");
  expect((await first.gone)[0], first.said()).toBe(0);
  const outside = /the database is kept in (\S+):/.exec(first.said())?.[1];
  const folders = [clone, ...(outside ? [outside] : [])];
  if (outside) made.push(outside);
  expect(processesIn(folders)).toEqual([]);

  const third = await start();
  expect(third.address, third.said()).not.toBeNull();
  expect(third.said()).not.toMatch(/npm ci|installing|applied/);
  signal(third.child, "SIGINT");
  await third.gone;
  expect(processesIn(folders)).toEqual([]);
}, 420_000);

test("wrong settings stop it at once, all of them named", async () => {
  const child = spawn("npm", ["start"], {
    cwd: clone,
    env: { ...environment(), PORT: "x", LOG_LEVEL: "loud" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  child.stderr.on("data", (chunk) => (said += String(chunk)));
  const [code] = await once(child, "close");
  expect(code).toBe(2);
  expect(said).toMatch(/PORT: expected[^\n]*\nLOG_LEVEL: expected/);
}, 60_000);

function processesIn(folders: string[]): string[] {
  const all = execFileSync("ps", ["-eo", "pid,args"], { encoding: "utf8" }).split("\n");
  return all.filter((line) => folders.some((folder) => line.includes(folder)));
}
