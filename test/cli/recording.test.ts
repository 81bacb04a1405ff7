import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readRecording } from "#src/cli/recording.ts";

const AT = "2026-11-23T09:00:00+08:00";
const MESSAGE = { at: AT, chat: "g1", kind: "group", from: "zhang", name: "张", id: "m1", text: "电梯坏了" };
const EDIT = { at: AT, chat: "g1", from: "zhang", id: "m1", edit: "3栋电梯坏了" };
const RECALL = { at: AT, chat: "g1", from: "zhang", recall: "m1" };

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "linli-recording-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function read(...lines: object[]) {
  const path = join(folder, "day.jsonl");
  writeFileSync(path, lines.map((line) => JSON.stringify(line)).join("\n"));
  return readRecording(path);
}

test("messages, presses, edits, recalls and ticks are told apart; a message may be edited and recalled", () => {
  const press = { at: AT, chat: "zhang", from: "zhang", press: "已解决" };
  const lines = read(MESSAGE, EDIT, { ...EDIT, mention: true }, press, RECALL, { at: AT, tick: true });
  expect(lines.map(({ type }) => type)).toEqual(["message", "edit", "edit", "press", "recall", "tick"]);
});

test.each([
  ["an edit without the id", { ...EDIT, id: undefined }, /line 2: id: .*expected string/],
  ["an edit that is no text", { ...EDIT, edit: 7 }, /line 2: edit: .*expected string/],
  ["an edit with a text beside it", { ...EDIT, text: "x" }, /line 2: text: /],
  ["an edit by nobody", { ...EDIT, from: "" }, /line 2: from: /],
  ["a recall of nothing", { ...RECALL, recall: "" }, /line 2: recall: /],
  ["a recall with a name", { ...RECALL, name: "张" }, /line 2: name: /],
  ["a recall without a time", { ...RECALL, at: "gestern" }, /line 2: at: /],
  [
    "a recall before what went before",
    { ...RECALL, at: "2026-11-23T08:59:00+08:00" },
    /line 2: at: .*earlier/,
  ],
])("%s is a defect with its line and field", (_, line, expected) => {
  expect(() => read(MESSAGE, line)).toThrow(expected);
});
