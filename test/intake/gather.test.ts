import { expect, test } from "vitest";
import { gather } from "#src/intake/gather.ts";
import type { Judge } from "#src/intake/gather.ts";
import type { Heard } from "#src/intake/inbox.ts";
import { clean } from "#src/intake/clean.ts";

const judge: Judge = (text) => {
  const building = /(\d)栋/.exec(text)?.[1] ?? null;
  const sure = { confidence: 0.95, building, emergency: false };
  if (text.includes("电梯")) return { label: "property", matter: "电梯故障", ...sure };
  if (text.includes("水管")) return { label: "property", matter: "水管爆裂", ...sure };
  return text.includes("停车") ? { label: "parking", matter: "违停", ...sure } : null;
};

let id = 0;
const say = (seconds: number, text: string, more: Partial<Heard> = {}): Heard => ({
  id: ++id,
  externalId: `m${id}`,
  at: new Date(Date.UTC(2026, 10, 23, 1, 0, seconds)),
  gate: "fragment",
  text,
  images: [],
  replyTo: null,
  press: null,
  ...more,
});

test.each<[string, Heard[], string[]]>([
  [
    "pieces of one matter are one",
    [say(0, "电梯又坏了"), say(10, "3栋"), say(20, "有老人下不来")],
    ["电梯又坏了\n3栋\n有老人下不来"],
  ],
  [
    "a photo before the words belongs to them",
    [say(0, "", { images: [{ ref: "a" }] }), say(5, "电梯坏了")],
    ["电梯坏了"],
  ],
  [
    "a second matter is a second piece",
    [say(0, "电梯坏了"), say(5, "还有东门乱停车")],
    ["电梯坏了", "还有东门乱停车"],
  ],
  [
    "what sounds like another category is more of the same",
    [say(0, "电梯坏了"), say(5, "停车回来只能爬楼")],
    ["电梯坏了\n停车回来只能爬楼"],
  ],
  [
    "还有 in the same matter does not begin anew",
    [say(0, "电梯坏了"), say(5, "还有电梯灯也不亮")],
    ["电梯坏了\n还有电梯灯也不亮"],
  ],
  [
    "another building is another piece",
    [say(0, "3栋电梯坏了"), say(5, "5栋电梯也坏")],
    ["3栋电梯坏了", "5栋电梯也坏"],
  ],
  ["after a long while it is something new", [say(0, "电梯坏了"), say(100, "3栋")], ["电梯坏了", "3栋"]],
  [
    "a matter of its own that names its place anew is a second piece",
    [say(0, "8栋电梯坏了"), say(5, "8栋水管爆了")],
    ["8栋电梯坏了", "8栋水管爆了"],
  ],
  [
    "a command stands alone",
    [say(0, "电梯坏了"), say(1, "/我的", { gate: "command" }), say(2, "3栋")],
    ["电梯坏了", "/我的", "3栋"],
  ],
])("%s", (_, messages, expected) => {
  expect(gather(messages, judge).map((piece) => piece.text)).toEqual(expected);
});

test("pieces count their photos", () => {
  const pieces = gather(
    [say(0, "", { images: [{ ref: "a" }, { ref: "b" }] }), say(1, "电梯", { images: [{ ref: "c" }] })],
    judge,
  );
  expect(pieces.map((piece) => piece.images)).toEqual([3]);
});

test.each([
  ["plain words stay as they are", "3栋电梯坏了\n快来", "3栋电梯坏了\n快来"],
  ["zero-width and direction marks go", "电\u200b梯\u202e坏\ufeff了", "电梯坏了"],
  ["a broken surrogate goes", "电梯\ud83d坏了", "电梯坏了"],
  ["an emoji stays", "谢谢🙏", "谢谢🙏"],
  ["NUL, which Postgres refuses, goes", "a\u0000b", "ab"],
  ["only white space is nothing", " \n\t ", ""],
])("cleaning: %s", (_, given, expected) => {
  expect(clean(given)).toBe(expected);
});

test("a text of 20,000 characters is cut, and never in the middle of an emoji", () => {
  const cut = clean("🙏".repeat(10_000) + "电".repeat(10_000));
  expect(cut.length).toBeLessThanOrEqual(4000);
  expect(cut.isWellFormed()).toBe(true);
  expect(clean(`a${"🙏".repeat(10_000)}`).isWellFormed()).toBe(true);
});
