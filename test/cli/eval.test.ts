import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { evaluate } from "#src/cli/eval.ts";
import { trainCommand } from "#src/cli/train.ts";
import { readConfig } from "#src/config.ts";
import { AppError } from "#src/errors.ts";

let home = "";
let printed = "";
const file = (name: string, lines: unknown[] = []) => {
  const path = join(home, name);
  const text = lines.map((line) => (typeof line === "string" ? line : JSON.stringify(line))).join("\n");
  if (lines.length > 0) writeFileSync(path, text);
  return path;
};
const run = (...args: string[]) => evaluate(args, readConfig({}));

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "linli-eval-"));
  printed = "";
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    printed += String(text);
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(home, { recursive: true });
});

test("lines are judged and the figures shown, for people and for machines", async () => {
  const path = file("own.jsonl", [
    { text: "3栋电梯坏了", label: "property|safety" },
    { text: "哈哈哈", label: "none" },
    { text: "闻着像臭鸡蛋", label: "safety", urgency: "emergency" },
    { text: "联系13812345678", secrets: ["13812345678"] },
  ]);
  expect(await run(path)).toBe(0);
  expect(printed).toMatch(/lines +3\n/);
  expect(printed).toMatch(/request recall +1\.000\n/);
  expect(printed).toMatch(/emergencies heard, of 1 +1\.000\n  and offered the button 紧急 +0\.000\n/);
  expect(printed).toMatch(/secrets masked, of 1 +1\.000\n/);
  printed = "";
  expect(await run(path, "--json")).toBe(0);
  expect(JSON.parse(printed)).toMatchObject({ lines: 3, requestRecall: 1, falseTickets: 0 });
});

test("a model trained on one's own labels judges by them", async () => {
  const lines = ["香蕉", "苹果", "葡萄", "西瓜", "梨子", "桃子"].map((text) => ({
    text: `买点${text}`,
    label: "果",
  }));
  const others = ["铁锤", "扳手", "钳子", "锯子", "钉子", "螺丝"].map((text) => ({
    text: `借个${text}`,
    label: "具|x",
  }));
  const out = file("own.bin");
  expect(await trainCommand([file("train.jsonl", [...lines, ...others]), "--out", out])).toBe(0);
  expect(printed).toMatch(/^12 lines, 2 labels, \d+ KB: /);
  printed = "";
  await run(
    file("test.jsonl", [
      { text: "买点樱桃", label: "果" },
      { text: "借个梯子", label: "具" },
    ]),
    "--model",
    out,
    "--json",
  );
  expect(JSON.parse(printed)).toMatchObject({ lines: 2, accuracy: 1 });
});

test.each<[string, () => string[], RegExp]>([
  ["no file", () => [], /^eval: expected one FILE, or --corrections, see --help$/],
  [
    "a file that is not there",
    () => [join(home, "none.jsonl")],
    /none\.jsonl: expected a readable file, got ENOENT/,
  ],
  ["an empty file", () => [file("a", [""])], /a: line 1: expected \{"text","label"\}, got an empty file$/],
  [
    "an unknown label and a line that is no JSON, both named",
    () => [file("a", [{ text: "x", label: "parkng" }, "{oops"])],
    /a: line 1: label: expected one of parking, .*, none, got "parkng"\n.*a: line 2: expected one JSON object, got something else$/,
  ],
  [
    "a line without label",
    () => [file("a", [{ text: "x" }])],
    /a: line 1: label: expected a label, got nothing$/,
  ],
  [
    "another word for --llm",
    () => [file("a", [{ text: "x", label: "none" }]), "--llm", "maybe"],
    /--llm: expected on or off/,
  ],
  [
    "--llm on without a key",
    () => [file("a", [{ text: "x", label: "none" }]), "--llm", "on"],
    /expected a key in OPENAI_API_KEY/,
  ],
  [
    "a model that is none",
    () => [file("a", [{ text: "x", label: "none" }]), "--model", file("b", ["hello"])],
    /b: expected a model of linli train, got something else$/,
  ],
])("%s is one clear error", async (_, args, message) => {
  const error: unknown = await run(...args()).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(AppError);
  expect((error as AppError).code).toBe("bad_input");
  expect((error as AppError).message).toMatch(message);
  expect(printed).toBe("");
});

test("training on one label, or without a place to write to, is refused and writes nothing", async () => {
  const one = file("one.jsonl", [{ text: "x", label: "a" }]);
  await expect(trainCommand([one, "--out", file("m.bin")])).rejects.toThrow(
    /expected at least two labels, got a$/,
  );
  await expect(trainCommand([one])).rejects.toThrow(/^train: expected FILE --out MODEL/);
  const two = file("two.jsonl", [
    { text: "x", label: "a" },
    { text: "y", label: "b" },
  ]);
  await expect(trainCommand([two, "--out", join(home, "no/m.bin")])).rejects.toThrow(
    /expected a writable file, got ENOENT/,
  );
  expect(() => readFileSync(join(home, "m.bin"))).toThrow(/ENOENT/);
});
