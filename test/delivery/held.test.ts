import { expect, test } from "vitest";
import { isPast, mayInvite } from "#src/delivery/held.ts";

const NOW = new Date("2026-11-23T10:00:00+08:00");
const hours = (count: number) => new Date(NOW.getTime() - count * 3_600_000);

test.each([
  ["event-7-0", 13 * 24, null, false],
  ["event-7-0", 15 * 24, null, true],
  ["event-7-0", 5, 1, false],
  ["followup-7-1795399268000-0", 5, null, false],
  ["followup-7-1795399268000-0", 5, 6, false],
  ["followup-7-1795399268000-0", 5, 1, true],
  ["rate-7-1-3-again-0", 5, 1, true],
  ["rate-7-1-3-0", 5, 1, false],
  ["morning-20261122-3-0", 23, null, false],
  ["morning-20261122-3-0", 25, null, true],
  ["weekly-20261116-3-0", 30, null, true],
])("what is held under %s for %s h, its ticket moved %s h ago: out of date %s", (key, at, moved, past) => {
  const movedAt = moved === null ? null : hours(moved);
  expect(isPast({ key, at: hours(at), movedAt }, NOW)).toBe(past);
});

test.each([
  [null, false, true],
  [1, true, false],
  [23, true, false],
  [24, true, true],
  [25, false, false],
  [6 * 24, false, false],
  [7 * 24, false, true],
])("shown the way %s h ago, followed: %s, is shown it again: %s", (last, answered, may) => {
  const at = last === null ? null : hours(last);
  expect(mayInvite(at, { answered, now: NOW })).toBe(may);
});
