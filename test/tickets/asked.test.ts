import fc from "fast-check";
import { expect, test } from "vitest";
import { endedBySilence, hasCorrection, secondAsked } from "#src/tickets/asked.ts";
import { shown, summed } from "#src/tickets/figures.ts";
import type { Reporter } from "#src/tickets/ticket.ts";

const reporters = (count: number): Reporter[] =>
  Array.from({ length: count }, (_, n) => ({ personId: n + 1, name: "", chatId: 1, first: n === 0 }));
const drawn = (id: number, round: number, count: number) =>
  secondAsked({ id, round, reporters: reporters(count) })?.personId ?? null;

test("where only one has asked, nobody is asked beside them", () => {
  expect([drawn(1, 1, 0), drawn(1, 1, 1)]).toEqual([null, null]);
});

test("for one closing it is always the same neighbour, never the first reporter", () => {
  fc.assert(
    fc.property(fc.nat(100_000), fc.nat(9), fc.integer({ min: 2, max: 30 }), (id, round, count) => {
      const who = drawn(id, round, count);
      const other = secondAsked({ id, round, reporters: reporters(count).toReversed() });
      expect(who).toBeGreaterThan(1);
      expect(other?.personId).toBe(who);
    }),
  );
});

test("over many closings every neighbour has a turn", () => {
  const counts = Map.groupBy(
    Array.from({ length: 3000 }, (_, n) => drawn(n + 1, 1, 6)),
    (who) => who,
  );
  expect(new Set(counts.keys())).toEqual(new Set([2, 3, 4, 5, 6]));
  for (const times of counts.values()) expect(times.length).toBeGreaterThan(450);
});

const events = (kinds: string) =>
  kinds.split(" ").map((kind) => ({ kind, actorId: 1, at: new Date(0), data: {} }));
test.each([
  ["found routed accepted reported ended", true, false],
  ["found reported rated ended correction", false, true],
  ["found reported rated ended correction called_back", false, true],
  ["found reported confirmed ended", true, false],
  ["found reported rated ended correction disputed accepted reported", false, false],
  ["found reported confirmed", false, false],
])("%s: ended by silence %s, corrected %s", (kinds, silent, corrected) => {
  expect([endedBySilence(events(kinds)), hasCorrection(events(kinds))]).toEqual([silent, corrected]);
});

test.each([
  [{ part: 18, whole: 20 }, "18/20(90%)"],
  [{ part: 2, whole: 3 }, "2/3(67%)"],
  [{ part: 999, whole: 1000 }, "999/1000(99%)"],
  [{ part: 7, whole: 7 }, "7/7(100%)"],
  [{ part: 0, whole: 0 }, "0/0"],
])("the share %j is shown as %s", (share, expected) => {
  expect(shown(share)).toBe(expected);
});

test("the figures of no committee are nothing", () => {
  expect(summed([])).toMatchObject({ total: 0, answered: { part: 0, whole: 0 } });
});
