// What `npm test` runs: sees to the programs that tests need, runs vitest, ends with one line of figures.
import { spawnSync } from "node:child_process";
import { existsSync, globSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import { parseCLI, startVitest, type TestCase, type TestModule, type Vitest } from "vitest/node";

const ROOT = resolve(import.meta.dirname, "..");

/** What the tests need beside npm's packages, by the Debian package it comes in. */
const NEEDED: Record<string, () => boolean> = {
  "redis-server": () => isProgram("redis-server"),
  chromium: () => isProgram("chromium"),
  "fonts-noto-cjk": () => globSync("/usr/share/fonts/**/*CJK*").length > 0,
};

type Figures = { passed: number; failed: number; skipped: number };

const missing = [...install(missingPackages()), ...installWechat()];
if (missing.length > 0) {
  process.stderr.write(`npm test needs ${missing.join(", ")}: install them\n`);
  finish({ passed: 0, failed: 1, skipped: 0 });
} else {
  const { filter, options } = parseCLI(["vitest", "run", ...process.argv.slice(2)]);
  const config = join(ROOT, "test/vitest.config.ts");
  // The program is started dozens of times: its code is compiled once.
  process.env["NODE_COMPILE_CACHE"] ??= join(ROOT, "node_modules/.cache/linli-tests");
  const vitest = await startVitest("test", filter, {
    ...options,
    config,
    watch: false,
    passWithNoTests: true,
  });
  const figures = count(vitest);
  await vitest.close();
  finish(figures);
}

function missingPackages(): string[] {
  return Object.keys(NEEDED).filter((name) => !NEEDED[name]?.());
}

/** Installs what is missing where we may, and returns what is missing still. */
function install(names: string[]): string[] {
  if (names.length === 0 || process.getuid?.() !== 0 || !isProgram("apt-get")) return names;
  process.stderr.write(`installing ${names.join(", ")} (once)\n`);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const aptGet = (...args: string[]) =>
    spawnSync("apt-get", ["-q", ...args], { stdio: ["ignore", 2, 2], env });
  aptGet("update");
  aptGet("install", "--yes", "--no-install-recommends", ...names);
  return missingPackages();
}

/** WeChat's packages are not in a plain install; its tests need them. Returns the folder when they are not there afterwards. */
function installWechat(): string[] {
  const folder = join(ROOT, "wechat");
  const stamp = join(folder, "node_modules/.linli-installed");
  const lock = readFileSync(join(folder, "package-lock.json"), "utf8");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === lock) return [];
  process.stderr.write("installing what wechat/package-lock.json names (once, about a minute)\n");
  const how = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  const own = process.env["npm_execpath"];
  const [file, first] = own?.endsWith(".js") ? [process.execPath, [own]] : ["npm", []];
  const { status } = spawnSync(file, [...first, ...how], { cwd: folder, stdio: ["ignore", 2, 2] });
  if (status !== 0) return ["the packages of wechat/"];
  writeFileSync(stamp, lock);
  return [];
}

function isProgram(name: string): boolean {
  return (process.env["PATH"] ?? "").split(delimiter).some((folder) => existsSync(join(folder, name)));
}

/** A file that does not load and an error outside of every test count as one failure each. */
function count(vitest: Vitest): Figures {
  const modules: TestModule[] = vitest.state.getTestModules();
  const tests: TestCase[] = modules.flatMap((module) => [...module.children.allTests()]);
  const of = (state: string) => tests.filter((one) => one.result().state === state).length;
  const broken = modules.filter((module) => module.errors().length > 0).length;
  const suites = modules.flatMap((module) => [...module.children.allSuites()]);
  const brokenSuites = suites.filter((suite) => suite.errors().length > 0).length;
  const unhandled = vitest.state.getUnhandledErrors().length;
  const unrun = of("pending");
  return {
    passed: of("passed"),
    failed: of("failed") + broken + brokenSuites + unhandled + unrun,
    skipped: of("skipped"),
  };
}

function finish({ passed, failed, skipped }: Figures): void {
  const tail = skipped > 0 ? `, ${skipped} skipped` : "";
  process.stdout.write(`${passed} passed, ${failed} failed${tail}\n`);
  // Whatever a test forgot to close must not keep the run from ending, nor may it say anything after the line.
  process.exit(failed > 0 || passed === 0 ? 1 : 0);
}
