import { expect, test } from "vitest";
import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { atPlace, byWhen, placeName, say } from "#src/dialogue/say.ts";
import { ask, openQuestion, step } from "#src/dialogue/step.ts";
import { Texts } from "#src/dialogue/texts.ts";
import { readVerdict } from "#src/dialogue/verdict.ts";

const raw = parse(readFileSync("flows/texts.yaml", "utf8")) as Record<string, unknown>;
const texts = Texts.parse(raw);
const NOW = new Date("2026-11-23T23:30:00+08:00");

test("a text is filled in, and what is filled in is never read as a text", () => {
  expect(say(texts, "not_found", { code: "{code}$&" })).toBe("没有找到您能看的工单 {code}$&。");
});

test.each([
  ["a word that is never filled in", { added: "补充到 {kode} 了" }, /added/],
  ["an empty text", { added: "" }, /added/],
  ["a text nobody says", { addded: "x" }, /addded/],
])("%s is refused, naming the text", (_, change, expected) => {
  const parsed = Texts.safeParse({ ...raw, ...change });
  expect(parsed.success).toBe(false);
  expect(JSON.stringify(parsed.error?.issues)).toMatch(expected);
});

test.each([
  ["2026-11-23T23:45:00+08:00", "今天23:45前"],
  ["2026-11-24T00:05:00+08:00", "明天0:05前"],
  ["2026-11-25T17:30:00+08:00", "11月25日17:30前"],
  ["2027-01-01T08:00:00+08:00", "1月1日8:00前"],
])("%s is said as %s", (limit, expected) => {
  expect(byWhen(new Date(limit), NOW)).toBe(expected);
});

test("a group hears the stairs, never the room; the member hears both", () => {
  const place = { building: "3", unit: "2", room: "501", spot: null };
  expect([atPlace(place), placeName(place, "public"), placeName(place, "full")]).toEqual([
    "(3栋2单元)",
    "3栋2单元",
    "3栋2单元501",
  ]);
  expect([
    atPlace(null),
    placeName({ ...place, building: null, unit: null, room: null, spot: "东门" }, "public"),
  ]).toEqual(["", "东门"]);
});

const HERE = { building: "3", unit: null, room: null, spot: null };
const PLAIN = { place: null, elsewhere: false, emergency: false, thanks: false };
test.each([
  [
    "a place answers the question for one",
    "place",
    { text: "3栋", place: HERE },
    { do: "place", place: HERE },
  ],
  ["other words are kept with the ticket", "place", { text: "就是那里啊" }, { do: "add" }],
  [
    "another matter is heard as one, however short",
    "place",
    { text: "8栋水管爆了", place: HERE, elsewhere: true },
    { do: "other" },
  ],
  ["an emergency is never an answer", "result", { text: "着火了", emergency: true }, { do: "other" }],
  ["thanks are no answer", "more", { text: "好的谢谢", thanks: true }, { do: "other" }],
  [
    "the words after 办结 are the result",
    "result",
    { text: " 修好了 " },
    { do: "verb", verb: "report", text: "修好了" },
  ],
  [
    "the words after 进展 are the progress",
    "progress",
    { text: "配件明天到" },
    { do: "verb", verb: "progress", text: "配件明天到" },
  ],
  ["a tap by mistake can be taken back", "result", { text: "按错了" }, { do: "cancel" }],
  ["a reason is needed to give a ticket back", "return_reason", { text: "" }, { do: "other" }],
] as const)("%s", (_, kind, answer, expected) => {
  expect(step(ask(kind, 1, NOW), { ...PLAIN, ...answer })).toEqual(expected);
});

test("a question nobody answered is closed after its time, and rubbish in the store is none", () => {
  const after = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000);
  const place = ask("place", 7, NOW);
  expect(openQuestion(place, after(119))).toEqual(place);
  expect(openQuestion(place, after(120))).toBeNull();
  expect(openQuestion(ask("result", 7, NOW), after(15))).toBeNull();
  expect(openQuestion({ kind: "password" }, NOW)).toBeNull();
});

test.each([
  ["解决了", { deed: "confirm", text: "" }],
  ["好了好了,谢谢师傅", { deed: "confirm", text: "" }],
  ["没有,还是老样子", { deed: "dispute", text: "没有,还是老样子", plain: true }],
  ["还是刷不开", { deed: "dispute", text: "还是刷不开" }],
  ["５分", { deed: "rate", text: "5" }],
  ["没事了我再看看别的", null],
  ["6", null],
  ["在吗", null],
])("asked whether it is solved, %s is understood", (text, expected) => {
  expect(readVerdict(text)).toEqual(expected);
});
