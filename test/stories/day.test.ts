// A whole Monday of an estate's group against what a careful human expects of it.
import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, inject, test } from "vitest";
import { isOneOf, replayed, replayedOnce } from "#test/helpers/replayed.ts";
import type { Expected, Got, Out } from "#test/helpers/replayed.ts";

const DAY = "test/data/estate-day.jsonl";
const expected = JSON.parse(readFileSync("test/data/estate-day.expected.json", "utf8")) as {
  tickets: Expected[];
  chatter: string[];
};
const lines = readFileSync(DAY, "utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line) as { id?: string; text?: string; name?: string; kind?: string });

let output = "";
let tickets: Got[] = [];
let outs: Out[] = [];

beforeAll(async () => {
  ({ output, tickets, outs } = await replayedOnce(DAY, inject("adminUrl"), inject("shared")));
}, 180_000);

test("every request became one ticket, and nothing else did", () => {
  const words = (ids: string[]) => ids.map((id) => lines.find((line) => line.id === id)?.text).join(" / ");
  const known = new Set(expected.tickets.flatMap((ticket) => ticket.messages));
  const strange = tickets.filter((ticket) => !ticket.messages.some((id) => known.has(id)));
  expect(strange.map((ticket) => words(ticket.messages))).toEqual([]);
  expect(tickets).toHaveLength(expected.tickets.length);
  const kept = new Set(tickets.flatMap((ticket) => ticket.messages));
  expect(expected.chatter.filter((id) => kept.has(id)).map((id) => words([id]))).toEqual([]);
});

describe.each(expected.tickets)("request $n, $label by $reporter", (wanted) => {
  const got = (): Got => {
    const ticket = tickets[wanted.n - 1];
    if (!ticket) throw new Error(`expected ticket ${wanted.n}, got ${tickets.length} tickets`);
    return ticket;
  };

  test("is made of these messages, of this person and these neighbours", () => {
    expect([...got().messages].toSorted()).toEqual([...wanted.messages].toSorted());
    expect(got().reporter).toBe(wanted.reporter);
    expect([...got().coReporters].toSorted()).toEqual([...wanted.coReporters].toSorted());
  });

  test("is named right and lies with the right people", () => {
    const { label, committee, urgency, assignee } = got();
    expect(isOneOf(label, wanted.label), `${label}, expected ${wanted.label}`).toBe(true);
    expect(isOneOf(committee, wanted.committee), `${committee}, expected ${wanted.committee}`).toBe(true);
    expect(isOneOf(urgency, wanted.urgency), `${urgency}, expected ${wanted.urgency}`).toBe(true);
    expect(got().private).toBe(wanted.private);
    // Where nobody has taken it yet, who was asked first is the roster's business.
    if (wanted.assignee !== null) expect(assignee).toBe(wanted.assignee);
  });

  test("is at the place that was said", () => {
    for (const key of ["building", "unit", "room"] as const) {
      const value = wanted.place?.[key];
      if (value != null) expect(got().place?.[key]).toBe(value);
    }
  });

  test("ended the day where it should", () => {
    expect([got().state, got().rating]).toEqual([wanted.state, wanted.rating]);
  });
});

test("the group hears short lines without names, rooms, numbers or what was said in private", () => {
  const names = new Set(lines.flatMap((line) => (line.name ? [line.name] : [])));
  const group = outs.filter((out) => out.kind === "group");
  expect(group.length).toBeGreaterThan(20);
  for (const { text } of group) {
    expect(text.length, text).toBeLessThanOrEqual(90);
    expect(text, "a room").not.toMatch(/单元\d{3}/);
    expect(text, "a telephone number").not.toMatch(/1[3-9]\d{9}/);
    for (const name of names) expect(text, `the name ${name}`).not.toContain(name);
  }
});

test("the same file again gives the same output to the letter", async () => {
  expect((await replayed(DAY, inject("adminUrl"))).output).toBe(output);
}, 180_000);
