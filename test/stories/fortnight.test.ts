// A fortnight over the National Day holidays: every promise is kept, or told to the lead at the minute the calendar says.
// The limits were computed by hand, see the `why` of each in the expectations.
import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, inject, test } from "vitest";
import { isOneOf, replayed } from "#test/helpers/replayed.ts";
import type { Got, Out } from "#test/helpers/replayed.ts";

type Limits = {
  answerBy: string;
  resultBy: string;
  answerEscalatedAt: string | null;
  resultEscalatedAt: string | null;
};
type Expected = Omit<Got, "t" | "code"> &
  Limits & { n: number; lead: string; after?: Partial<Limits> & { correctEscalatedAt?: string } };

const FORTNIGHT = "test/data/estate-fortnight.jsonl";
const expected = JSON.parse(readFileSync("test/data/estate-fortnight.expected.json", "utf8")) as {
  tickets: Expected[];
  chatter: string[];
};
const texts = new Map(
  readFileSync(FORTNIGHT, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as { id?: string; text?: string })
    .map(({ id = "", text = "" }) => [id, text]),
);

let tickets: Got[] = [];
let outs: Out[] = [];

beforeAll(async () => {
  ({ tickets, outs } = await replayed(FORTNIGHT, inject("adminUrl")));
}, 300_000);

/** To the minute: a request is heard some seconds after it was said. */
const minute = (at: string) => at.slice(0, 16);
const all = (...times: (string | null | undefined)[]) =>
  times.flatMap((at) => (at ? [minute(at)] : [])).toSorted();

test("there are more than 400 messages, and every request among them became one ticket", () => {
  expect(texts.size).toBeGreaterThan(400);
  const known = new Set(expected.tickets.flatMap(({ messages }) => messages));
  const strange = tickets.filter(({ messages }) => !messages.some((id) => known.has(id)));
  expect(strange.map(({ messages }) => messages.map((id) => texts.get(id)))).toEqual([]);
  expect(tickets).toHaveLength(expected.tickets.length);
});

test("chatter stays chatter", () => {
  const kept = new Set(tickets.flatMap(({ messages }) => messages));
  expect(expected.chatter.filter((id) => kept.has(id)).map((id) => texts.get(id))).toEqual([]);
});

describe.each(expected.tickets)("request $n, $label of $createdAt", (wanted) => {
  const got = (): Got => {
    const ticket = tickets[wanted.n - 1];
    if (!ticket) throw new Error(`expected ticket ${wanted.n}, got ${tickets.length} tickets`);
    return ticket;
  };
  /** When the lead was told that it is late, to the minute. */
  const told = (words: string) =>
    all(
      ...outs
        .filter((out) => out.ticket === got().code && out.to === wanted.lead && out.text.includes(words))
        .map(({ at }) => at),
    );

  test("is heard, named and brought to the right people", () => {
    expect([got().reporter, [...got().coReporters].toSorted()]).toEqual([
      wanted.reporter,
      [...wanted.coReporters].toSorted(),
    ]);
    expect(isOneOf(got().label, wanted.label), `${got().label}, expected ${wanted.label}`).toBe(true);
    expect([got().committee, got().urgency, got().private]).toEqual([
      wanted.committee,
      wanted.urgency,
      wanted.private,
    ]);
  });

  test("promises what the calendar says", () => {
    const answerBy = wanted.after?.answerBy ?? wanted.answerBy;
    const resultBy = wanted.after?.resultBy ?? wanted.resultBy;
    expect([minute(got().answerBy), minute(got().resultBy)]).toEqual([minute(answerBy), minute(resultBy)]);
  });

  test("is answered in time, or the lead is told at that very minute", () => {
    expect(told("过了答复时限")).toEqual(all(wanted.answerEscalatedAt, wanted.after?.answerEscalatedAt));
  });

  test("has its result in time, or the lead is told at that very minute", () => {
    expect(told("过了办结时限")).toEqual(all(wanted.resultEscalatedAt, wanted.after?.resultEscalatedAt));
  });

  test("ends where it should", () => {
    expect(isOneOf(got().state, wanted.state), `${got().state}, expected ${wanted.state}`).toBe(true);
    expect(got().rating).toBe(wanted.rating);
    if (wanted.assignee !== null) expect(got().assignee).toBe(wanted.assignee);
  });
});
