import { globSync, readFileSync } from "node:fs";
import { basename, dirname, join, normalize } from "node:path";
import { expect, test } from "vitest";

const ROOMS =
  "channels intake triage dialogue tickets routing desk followups delivery workbench corridor".split(" ");
const FRONT = /^(main|cli|config|serve|wire.*)\.ts$|^cli\//;
const VENDOR = /^(prisma|telegram|wechat|web|replay|openai|bullmq)(-.*)?\.ts$/;
const IMPURE = /node:fs|process\.env|Date\.now\(|new Date\(\)|Math\.random|\bconsole\./;
const MAY_ASK = new Set([
  "clock.ts",
  "log.ts",
  "dialogue/files.ts",
  "dialogue/examples.ts",
  "dialogue/model.ts",
]);

const files = globSync("**/*.ts", { cwd: "src" }).map((file) => file.replaceAll("\\", "/"));
const lines = files.flatMap((file) =>
  readFileSync(join("src", file), "utf8")
    .split("\n")
    .map((text, index) => ({ file, text, at: `src/${file}:${index + 1}: ${text.trim()}` })),
);
const isVendor = (file: string) => file.includes("/") && VENDOR.test(basename(file));
const roomOf = (file: string) => ROOMS.indexOf(dirname(file));

/** Whether `file` may import `target`, both as paths under src/. */
function mayLookAt(file: string, target: string): boolean {
  if (FRONT.test(file)) return true;
  if (FRONT.test(target)) return false;
  if (dirname(file) === dirname(target)) return isVendor(file) || !isVendor(target);
  if (target.startsWith("database/")) return isVendor(file);
  if (!target.includes("/")) return true;
  return !isVendor(target) && roomOf(target) >= 0 && roomOf(target) < roomOf(file);
}

test("every room looks only to its left, and only the front doors know vendors", () => {
  const offences = lines.filter(({ file, text }) => {
    const [, path] = /(?:from|import\(?) ?"((?:#src|\.{1,2})\/[^"]+)"/.exec(text) ?? [];
    if (path === undefined) return false;
    const target = path.startsWith("#src/") ? path.slice(5) : normalize(join(dirname(file), path));
    const isOutside = path.startsWith(".") && dirname(target) !== dirname(file);
    return isOutside || !mayLookAt(file, target);
  });
  expect(offences.map(({ at }) => at)).toEqual([]);
});

test("only vendor files and the ground floor know Prisma's client", () => {
  const offences = lines.filter(
    ({ file, text }) =>
      text.includes('"#prisma/') && !isVendor(file) && !FRONT.test(file) && !file.startsWith("database/"),
  );
  expect(offences.map(({ at }) => at)).toEqual([]);
});

test("files not named for a vendor are pure", () => {
  const offences = lines.filter(
    ({ file, text }) =>
      IMPURE.test(text) &&
      !isVendor(file) &&
      !MAY_ASK.has(file) &&
      !FRONT.test(file) &&
      !file.startsWith("database/"),
  );
  expect(offences.map(({ at }) => at)).toEqual([]);
});
