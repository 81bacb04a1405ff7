// A whole Monday of an estate's group against what a careful human expects of it.
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { beforeAll, describe, expect, inject, test } from "vitest";

type Place = { building: string | null; unit: string | null; room: string | null } | null;
type Expected = {
  n: number;
  label: string;
  committee: string;
  urgency: string;
  private: boolean;
  reporter: string;
  coReporters: string[];
  place: Place;
  messages: string[];
  state: string;
  rating: number | null;
  assignee: string | null;
};
type Got = Omit<Expected, "n"> & { t: "ticket"; code: string };

const DAY = "test/data/estate-day.jsonl";
const expected = JSON.parse(readFileSync("test/data/estate-day.expected.json", "utf8")) as {
  tickets: Expected[];
  chatter: string[];
};
const lines = readFileSync(DAY, "utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line) as { id?: string; text?: string; name?: string; kind?: string });

async function replay(): Promise<string> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["--no-deprecation", "src/cli.ts", "replay", DAY, "--json"],
    { env: { ...process.env, DATABASE_URL: inject("adminUrl") }, maxBuffer: 64 * 1024 * 1024 },
  );
  return stdout;
}

let output = "";
let tickets: Got[] = [];
let outs: { chat: string; kind: string; to: string | null; text: string; buttons: string[] }[] = [];

beforeAll(async () => {
  output = await replay();
  const all = output
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as { t: string });
  tickets = all.filter((line) => line.t === "ticket") as unknown as Got[];
  outs = all.filter((line) => line.t === "out") as unknown as typeof outs;
}, 180_000);

const isOneOf = (given: string, allowed: string) => allowed.split("|").includes(given);

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
  expect(await replay()).toBe(output);
}, 180_000);
