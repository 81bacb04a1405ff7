import { expect, test } from "vitest";
import { listedCommittees, may } from "#src/desk/permit.ts";
import type { Deed } from "#src/desk/permit.ts";
import { officeHours } from "#src/tickets/calendar.ts";
import type { Community } from "#src/routing/community.ts";
import type { Ticket } from "#src/tickets/ticket.ts";

const PEOPLE = {
  reporter: 1,
  co_reporter: 2,
  stranger: 3,
  lead: 10,
  assignee: 11,
  colleague: 12,
  other_lead: 20,
  assisting: 21,
  grid: 30,
  other_grid: 31,
  staff: 40,
  admin: 41,
};
type Who = keyof typeof PEOPLE;

const member = (
  who: Who,
  role: "lead" | "member" | "grid_worker" | "staff" | "admin",
  committeeId: number | null,
  gridIds: number[] = [],
) => {
  return { id: PEOPLE[who], personId: PEOPLE[who], name: who, accounts: [who], role, committeeId, gridIds };
};
const COMMUNITY: Community = {
  revision: 0,
  estates: [{ id: 1, code: "e1", name: "e" }],
  grids: [],
  buildings: [{ id: 1, number: "3", units: ["1"], estateId: 1, gridId: 1 }],
  committees: [
    { id: 1, code: "property", name: "p", calendar: null },
    { id: 2, code: "security", name: "s", calendar: null },
    { id: 3, code: "welfare", name: "w", calendar: null },
  ],
  calendar: officeHours,
  members: [
    member("lead", "lead", 1),
    member("assignee", "member", 1),
    member("colleague", "member", 1),
    member("other_lead", "lead", 2),
    member("assisting", "member", 3),
    member("grid", "grid_worker", null, [1]),
    member("other_grid", "grid_worker", null, [2]),
    member("staff", "staff", null),
    member("admin", "admin", null),
  ],
  former: [],
  duties: [],
  shifts: [],
  standIns: [],
};
const NOON = new Date("2026-11-23T12:00:00+08:00");
const TICKET: Ticket = {
  id: 1,
  code: "A1042",
  category: "property",
  matter: "电梯故障",
  urgency: "normal",
  state: "accepted",
  private: false,
  place: { building: "3", unit: "1", room: null, spot: null },
  round: 0,
  returns: 0,
  handbacks: 0,
  disputes: 0,
  answeredAt: null,
  waiting: null,
  outcome: null,
  correctBy: null,
  toldAt: null,
  news: 0,
  mergedId: null,
  assisting: [3],
  createdAt: NOON,
  answerBy: NOON,
  resultBy: NOON,
  reportedAt: null,
  confirmedAt: null,
  result: null,
  rating: null,
  chat: { id: 1, kind: "group", estateId: 1 },
  committeeId: 1,
  assigneeId: PEOPLE.assignee,
  rung: [],
  rings: 0,
  ringAt: null,
  reporters: [
    { personId: PEOPLE.reporter, name: "r", chatId: 1, first: true },
    { personId: PEOPLE.co_reporter, name: "c", chatId: 1, first: false },
  ],
};

const MATRIX: Record<Deed, Who[]> = {
  look: ["reporter", "co_reporter", "lead", "assignee", "colleague", "assisting", "grid", "staff", "admin"],
  read_words: ["lead", "assignee", "colleague", "assisting"],
  read_own: ["reporter", "co_reporter"],
  accept: ["lead", "assignee", "colleague"],
  progress: ["lead", "assignee", "assisting"],
  report: ["lead", "assignee"],
  return: ["lead", "assignee"],
  confirm: ["reporter", "co_reporter"],
  dispute: ["reporter", "co_reporter"],
  rate: ["reporter", "co_reporter"],
  withdraw: ["reporter", "co_reporter"],
  add: ["reporter", "co_reporter"],
  recategorise: ["lead", "staff", "admin"],
  transfer: ["lead", "assignee", "staff"],
  assign: ["lead", "staff"],
  assist: ["lead", "assignee", "staff"],
  restore: ["reporter", "co_reporter"],
  wait: ["lead", "assignee"],
  resume: ["lead", "assignee"],
  extend: ["lead", "assignee"],
  call_back: ["lead", "staff", "admin"],
  merge: ["staff", "admin"],
  split: ["staff", "admin"],
};

test.each(Object.keys(MATRIX) as Deed[])("%s is for exactly those who may", (deed) => {
  const allowed = (Object.keys(PEOPLE) as Who[]).filter((who) => may(deed, PEOPLE[who], TICKET, COMMUNITY));
  expect(allowed.toSorted()).toEqual(MATRIX[deed].toSorted());
});

test("a grid worker sees nothing of a private matter in their grid", () => {
  expect(may("look", PEOPLE.grid, { ...TICKET, private: true }, COMMUNITY)).toBe(false);
  expect(may("look", PEOPLE.staff, { ...TICKET, private: true }, COMMUNITY)).toBe(true);
});

test("a grid worker of another estate sees nothing of a building with the same number", () => {
  const estates = [...COMMUNITY.estates, { id: 2, code: "e2", name: "f" }];
  const twin = { id: 2, number: "3", units: ["1"], estateId: 2, gridId: 2 };
  const two = { ...COMMUNITY, estates, buildings: [...COMMUNITY.buildings, twin] };
  const theirs = { ...TICKET, chat: { ...TICKET.chat, estateId: 2 } };
  expect(may("look", PEOPLE.grid, theirs, two)).toBe(false);
  expect(may("look", PEOPLE.other_grid, theirs, two)).toBe(true);
});

test("what the committee has tried in vain is worked on by the staff, and still by the committee", () => {
  const up = { ...TICKET, disputes: 3 };
  for (const deed of ["accept", "progress", "report", "read_words"] as const) {
    expect([may(deed, PEOPLE.staff, TICKET, COMMUNITY), may(deed, PEOPLE.staff, up, COMMUNITY)]).toEqual([
      false,
      true,
    ]);
    expect(may(deed, PEOPLE.lead, up, COMMUNITY)).toBe(true);
  }
});

test("an assignee who has left the committee has no more rights", () => {
  const left = { ...COMMUNITY, members: COMMUNITY.members.filter((m) => m.personId !== PEOPLE.assignee) };
  expect((Object.keys(MATRIX) as Deed[]).filter((deed) => may(deed, PEOPLE.assignee, TICKET, left))).toEqual(
    [],
  );
});

test.each<[Who, number[]]>([
  ["staff", [1, 2, 3]],
  ["admin", [1, 2, 3]],
  ["lead", [1]],
  ["other_lead", [2]],
  ["assignee", []],
  ["grid", []],
  ["reporter", []],
])("lists and figures for %s cover committees %j", (who, expected) => {
  expect(listedCommittees(PEOPLE[who], COMMUNITY)).toEqual(expected);
});
