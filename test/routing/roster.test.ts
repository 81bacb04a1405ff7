import { expect, test } from "vitest";
import { shanghaiIso } from "#src/clock.ts";
import { officeHours } from "#src/tickets/calendar.ts";
import type { Community, Shift, StandIn } from "#src/routing/community.ts";
import { readMoment } from "#src/routing/moment.ts";
import { leadAt, onDuty, upcoming, watches } from "#src/routing/roster.ts";
import { ringOrder, firstToRing } from "#src/routing/ring.ts";
import { route } from "#src/routing/route.ts";

const WEEK = [0, 1, 2, 3, 4, 5, 6];
const hours = (from: number, to: number) => ({ fromMinute: from * 60, toMinute: to * 60 });
const shift = (memberId: number, change: Partial<Shift>): Shift => {
  return {
    committeeId: 1,
    memberId,
    gridCode: null,
    weekdays: WEEK,
    on: "every",
    ...hours(8, 18),
    ...change,
  };
};
const member = (id: number, role: "lead" | "member" | "staff", committeeId: number | null = 1) => {
  return { id, personId: id * 10, name: `m${id}`, accounts: [], role, committeeId, gridIds: [] };
};
/** 1 leads; 2 and 3 work by day, 4 at night, 5 and 6 on days off; 7 works for one grid; 8 has left; 9 and 10 are staff. */
const COMMUNITY: Community = {
  revision: 0,
  estates: [{ id: 1, code: "e1", name: "e" }],
  grids: [{ id: 1, code: "grid1", name: "g1", estateId: 1 }],
  buildings: [{ id: 1, number: "3", units: ["1"], estateId: 1, gridId: 1 }],
  committees: [
    { id: 1, code: "property", name: "物业", calendar: null },
    { id: 2, code: "security", name: "治安", calendar: null },
  ],
  calendar: officeHours,
  members: [
    member(1, "lead"),
    member(2, "member"),
    member(3, "member"),
    member(4, "member"),
    member(5, "member"),
    member(6, "member"),
    member(7, "member"),
    member(9, "staff", null),
    member(10, "staff", null),
    member(11, "lead", 2),
  ],
  former: [member(8, "member")],
  duties: [],
  shifts: [
    shift(2, { on: "working" }),
    shift(4, hours(18, 8)),
    shift(5, { on: "off" }),
    shift(8, { weekdays: [3], ...hours(12, 13) }),
  ],
  standIns: [],
};
const at = (time: string) => new Date(`${time}:00+08:00`);
const away = (memberId: number, byId: number, from: string, until: string): StandIn => {
  const [begin, end] = [readMoment(from, "from"), readMoment(until, "until")];
  if (!begin || !end) throw new Error("not a moment");
  return { memberId, byId, from: begin, until: end };
};
const where = (building: string | null) => ({ building, unit: null, room: null, spot: null });
const named = (community: Community, now: string) => onDuty(community, 1, at(now)).map(({ id }) => id);

test.each([
  ["a Monday is a working day", "2026-09-28T10:00", [2]],
  ["a plain Saturday is a day off", "2026-09-26T10:00", [5]],
  ["National Day, a Thursday, is a day off", "2026-10-01T10:00", [5]],
  ["the Monday of the holiday week is a day off", "2026-10-05T10:00", [5]],
  ["the Thursday after it is a working day", "2026-10-08T10:00", [2]],
  ["the make-up Saturday is a working day", "2026-10-10T10:00", [2]],
  ["the Sunday after it is a day off", "2026-10-11T10:00", [5]],
  ["a night before its midnight", "2026-09-30T23:59", [4]],
  ["and after it", "2026-10-01T07:59", [4]],
  ["the next shift begins to the minute", "2026-10-01T08:00", [5]],
  ["the shift of one who has left is nobody's", "2026-10-14T12:30", [2]],
])("on duty: %s", (_, now, expected) => {
  expect(named(COMMUNITY, now)).toEqual(expected);
});

test("a night shift of working days belongs to the day it begins on", () => {
  const shifts = [shift(4, { on: "working", ...hours(20, 8) }), shift(5, { on: "off", ...hours(20, 8) })];
  const nights = { ...COMMUNITY, shifts };
  // From the last working day into National Day, from the last day off into the first working day.
  expect(named(nights, "2026-10-01T03:00")).toEqual([4]);
  expect(named(nights, "2026-10-02T03:00")).toEqual([5]);
  expect(named(nights, "2026-10-08T03:00")).toEqual([5]);
  expect(named(nights, "2026-10-09T03:00")).toEqual([4]);
});

test("a committee's own calendar decides what is a day off for it", () => {
  const open = { ...officeHours, open: ["2026-10-01"] };
  const [own, ...others] = COMMUNITY.committees;
  const committees = own ? [{ ...own, calendar: open }, ...others] : others;
  expect(named({ ...COMMUNITY, committees }, "2026-10-01T10:00")).toEqual([2]);
});

test("a shift from eight to eight lasts a day and a night", () => {
  const round = { ...COMMUNITY, shifts: [shift(2, { weekdays: [1], ...hours(8, 8) })] };
  expect(named(round, "2026-11-23T07:59")).toEqual([]);
  expect(named(round, "2026-11-24T07:59")).toEqual([2]);
  expect(named(round, "2026-11-24T08:00")).toEqual([]);
});

const DAYS = ["2026-11-24", "2026-11-26"] as const;
test.each<[string, StandIn[], string, number[]]>([
  ["before it", [away(2, 3, ...DAYS)], "2026-11-23T10:00", [2]],
  ["on its first day", [away(2, 3, ...DAYS)], "2026-11-24T10:00", [3]],
  ["on its last day", [away(2, 3, ...DAYS)], "2026-11-26T17:59", [3]],
  ["after it", [away(2, 3, ...DAYS)], "2026-11-27T10:00", [2]],
  ["a night that began on the last day is ended", [away(4, 3, ...DAYS)], "2026-11-27T07:59", [3]],
  [
    "a shift under way is taken over",
    [away(2, 3, "2026-11-24 12:00", "2026-11-26")],
    "2026-11-24T12:00",
    [3],
  ],
  ["not a minute too early", [away(2, 3, "2026-11-24 12:00", "2026-11-26")], "2026-11-24T11:59", [2]],
  ["a chain has one end", [away(2, 3, ...DAYS), away(3, 6, ...DAYS)], "2026-11-24T10:00", [6]],
  ["two have changed places", [away(2, 4, ...DAYS), away(4, 2, ...DAYS)], "2026-11-24T10:00", [4]],
  ["and at night", [away(2, 4, ...DAYS), away(4, 2, ...DAYS)], "2026-11-24T20:00", [2]],
  [
    "a circle of three ends at the last",
    [away(2, 3, ...DAYS), away(3, 6, ...DAYS), away(6, 2, ...DAYS)],
    "2026-11-24T10:00",
    [6],
  ],
  ["of two at a time the later holds", [away(2, 3, ...DAYS), away(2, 6, ...DAYS)], "2026-11-24T10:00", [6]],
  ["in one's own name it is over", [away(2, 3, ...DAYS), away(2, 2, ...DAYS)], "2026-11-24T10:00", [2]],
  ["one who has left takes nothing", [away(2, 8, ...DAYS)], "2026-11-24T10:00", []],
  ["but may be stood in for", [away(8, 3, "2026-11-25", "2026-11-25")], "2026-11-25T12:30", [2, 3]],
])("a stand-in: %s", (_, standIns, now, expected) => {
  expect(named({ ...COMMUNITY, standIns }, now)).toEqual(expected);
});

test("a watch ends with its shift, or when somebody takes it over", () => {
  const standIns = [away(2, 3, "2026-11-24 12:00", "2026-11-24 15:00")];
  const [watch] = watches({ ...COMMUNITY, standIns }, 1, at("2026-11-24T10:00"));
  expect([watch?.member.id, watch && shanghaiIso(watch.until).slice(11, 16)]).toEqual([2, "12:00"]);
  const [taken] = watches({ ...COMMUNITY, standIns }, 1, at("2026-11-24T12:00"));
  expect([taken?.member.id, taken?.insteadOf?.id, taken && shanghaiIso(taken.until).slice(11, 16)]).toEqual([
    3,
    2,
    "18:00",
  ]);
});

test("the next shift is found over a whole holiday week", () => {
  const days = { ...COMMUNITY, shifts: [shift(2, { on: "working" })] };
  const [next] = upcoming(days, 1, at("2026-09-30T18:00"));
  expect(next && shanghaiIso(next.from).slice(0, 16)).toBe("2026-10-08T08:00");
});

test("a lead who is away has a stand-in too, and is asked where that one has left", () => {
  const now = at("2026-11-24T10:00");
  expect(leadAt({ ...COMMUNITY, standIns: [away(1, 3, ...DAYS)] }, 1, now)?.id).toBe(3);
  expect(leadAt({ ...COMMUNITY, standIns: [away(1, 8, ...DAYS)] }, 1, now)?.id).toBe(1);
});

const BY_GRID = { ...COMMUNITY, shifts: [shift(2, {}), shift(3, {}), shift(7, { gridCode: "grid1" })] };
test.each<[string, string | null, [number, number][], number, string]>([
  ["the grid's own shift goes first, however loaded", "3", [[70, 9]], 70, "roster:grid"],
  ["without a place only shifts for all", null, [], 20, "roster"],
  ["the less loaded of equals", null, [[20, 2]], 30, "roster"],
])("a matter by grid: %s", (_, building, load, assigneeId, why) => {
  const matter = {
    category: "property",
    committee: "property",
    place: where(building),
    estateId: 1,
  } as const;
  const found = route(matter, BY_GRID, new Map(load), at("2026-11-24T10:00"));
  expect([found.assigneeId, found.why.at(-1)]).toEqual([assigneeId, why]);
});

const STAFF = [90, 100];
const emergency = (change: { rung?: number[]; committeeId?: number; building?: string }) => ({
  chat: { id: 1, kind: "group" as const, estateId: 1 },
  place: where(change.building ?? null),
  committeeId: change.committeeId ?? 1,
  assigneeId: change.rung?.[0] ?? null,
  rung: change.rung ?? [],
});

test.each<[string, Community, Parameters<typeof emergency>[0], string, number[][]]>([
  ["from the beginning", COMMUNITY, {}, "2026-11-24T10:00", [[20], [40], [10], STAFF]],
  ["the second, the lead, staff", COMMUNITY, { rung: [20] }, "2026-11-24T10:00", [[40], [10], STAFF]],
  ["the lead, staff", COMMUNITY, { rung: [20, 40] }, "2026-11-24T10:00", [[10], STAFF]],
  ["staff", COMMUNITY, { rung: [20, 40, 10] }, "2026-11-24T10:00", [STAFF]],
  ["nobody, when all have been", COMMUNITY, { rung: [20, 40, 10, ...STAFF] }, "2026-11-24T10:00", []],
  ["over midnight the next shift's", COMMUNITY, { rung: [40] }, "2026-10-08T08:04", [[20], [10], STAFF]],
  [
    "where the lead was first, two others",
    COMMUNITY,
    { rung: [10] },
    "2026-11-24T10:00",
    [[20], [40], STAFF],
  ],
  ["a committee that is only its lead", COMMUNITY, { committeeId: 2 }, "2026-11-24T10:00", [[110], STAFF]],
  [
    "where nobody is left in it, staff",
    COMMUNITY,
    { committeeId: 2, rung: [110] },
    "2026-11-24T10:00",
    [STAFF],
  ],
  ["the grid's first", BY_GRID, { building: "3" }, "2026-11-24T10:00", [[70], [20], [10], STAFF]],
  [
    "nobody who is away, but who stands in",
    { ...COMMUNITY, standIns: [away(2, 3, ...DAYS), away(4, 6, ...DAYS)] },
    {},
    "2026-11-24T10:00",
    [[30], [60], [10], STAFF],
  ],
  [
    "outside every shift the next of the roster, then the lead",
    { ...COMMUNITY, shifts: [shift(2, {})] },
    { rung: [10] },
    "2026-11-24T20:00",
    [[20], [30], STAFF],
  ],
])("an emergency rings %s", (_, community, change, now, expected) => {
  expect(ringOrder(community, emergency(change), at(now)).map(({ personIds }) => personIds)).toEqual(
    expected,
  );
});

test.each<[string, Community, string, number | null]>([
  ["stays with whoever has it and is on duty", COMMUNITY, "2026-11-24T10:00", 20],
  ["goes to who is on duty by now", COMMUNITY, "2026-11-24T20:00", 40],
  ["goes to the lead outside every shift", { ...COMMUNITY, shifts: [] }, "2026-11-24T20:00", 10],
])("what becomes an emergency %s", (_, community, now, expected) => {
  expect(firstToRing(community, { ...emergency({}), assigneeId: 20 }, at(now))).toBe(expected);
});

test.each([
  ["2026-10-01", "from", "2026-10-01T00:00:00+08:00"],
  ["2026-10-01", "until", "2026-10-02T00:00:00+08:00"],
  ["2026-10-01 08:30", "until", "2026-10-01T08:30:00+08:00"],
  ["2026-02-29", "from", null],
  ["2026-10-01 24:00", "from", null],
  ["10-01", "from", null],
] as const)("%s read as %s", (text, edge, expected) => {
  const moment = readMoment(text, edge);
  expect(moment && shanghaiIso(moment)).toBe(expected);
});
