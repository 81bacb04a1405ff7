import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { checkCommunity } from "#src/routing/community-check.ts";
import { calendarFrom, calendarText } from "#src/routing/calendar-file.ts";
import { flatKey, flatsOf } from "#src/routing/flats.ts";
import { officeHours } from "#src/tickets/calendar.ts";
import { DEMO, readCommunity } from "#src/wire.ts";

type Raw = Record<string, Record<string, unknown>[]>;

/** A small community with nothing wrong in it, as YAML gives it. */
const small = (): Raw => ({
  estates: [{ code: "e1", name: "东园" }],
  grids: [{ code: "grid1", name: "一网格", estate: "e1" }],
  buildings: [
    {
      estate: "e1",
      grid: "grid1",
      numbers: [1, 2],
      units: [1],
      floors: 2,
      perFloor: 2,
      areas: [80.5, "90.25"],
    },
  ],
  flats: [{ estate: "e1", building: 2, unit: 1, room: 201, area: 99.99 }],
  calendars: [{ code: "office", days: ["mon"], windows: ["08:30-12:00", "14:00-17:30"] }],
  committees: [{ code: "property", name: "物业", calendar: "office" }],
  members: [
    { account: "wu", name: "吴", role: "lead", committee: "property" },
    { account: "wu2", name: "邬", role: "member", committee: "property", grids: ["grid1"] },
    { account: "ban", name: "班", role: "staff" },
  ],
  duties: [{ category: "parking", committee: "property" }],
  shifts: [{ committee: "property", member: "wu2", weekdays: [1], from: "08:00", to: "18:00" }],
  groups: [{ id: "g1", title: "业主群", estate: "e1" }],
  residents: [{ account: "zhang", name: "张", building: 1, unit: 1, room: 101 }],
});

function defectsOf(input: unknown, ...more: [Parameters<typeof checkCommunity>[1]?]): string[] {
  const found = checkCommunity(input, ...more);
  return "defects" in found ? found.defects : [];
}

test("the demo community and a small one are right", () => {
  expect(defectsOf(parse(readFileSync(DEMO, "utf8")))).toEqual([]);
  expect(defectsOf(small())).toEqual([]);
});

/** Adds an entry to a list of the file. */
const add = (list: string, entry: object) => (file: Raw) => void file[list]?.push({ ...entry });
/** Gives the first entry of a list other fields. */
const set = (list: string, fields: object) => (file: Raw) =>
  void Object.assign(file[list]?.[0] ?? {}, fields);
const west = (file: Raw) => {
  add("estates", { code: "e2", name: "西园" })(file);
  add("grids", { code: "grid2", name: "二网格", estate: "e2" })(file);
};

test.each<[string, (file: Raw) => void, string[]]>([
  [
    "an unknown field",
    (file) => Object.assign(file, { colour: [] }),
    ["colour: expected no such field, got []"],
  ],
  ["a list that is missing", (file) => void delete file["groups"], ["groups: expected array, got nothing"]],
  [
    "a code with capitals",
    set("grids", { code: "G1" }),
    [
      'grids.0.code: expected a code such as grid1 (lower case letters, digits, _), got "G1"',
      "buildings.0.grid: expected a grid of this file (G1), got grid1",
      "members.1.grids.0: expected a grid of this file (G1), got grid1",
    ],
  ],
  [
    "an unknown estate of a group",
    set("groups", { estate: "e9" }),
    ["groups.0.estate: expected an estate of this file (e1), got e9"],
  ],
  [
    "an unknown calendar",
    set("committees", { calendar: "night" }),
    ["committees.0.calendar: expected a calendar of this file (office), got night"],
  ],
  [
    "an unknown member in a shift",
    set("shifts", { member: "wu9" }),
    ["shifts.0.member: expected a member of this file (wu, wu2, ban), got wu9"],
  ],
  [
    "a shift of somebody outside the committee",
    set("shifts", { member: "ban" }),
    ["shifts.0.member: expected a member of property, got ban"],
  ],
  [
    "a shift at an impossible time, beside an unknown grid",
    (file) => {
      set("shifts", { to: "25:00" })(file);
      set("duties", { grid: "grid9" })(file);
    },
    [
      'shifts.0.to: expected a time such as 08:30, got "25:00"',
      "duties.0.grid: expected a grid of this file (grid1), got grid9",
    ],
  ],
  [
    "an estate twice",
    add("estates", { code: "e1", name: "又" }),
    ["estates.1.code: expected each estate once, got e1 again"],
  ],
  [
    "a building twice",
    add("buildings", { estate: "e1", grid: "grid1", numbers: [3, 2], units: [1] }),
    ["buildings.1.numbers.1: expected each building once, got e1/2 again"],
  ],
  [
    "a unit twice",
    set("buildings", { units: [1, 1] }),
    ["buildings.0.units.1: expected each unit once, got 1 again"],
  ],
  [
    "a flat twice",
    add("flats", { estate: "e1", building: "2", unit: "1", room: "201" }),
    ["flats.1: expected each flat once, got e1/2-1-201 again"],
  ],
  [
    "a building in a grid of another estate",
    (file) => {
      west(file);
      set("buildings", { grid: "grid2" })(file);
      set("residents", { estate: "e1" })(file);
    },
    ["buildings.0.grid: expected a grid of e1 (grid1), got grid2 of e2"],
  ],
  ["a resident of one of two estates", west, ["residents.0.estate: expected one of e1, e2, got nothing"]],
  [
    "a resident of a flat that is not there",
    set("residents", { room: 999 }),
    ["residents.0: expected a flat of e1, got 1-1-999"],
  ],
  [
    "a flat of a unit that is not there",
    set("flats", { unit: 3 }),
    ["flats.0.unit: expected a unit of e1/2 (1), got 3"],
  ],
  [
    "a flat of a building that is not there",
    set("flats", { building: 8 }),
    ["flats.0.building: expected a building of e1, got 8"],
  ],
  [
    "a door that is no number",
    set("flats", { room: 1.5 }),
    ['flats.0.room: expected a number such as 3, A1 or "0501" in quotes, got 1.5'],
  ],
  [
    "a door that is left out",
    set("flats", { room: undefined }),
    ['flats.0.room: expected a number such as 3, A1 or "0501" in quotes, got nothing'],
  ],
  [
    "no area at all",
    set("flats", { area: 0 }),
    ["flats.0.area: expected square metres above 0 with up to two decimals, got 0"],
  ],
  [
    "an area below zero",
    set("flats", { area: -5 }),
    ["flats.0.area: expected square metres above 0 with up to two decimals, got -5"],
  ],
  [
    "an area with three decimals",
    set("flats", { area: 80.125 }),
    ["flats.0.area: expected square metres above 0 with up to two decimals, got 80.125"],
  ],
  [
    "an area in words",
    set("flats", { area: "80㎡" }),
    ['flats.0.area: expected square metres above 0 with up to two decimals, got "80㎡"'],
  ],
  [
    "fewer areas than flats on a floor",
    set("buildings", { areas: [80] }),
    ["buildings.0.areas: expected 2, one for each flat of a floor, got 1"],
  ],
  [
    "floors without flats on them",
    set("buildings", { perFloor: undefined, areas: undefined }),
    [
      "buildings.0: expected floors together with perFloor, got only floors",
      "residents.0: expected a flat of e1, got 1-1-101",
    ],
  ],
  [
    "a second lead",
    add("members", { account: "wu3", name: "伍", role: "lead", committee: "property" }),
    ["committees.0: expected one lead among the members for property, got wu, wu3"],
  ],
  [
    "a committee without a lead",
    set("members", { role: "member" }),
    ["committees.0: expected one lead among the members for property, got none"],
  ],
  [
    "a lead without a committee",
    add("members", { account: "x", name: "无", role: "lead" }),
    ["members.3.committee: expected a committee for a lead, got nothing"],
  ],
  [
    "staff in a committee",
    add("members", { account: "x", name: "无", role: "staff", committee: "property" }),
    ["members.3.committee: expected none for staff, got property"],
  ],
  [
    "an office twice",
    add("members", { account: "wu", name: "吴", role: "member", committee: "property" }),
    ["members.3: expected each office once, got wu of property again"],
  ],
  [
    "an account with two names",
    add("members", { account: "wu", name: "武", role: "staff" }),
    ["members.3.name: expected 吴 as before, got 武"],
  ],
  [
    "an account that is a member's and a resident's",
    set("residents", { account: "wu" }),
    ["residents.0.account: expected no member, got wu"],
  ],
  [
    "a group called like an account",
    set("groups", { id: "zhang" }),
    ["groups.0.id: expected an id that is no account, got zhang"],
  ],
  [
    "a duty twice",
    add("duties", { category: "parking", committee: "property" }),
    ["duties.1: expected each duty once, got parking again"],
  ],
  [
    "a calendar twice",
    add("calendars", { code: "office", days: ["tue"], windows: ["09:00-10:00"] }),
    ["calendars.1.code: expected each calendar once, got office again"],
  ],
  [
    "hours that end before they begin",
    set("calendars", { windows: ["12:00-08:30"] }),
    ['calendars.0.windows.0: expected office hours that end after they begin, got "12:00-08:30"'],
  ],
  [
    "hours that meet",
    set("calendars", { windows: ["08:30-12:00", "11:00-17:30"] }),
    ['calendars.0.windows.1: expected hours that do not meet 08:30-12:00, got "11:00-17:30"'],
  ],
  [
    "hours that are none",
    set("calendars", { windows: ["8:30-12"] }),
    ['calendars.0.windows.0: expected office hours such as 08:30-12:00, got "8:30-12"'],
  ],
  [
    "a calendar without a working day",
    set("calendars", { days: undefined, windows: undefined, week: { mon: [] } }),
    ['calendars.0.week: expected a working day, got {"mon":[]}'],
  ],
  [
    "a calendar written in both ways",
    set("calendars", { week: { mon: ["09:00-10:00"] } }),
    [expect.stringContaining("calendars.0: expected either week, or days and windows, got") as string],
  ],
  [
    "a calendar of days without hours",
    set("calendars", { windows: undefined }),
    [expect.stringContaining("calendars.0: expected days together with windows, got") as string],
  ],
  [
    "a weekday that is none",
    set("calendars", { days: ["monday"] }),
    ['calendars.0.days.0: expected one of sun, mon, tue, wed, thu, fri, sat, got "monday"'],
  ],
  [
    "an impossible day",
    set("calendars", { open: ["2026-02-30"] }),
    ['calendars.0.open.0: expected a day there is, such as 2026-10-08, got "2026-02-30"'],
  ],
  [
    "a day both open and closed",
    set("calendars", { open: ["2026-10-10"], closed: ["2026-10-10"] }),
    ['calendars.0.closed.0: expected a day that is not among open, got "2026-10-10"'],
  ],
])("%s is named", (_, change, expected) => {
  const file = small();
  change(file);
  expect(defectsOf(file)).toEqual(expected);
});

test("a category that nobody answers for is named, unless the list of duties gives it to somebody everywhere", () => {
  const categories = [
    { code: "parking", committee: "health" },
    { code: "property", committee: "property" },
    { code: "health", committee: "health" },
  ] as const;
  const file = small();
  add("duties", { category: "health", committee: "property", grid: "grid1" })(file);
  expect(defectsOf(file, categories)).toEqual([
    "duties: expected a committee for health, since there is no health; got none",
  ]);
});

test("what is no community at all is one defect", () => {
  expect(defectsOf("东园")).toEqual(['the file: expected object, got "东园"']);
});

test("an account may hold an office in two committees", () => {
  const file = small();
  add("committees", { code: "desk", name: "服务台" })(file);
  add("members", { account: "wu", name: "吴", role: "lead", committee: "desk" })(file);
  expect(defectsOf(file)).toEqual([]);
});

test("areas are exact square centimetres: listed, or by place on the floor", () => {
  const found = checkCommunity(small());
  const flats = "file" in found ? flatsOf(found.file) : [];
  expect(flats.map((flat) => [flatKey(flat), flat.area])).toEqual([
    ["e1/1-1-101", 805_000],
    ["e1/1-1-102", 902_500],
    ["e1/1-1-201", 805_000],
    ["e1/1-1-202", 902_500],
    ["e1/2-1-101", 805_000],
    ["e1/2-1-102", 902_500],
    ["e1/2-1-201", 999_900],
    ["e1/2-1-202", 902_500],
  ]);
});

test("the demo's office hours are those that hold where a community says nothing", () => {
  const [office] = readCommunity(DEMO).calendars;
  expect(office && calendarFrom(office)).toEqual(officeHours);
  expect(calendarText(officeHours)).toBe("mon,tue,wed,thu,fri 08:30-12:00 14:00-17:30; the state's holidays");
});
