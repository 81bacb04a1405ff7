// Lines written apart from the flows by somebody who had not seen them, then looked at once: a floor, not a figure to quote.
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { readFlows } from "#src/dialogue/files.ts";
import { decide } from "#src/triage/decide.ts";

const { rulebook } = readFlows("flows");
const lines = readFileSync("test/data/group-lines.jsonl", "utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line) as { text: string; label: string });
const judged = lines.map(({ text, label }) => ({ label, got: decide(text, rulebook).label, text }));

test("of 144 requests at least 97 % are heard and named right", () => {
  const requests = judged.filter(({ label }) => label !== "none");
  const right = requests.filter(({ label, got }) => label.split("|").includes(got));
  expect(right.length / requests.length).toBeGreaterThanOrEqual(0.97);
});

test("of 176 lines of chatter at most one makes a ticket", () => {
  const wrong = judged.filter(({ label, got }) => label === "none" && got !== "none");
  expect(wrong.length, wrong.map(({ text }) => text).join("\n")).toBeLessThanOrEqual(1);
});
