import { expect, test } from "vitest";
import { readOpinion } from "#src/triage/opinion.ts";

const NAMES = new Map([
  ["停车出行", "parking"],
  ["非诉求", "none"],
  ["加急", "urgent"],
]);
const read = (raw: string) => readOpinion(raw, NAMES);

const GOOD = { category: "property", urgency: "urgent", place: "3栋", summary: "电梯停运", confidence: 0.9 };
const OPINION = { label: "property", urgency: "urgent", place: "3栋", summary: "电梯停运", confidence: 0.9 };
const json = (change: Record<string, unknown> = {}) => JSON.stringify({ ...GOOD, ...change });
const other = json({ category: "safety" });

test.each([
  ["plain", json()],
  ["with line breaks and spaces", JSON.stringify(GOOD, null, 4)],
  ["fenced", "```json\n" + json() + "\n```"],
  ["fenced without an end", "```\n" + json()],
  ["with text around it", `好的，分析如下：\n${json()}\n希望有帮助 {谢谢}`],
  ["after thoughts", `<think>也许是 ${other}？</think>\n${json()}`],
  ["after thoughts that were cut off at the beginning", `也许是 ${other}</think>${json()}`],
  ["with a trailing comma", json().replace("}", ",}")],
  ["with a trailing comma and a line break", json().replace("}", " ,\n}")],
  [
    "with keys nobody asked for",
    json({ reason: "电梯", alternatives: [GOOD, { ...GOOD, category: "aid" }] }),
  ],
  ["inside another object", `{"result": ${json()}, "ok": true}`],
  ["the last of several", `${other}\n${json()}`],
  ["the last good one of several", `${json()}\n${json({ category: "weather" })} {"a": 1}`],
  ["after one that does not end", `${other.slice(0, -1)}\n${json()}`],
  ["with braces and quotes in its words", json({ reason: '}{"category":"aid' })],
  ["in capitals", json({ category: "PROPERTY", urgency: " Urgent " })],
  ["with urgency in Chinese", json({ urgency: "加急" })],
  ["with a byte order mark", `\ufeff${json()}`],
])("an answer is understood: %s", (_, raw) => {
  expect(read(raw)).toEqual(OPINION);
});

test.each([
  ["nothing", ""],
  ["blank", " \n"],
  ["a page", "<!doctype html><html><body>502 Bad Gateway</body></html>"],
  ["prose", "这是物业的问题"],
  ["a category there is none of", json({ category: "weather" })],
  ["several categories at once", json({ category: "property|safety" })],
  ["an urgency there is none of", json({ urgency: "asap" })],
  ["no urgency", json({ urgency: undefined })],
  ["a category that is no word", json({ category: ["property"] })],
  ["no object", '["property","urgent"]'],
  ["thoughts without an answer", `<think>${json()}`],
  ["an end in the middle of the category", '{"category": "prop'],
  ["an end in the middle of the urgency", '{"category": "property", "urgency": "urgen'],
  ["a confidence beyond all", json({ confidence: 500 })],
  ["a negative confidence", json({ confidence: -1 })],
  ["a confidence in words", json({ confidence: "high" })],
  ["single quotes", json().replaceAll('"', "'")],
])("an answer is not understood: %s", (_, raw) => {
  expect(read(raw)).toBeNull();
});

test.each([
  [0.9, 0.9],
  ["0.9", 0.9],
  ["90%", 0.9],
  [90, 0.9],
  [1, 1],
  ["100 %", 1],
  ["1%", 0.01],
  [0, 0],
  [null, 0.5],
])("confidence %j counts as %d", (given, expected) => {
  expect(read(json({ confidence: given }))?.confidence).toBe(expected);
});

test.each([
  ["停车出行", "parking"],
  [" 非诉求 ", "none"],
])("category %j is %s", (given, expected) => {
  expect(read(json({ category: given }))?.label).toBe(expected);
});

test.each([
  ["3栋", "3栋"],
  ["", null],
  ["null", null],
  ["无", null],
  [null, null],
  [3, null],
  ["东门\n\n旁", "东门 旁"],
  ["很".repeat(99), "很".repeat(40)],
])("place %j is %j", (given, expected) => {
  expect(read(json({ place: given }))?.place).toBe(expected);
});

test("a broken end loses what is not whole, and no more", () => {
  const cut = json().slice(0, json().indexOf("停运"));
  expect(read(cut)).toEqual({ ...OPINION, summary: "", confidence: 0.5 });
  expect(read(json().slice(0, -3))).toEqual({ ...OPINION, confidence: 0.5 });
});

test("a summary is one line of at most 30 characters, an emoji being one", () => {
  expect(read(json({ summary: `a\n\u202eb${"🙏".repeat(40)}` }))?.summary).toBe(`a b${"🙏".repeat(27)}`);
});

const FILLERS = ['{"', "{ ", '{"a":', "{[", '"', "\\", '{"category":"property",', "<think>", "}{", ", } "];

// A reader that looks at every pair of signs would not come to an end before the test's time is up.
test.each(FILLERS)("4 MB of %j are read at once, and the answer after them found", (filler) => {
  const junk = filler.repeat(4_000_000 / filler.length);
  expect(read(junk)).toBeNull();
  expect(read(`${junk}</think>\n${json()}`)).toEqual(OPINION);
});
