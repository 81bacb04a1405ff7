import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { readFlows } from "#src/dialogue/files.ts";
import { decide } from "#src/triage/decide.ts";

const { rulebook, sentences } = readFlows("flows");

function rows(name: string): { group: string; text: string }[] {
  const groups = parse(readFileSync(`test/data/triage/${name}.yaml`, "utf8")) as Record<string, unknown[]>;
  return Object.entries(groups).flatMap(([group, texts]) =>
    texts.map((text) => ({ group, text: String(text) })),
  );
}

const requests = rows("requests");
const chatter = rows("chatter");
const emergencies = rows("emergencies");
const lookalikes = rows("lookalikes").map(({ text }) => text);

test("the tables are large enough to mean something, and none of their lines was taught", () => {
  expect(
    [requests.length, chatter.length, emergencies.length, lookalikes.length].map((size) => size >= 150),
  ).toEqual(Array.from({ length: 4 }, () => true));
  const taught = new Set(sentences.map(({ text }) => text));
  expect([...requests, ...chatter, ...emergencies].filter(({ text }) => taught.has(text))).toEqual([]);
});

test("at least 98 of 100 requests are heard, and 97 of 100 in their category", () => {
  const heard = requests.filter(({ text }) => decide(text, rulebook).request);
  const wrong = requests.filter(
    ({ group, text }) => !group.split("|").includes(decide(text, rulebook).label),
  );
  expect(heard.length / requests.length).toBeGreaterThanOrEqual(0.98);
  expect(wrong.length / requests.length, wrong.map(({ text }) => text).join("\n")).toBeLessThanOrEqual(0.03);
});

test("at most 1 of 100 hard lines of chatter is taken for a request", () => {
  const wrong = chatter.filter(({ text }) => decide(text, rulebook).request).map(({ text }) => text);
  expect(wrong.length / chatter.length, wrong.join("\n")).toBeLessThanOrEqual(0.01);
});

test("at least 99 of 100 emergencies are heard, however slyly told", () => {
  const missed = emergencies
    .filter(({ text }) => decide(text, rulebook).emergency === null)
    .map(({ text }) => text);
  expect(missed.length / emergencies.length, missed.join("\n")).toBeLessThanOrEqual(0.01);
});

test("an emergency is heard as its kind", () => {
  const known = emergencies.filter(({ group }) => group !== "any");
  const wrong = known.filter(
    ({ group, text }) => !group.split("|").includes(decide(text, rulebook).emergency?.kind ?? ""),
  );
  expect(wrong.length / known.length, wrong.map(({ text }) => text).join("\n")).toBeLessThanOrEqual(0.02);
});

test("what only sounds like danger raises no alarm", () => {
  const alarms = lookalikes.filter((text) => decide(text, rulebook).emergency !== null);
  expect(alarms).toEqual([]);
});
