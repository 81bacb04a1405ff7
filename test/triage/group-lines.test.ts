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
  const lines = ["group-lines", "group-lines-seen", "emergencies"].flatMap(rows);
  expect(lines.length).toBeGreaterThanOrEqual(1800);
  expect(lines.filter(({ text }) => taught.has(text))).toEqual([]);
});
