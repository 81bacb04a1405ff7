import { expect, test } from "vitest";
import { usedUp, windows } from "#src/triage/budget.ts";

test.each([
  ["2026-11-23T00:00:00.000+08:00", "2026-11-23T00:00:00+08:00"],
  ["2026-11-23T07:59:59.999+08:00", "2026-11-23T00:00:00+08:00"],
  ["2026-11-23T08:00:00.000+08:00", "2026-11-23T00:00:00+08:00"],
  ["2026-11-23T23:59:59.999+08:00", "2026-11-23T00:00:00+08:00"],
  ["2026-11-23T16:00:00.000Z", "2026-11-24T00:00:00+08:00"],
  ["2026-02-28T16:30:30.500Z", "2026-03-01T00:00:00+08:00"],
])("at %s China's day began at %s", (now, expected) => {
  expect(windows(new Date(now)).day).toEqual(new Date(expected));
});

test("a call counts for a minute and not a moment longer", () => {
  const now = new Date("2026-11-23T09:01:00+08:00");
  const { minute } = windows(now);
  expect([-60_001, -60_000, -59_999, 0].map((ms) => new Date(now.getTime() + ms) >= minute)).toEqual([
    false,
    false,
    true,
    true,
  ]);
});

test.each([
  [0, 0, null],
  [2, 9, null],
  [3, 9, "minute"],
  [2, 10, "day"],
  [3, 10, "day"],
  [99, 99, "day"],
])("with %d calls in the minute and %d in the day, used up is: %s", (minute, day, expected) => {
  expect(usedUp({ minute: 3, day: 10 }, { minute, day })).toBe(expected);
});
