import { expect, test } from "vitest";
import { dayAfter, momentOf } from "#src/clock.ts";
import type { OpenedTicket } from "#src/tickets/news.ts";
import { hotPlaces, repeats } from "#src/tickets/repeat.ts";

const MONDAY = "2026-11-16";
const week = { from: momentOf(MONDAY, 0), to: momentOf(dayAfter(MONDAY, 7), 0) };
/** A ticket opened so many days after the week began, at noon. */
const opened = (day: number, change: Partial<OpenedTicket> = {}, place: object = {}): OpenedTicket => ({
  category: "property",
  matter: "电梯故障",
  place: { building: "3", unit: "2", room: null, spot: null, ...place },
  estateId: 1,
  committeeId: 1,
  createdAt: momentOf(dayAfter(MONDAY, day), 720),
  ...change,
});

test.each<[string, OpenedTicket[], number[]]>([
  ["three times within ten days", [opened(-5), opened(0), opened(5)], [3]],
  ["to the minute", [opened(-7), opened(0), opened(3)], [3]],
  ["four times", [opened(-4), opened(0), opened(1), opened(5)], [4]],
  ["the most within any ten days", [opened(-9), opened(0), opened(1), opened(3)], [3]],
  ["not over eleven days", [opened(-8), opened(0), opened(3)], []],
  ["not twice", [opened(0), opened(5)], []],
  ["not with another matter", [opened(0), opened(1, { matter: "停水" }), opened(5)], []],
  ["not with other stairs", [opened(0), opened(1, {}, { unit: "1" }), opened(5)], []],
  ["not with another estate's", [opened(0), opened(1, { estateId: 2 }), opened(5)], []],
  ["not without a building", [0, 1, 5].map((day) => opened(day, {}, { building: null, spot: "东门" })), []],
  ["not once more when the last was before the week", [opened(-9), opened(-5), opened(-1)], []],
])("a matter at the same stairs comes back %s", (_, tickets, expected) => {
  expect(repeats(tickets, week).map(({ count }) => count)).toEqual(expected);
});

test("places with most tickets of the week come first; a single ticket makes none", () => {
  const gate = { building: null, unit: null, spot: "东门" };
  const tickets = [
    opened(-1, {}, { building: "5" }),
    opened(0, {}, { building: "5" }),
    ...[0, 1].map((day) => opened(day, {}, gate)),
    ...[0, 1, 2].map((day) => opened(day, {}, { unit: String(day) })),
    opened(3, { place: null }),
  ];
  const places = hotPlaces(tickets, week);
  expect(places.map(({ place, count }) => [place.building, place.spot, count])).toEqual([
    ["3", null, 3],
    [null, "东门", 2],
  ]);
});
