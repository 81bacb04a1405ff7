import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { checkCommunity } from "#src/routing/community-check.ts";
import { buildingOf } from "#src/routing/community.ts";
import { officeHours } from "#src/tickets/calendar.ts";
import type { Community } from "#src/routing/community.ts";
import { onDuty } from "#src/routing/roster.ts";
import { route } from "#src/routing/route.ts";
import type { Matter } from "#src/routing/route.ts";
import { DEMO } from "#src/wire.ts";

const EVERY_DAY = [0, 1, 2, 3, 4, 5, 6];
const member = (id: number, role: "lead" | "member", committeeId: number, gridIds: number[] = []) => {
  return { id, personId: id * 10, name: `m${id}`, accounts: [`m${id}`], role, committeeId, gridIds };
};
const WEEK = { gridCode: null, on: "every" as const };
const COMMUNITY: Community = {
  revision: 0,
  estates: [{ id: 1, code: "e1", name: "e" }],
  grids: [
    { id: 1, code: "grid1", name: "g1", estateId: 1 },
    { id: 2, code: "grid2", name: "g2", estateId: 1 },
  ],
  buildings: [
    { id: 1, number: "3", units: ["1", "2"], estateId: 1, gridId: 1 },
    { id: 2, number: "8", units: ["1"], estateId: 1, gridId: 2 },
  ],
  committees: [
    { id: 1, code: "property", name: "物业", calendar: null },
    { id: 2, code: "security", name: "治安", calendar: null },
  ],
  calendar: officeHours,
  members: [
    member(1, "lead", 1),
    member(2, "member", 1),
    member(3, "member", 1),
    member(4, "member", 1, [2]),
    member(5, "lead", 2),
  ],
  former: [],
  duties: [
    { category: "parking", gridCode: null, committeeId: 1 },
    { category: "parking", gridCode: "grid2", committeeId: 2 },
  ],
  shifts: [
    { ...WEEK, committeeId: 1, memberId: 2, weekdays: [1, 2, 3, 4, 5], fromMinute: 510, toMinute: 1050 },
    { ...WEEK, committeeId: 1, memberId: 3, weekdays: [1, 2, 3, 4, 5], fromMinute: 510, toMinute: 1050 },
    { ...WEEK, committeeId: 1, memberId: 4, weekdays: [1], fromMinute: 510, toMinute: 1050 },
    { ...WEEK, committeeId: 1, memberId: 3, weekdays: EVERY_DAY, fromMinute: 1320, toMinute: 360 },
  ],
  standIns: [],
};
const at = (building: string | null) => ({ building, unit: null, room: null, spot: null });
const TUESDAY_10 = new Date("2026-11-24T10:00:00+08:00");
const MONDAY_10 = new Date("2026-11-23T10:00:00+08:00");
const SUNDAY_12 = new Date("2026-11-22T12:00:00+08:00");

test.each<
  [
    string,
    Partial<Matter>,
    Date,
    Map<number, number>,
    { committeeId: number; assigneeId: number; why: string[] },
  ]
>([
  [
    "the flow's committee where no duty says otherwise",
    {},
    TUESDAY_10,
    new Map([[30, 1]]),
    { committeeId: 1, assigneeId: 20, why: ["flow:property", "roster"] },
  ],
  [
    "the less loaded of two on duty",
    {},
    TUESDAY_10,
    new Map([
      [20, 2],
      [30, 1],
    ]),
    { committeeId: 1, assigneeId: 30, why: ["flow:property", "roster"] },
  ],
  [
    "the list of duties for all",
    { category: "parking" },
    TUESDAY_10,
    new Map([[30, 1]]),
    { committeeId: 1, assigneeId: 20, why: ["duty:parking", "roster"] },
  ],
  [
    "the list of duties for a grid goes first",
    { category: "parking", place: at("8") },
    TUESDAY_10,
    new Map(),
    { committeeId: 2, assigneeId: 50, why: ["duty:parking@grid2", "grid:grid2", "lead:nobody on duty"] },
  ],
  [
    "who is on duty for the grid goes first",
    { place: at("8") },
    MONDAY_10,
    new Map([[40, 9]]),
    { committeeId: 1, assigneeId: 40, why: ["flow:property", "grid:grid2", "roster:grid"] },
  ],
  [
    "the lead when nobody is on duty",
    {},
    SUNDAY_12,
    new Map(),
    { committeeId: 1, assigneeId: 10, why: ["flow:property", "lead:nobody on duty"] },
  ],
  [
    "a building that does not exist is no grid",
    { place: at("99") },
    SUNDAY_12,
    new Map(),
    { committeeId: 1, assigneeId: 10, why: ["flow:property", "lead:nobody on duty"] },
  ],
])("a ticket goes to %s", (_, matter, now, load, expected) => {
  const whole: Matter = { category: "property", committee: "property", place: null, estateId: 1, ...matter };
  expect(route(whole, COMMUNITY, load, now)).toEqual(expected);
});

test("a committee that the community lacks is a defect of the community, named", () => {
  const matter: Matter = { category: "health", committee: "health", place: null, estateId: 1 };
  expect(() => route(matter, COMMUNITY, new Map(), MONDAY_10)).toThrow(
    /expected a committee health for health/,
  );
});

test.each([
  ["before the shift nobody", "2026-11-23T08:29:59+08:00", []],
  ["from its first minute", "2026-11-23T08:30:00+08:00", [2, 3, 4]],
  ["until its last", "2026-11-23T17:29:59+08:00", [2, 3, 4]],
  ["not after it", "2026-11-23T17:30:00+08:00", []],
  ["the night before midnight", "2026-11-23T23:00:00+08:00", [3]],
  ["the night after midnight belongs to the day before", "2026-11-24T05:59:59+08:00", [3]],
  ["a Saturday by China's clock, though UTC says Friday", "2026-11-28T07:00:00+08:00", []],
])("duty roster: %s", (_, now, expected) => {
  expect(onDuty(COMMUNITY, 1, new Date(now)).map((m) => m.id)).toEqual(expected);
});

test.each([
  ["a known building", { ...at("3"), unit: "2" }, 1],
  ["an unknown building", at("99"), "unknown"],
  ["an unknown unit of a known building", { ...at("8"), unit: "4" }, "unknown"],
  ["no building", at(null), null],
])("%s is told", (_, place, expected) => {
  const found = buildingOf(COMMUNITY, 1, place);
  expect(found && found !== "unknown" ? found.id : found).toBe(expected);
});

test("a wrong stand-in or shift of a community file is named", () => {
  const file = parse(readFileSync(DEMO, "utf8")) as { shifts: object[] };
  const shift = { committee: "property", member: "wu2", from: "08:00", to: "18:00" };
  const days = { from: "2026-10-01", until: "2026-10-03" };
  const [first] = file.shifts.slice(0, 1);
  const wrong = checkCommunity({
    ...file,
    shifts: [first, { ...shift, grid: "grid9" }, { ...shift, on: "off" }],
    standIns: [
      { member: "wu2", by: "wu", ...days },
      { member: "wu2", by: "tiao2", ...days },
      { member: "wu2", by: "wu2", ...days },
      { member: "wu2", by: "wu", from: "2026-10-03", until: "2026-10-02" },
    ],
  });
  expect("defects" in wrong && wrong.defects).toEqual([
    "shifts.1.grid: expected a grid of this file (grid1, grid2), got grid9",
    "standIns.1.by: expected a member of property, as wu2 is, got tiao2",
    "standIns.2.by: expected another member than wu2, got the same",
    "standIns.3.until: expected a moment after 2026-10-03, got 2026-10-02",
  ]);
  const unread = checkCommunity({
    ...file,
    standIns: [{ member: "wu2", by: "wu", from: "10-01", until: "10-02" }],
  });
  expect("defects" in unread && unread.defects[0]).toMatch(
    /standIns.0.from: expected a day such as 2026-10-01/,
  );
});
