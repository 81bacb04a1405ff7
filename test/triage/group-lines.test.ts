// Lines written apart from the rules and the example sentences, by people who had not seen them: floors, so that what
// has been reached is not lost unnoticed. `linli eval` prints the figures.
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { readFlows } from "#src/dialogue/files.ts";
import { decide } from "#src/triage/decide.ts";
import { measure } from "#src/triage/measure.ts";

const { rulebook, sentences } = readFlows("flows");

type Row = { text: string; label: string; urgency?: string };
const rows = (file: string): Row[] =>
  readFileSync(`test/data/${file}.jsonl`, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Row);
const judged = (file: string) =>
  rows(file).map(({ text, label }) => {
    const { label: got, confidence, grade, chance } = decide(text, rulebook);
    return { labels: label.split("|"), got, confidence, certain: grade === "certain", chance };
  });

test("none of the lines to measure on is an example sentence", () => {
  const taught = new Set(sentences.map(({ text }) => text));
  const lines = [
    "group-lines",
    "group-lines-seen",
    "group-lines-fresh",
    "emergencies",
    "emergencies-fresh",
  ].flatMap(rows);
  expect(lines.length).toBeGreaterThanOrEqual(3000);
  expect(lines.filter(({ text }) => taught.has(text))).toEqual([]);
});

test.each([
  ["group-lines", 0.9, 0.96],
  ["group-lines-seen", 0.92, 0.955],
  ["group-lines-fresh", 0.93, 0.965],
])("of %s at least so many are heard, and named right", (file, f1, recall) => {
  const figures = measure(judged(file));
  expect(figures.macroF1).toBeGreaterThanOrEqual(f1);
  expect(figures.requestRecall).toBeGreaterThanOrEqual(recall);
});

test.each([
  ["group-lines", 10],
  ["group-lines-seen", 12],
  ["group-lines-fresh", 12],
])("of 1,000 lines of %s that ask nothing at most so many become a ticket unasked", (file, most) => {
  expect(measure(judged(file)).falseTickets).toBeLessThanOrEqual(most);
});

test.each([
  ["emergencies", 0.99, 0.02],
  ["emergencies-fresh", 0.97, 0.04],
])(
  "of %s at least so many dangers ring the alarm, and at most so many look-alikes",
  (file, dangers, others) => {
    const share = (real: boolean) => {
      const list = rows(file).filter(({ urgency }) => (urgency === "emergency") === real);
      return list.filter(({ text }) => decide(text, rulebook).emergency !== null).length / list.length;
    };
    expect(share(true)).toBeGreaterThanOrEqual(dangers);
    expect(share(false)).toBeLessThanOrEqual(others);
  },
);

test("a danger that does not ring is offered the button in all but few cases", () => {
  const missed = rows("emergencies").filter(({ text, urgency }) => {
    const { emergency, request, suspect } = decide(text, rulebook);
    return urgency === "emergency" && !emergency && !(request && suspect);
  });
  expect(missed.length / 240).toBeLessThanOrEqual(0.005);
});

test("the plainest words of every day are certain", () => {
  const plain = [
    "停水了",
    "我们这栋停电了",
    "电梯坏了",
    "路灯不亮",
    "车位被占了",
    "垃圾没人收",
    "想办居住证",
    "低保怎么申请",
  ];
  expect(plain.filter((text) => decide(text, rulebook).grade !== "certain")).toEqual([]);
  const thanks = ["来水了", "电梯修好了", "谢谢师傅", "收到", "哈哈哈", "早上好"];
  expect(thanks.filter((text) => decide(text, rulebook).grade !== "none")).toEqual([]);
});
