import fc from "fast-check";
import { expect, test } from "vitest";
import { telegramBudget } from "#src/channels/telegram-budget.ts";
import type { Wanted } from "#src/channels/telegram-budget.ts";

const START = 1_000_000_000;
const at = (ms: number) => new Date(START + ms);
const wanted = (change: Partial<Wanted> = {}): Wanted => ({
  chat: "-1",
  group: true,
  count: 1,
  pressing: false,
  ...change,
});

/** Asks until told to go; when that was. */
function sendAt(budget: ReturnType<typeof telegramBudget>, ms: number, what: Wanted): number {
  let now = ms;
  for (let wait = budget.take(what, at(now)); wait > 0; wait = budget.take(what, at(now)))
    now += Math.ceil(wait);
  return now;
}

const most = (times: { ms: number; count: number }[], span: number) =>
  Math.max(
    0,
    ...times.map(({ ms }) =>
      times
        .filter((other) => other.ms <= ms && other.ms > ms - span)
        .reduce((sum, { count }) => sum + count, 0),
    ),
  );

const anyWanted = fc.record({
  chat: fc.integer({ min: 0, max: 60 }).map((id) => (id < 4 ? `-${id}` : `${id}`)),
  count: fc.constantFrom(1, 1, 1, 1, 2, 10),
  pressing: fc.constantFrom(false, false, false, true),
  gap: fc.constantFrom(0, 0, 0, 5, 40, 900, 3_000),
});

test("whatever is to be sent: never over 30 in any second, nor 20 in any minute in a group, one a second in a chat", () => {
  fc.assert(
    fc.property(fc.array(anyWanted, { maxLength: 250 }), (all) => {
      const budget = telegramBudget();
      const sent: { chat: string; ms: number; count: number }[] = [];
      let clock = 0;
      for (const { gap, ...one } of all) {
        clock += gap;
        const what = { ...one, group: one.chat.startsWith("-") };
        if (budget.take(what, at(clock)) === 0) sent.push({ ...one, ms: clock });
      }
      expect(most(sent, 1_000)).toBeLessThanOrEqual(30);
      for (const chat of new Set(sent.map((one) => one.chat))) {
        const here = sent.filter((one) => one.chat === chat);
        if (chat.startsWith("-")) expect(most(here, 60_000)).toBeLessThanOrEqual(20);
        for (const [index, one] of here.entries()) {
          const before = here[index - 1];
          if (before) expect(one.ms - before.ms).toBeGreaterThanOrEqual(1_000 * before.count);
        }
      }
    }),
  );
});

test("whoever comes back when told to has gone within the time that the limits ask for", () => {
  fc.assert(
    fc.property(fc.array(anyWanted, { maxLength: 120 }), (all) => {
      const budget = telegramBudget();
      let clock = 0;
      for (const { gap, ...one } of all) {
        const due = clock + gap;
        clock = sendAt(budget, due, { ...one, group: one.chat.startsWith("-") });
        expect(clock - due).toBeLessThanOrEqual(61_000);
      }
    }),
  );
});

test("a group hears seventeen lines in a minute, and three more only where a life is in danger", () => {
  const budget = telegramBudget();
  for (let line = 0; line < 17; line += 1) expect(budget.take(wanted(), at(line * 1_000))).toBe(0);
  expect(budget.take(wanted(), at(17_000))).toBe(43_000);
  for (let line = 17; line < 20; line += 1)
    expect(budget.take(wanted({ pressing: true }), at(line * 1_000))).toBe(0);
  expect(budget.take(wanted({ pressing: true }), at(20_000))).toBe(40_000);
  // The first is a minute old, but the three have taken the place of ordinary ones.
  expect(budget.take(wanted(), at(60_000))).toBe(3_000);
  expect(budget.take(wanted(), at(63_000))).toBe(0);
});

test("those whom the whole bot's limit stops are told moments one after another", () => {
  const budget = telegramBudget();
  const person = (id: number) => wanted({ chat: `${id}`, group: false });
  for (let id = 0; id < 27; id += 1) expect(budget.take(person(id), at(0))).toBe(0);
  const waits = Array.from({ length: 54 }, (_, index) => budget.take(person(100 + index), at(0)));
  expect(waits.toSorted((a, b) => a - b)).toEqual(waits);
  expect(new Set(waits).size).toBe(54);
  expect(waits[0]).toBeGreaterThan(1_000);
  expect(waits.at(-1)).toBeLessThan(3_100);
  expect(budget.take(wanted({ chat: "7000", group: false, pressing: true }), at(0))).toBe(0);
});

test.each([1, 30, 73_414])(
  "a chat that Telegram closes for %d s is closed for that long, others are not",
  (seconds) => {
    const budget = telegramBudget();
    budget.close("-1", at(seconds * 1_000), at(0));
    expect(budget.take(wanted({ pressing: true }), at(0))).toBe(seconds * 1_000);
    expect(budget.take(wanted(), at(seconds * 1_000 - 1))).toBe(1);
    expect(budget.take(wanted({ chat: "-2" }), at(0))).toBe(0);
    expect(budget.take(wanted(), at(seconds * 1_000))).toBe(0);
  },
);

test("when a second chat is closed too, the rest is left alone for a while, but for a danger to life", () => {
  const budget = telegramBudget();
  budget.close("-1", at(73_414_000), at(0));
  budget.close("-2", at(5_000), at(0));
  expect(budget.take(wanted({ chat: "-3" }), at(0))).toBe(5_000);
  expect(budget.take(wanted({ chat: "-3", pressing: true }), at(0))).toBe(0);
  budget.close("-4", at(73_414_000), at(6_000));
  expect(budget.take(wanted({ chat: "-5" }), at(6_000))).toBe(60_000);
  expect(budget.take(wanted({ chat: "-5" }), at(66_000))).toBe(0);
});
