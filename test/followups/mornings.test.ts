import { expect, test } from "vitest";
import { shanghaiIso } from "#src/clock.ts";
import { nextMorning, peopleAtOpening } from "#src/followups/digest-days.ts";
import { inOfficeHours, weekBefore, weekOpeningAfter } from "#src/followups/mornings.ts";
import type { Community } from "#src/routing/community.ts";
import { officeHours } from "#src/tickets/calendar.ts";
import type { Calendar } from "#src/tickets/calendar.ts";

const local = (time: string) => new Date(`${time}:00+08:00`);
const minute = (at: Date) => shanghaiIso(at).slice(0, 16);

test.each<[string, string, string]>([
  ["stays in office hours", "2026-11-23T09:00", "2026-11-23T09:00"],
  ["waits for the opening in the early morning", "2026-11-23T06:00", "2026-11-23T08:30"],
  ["waits for the next working day after closing", "2026-11-27T17:30", "2026-11-30T08:30"],
  ["waits over the holidays", "2026-10-01T10:00", "2026-10-08T08:30"],
  ["stays on a make-up Saturday", "2026-10-10T16:00", "2026-10-10T16:00"],
  ["waits over the year's end", "2026-12-31T20:00", "2027-01-04T08:30"],
])("what is said by itself %s", (_, at, expected) => {
  expect(minute(inOfficeHours(officeHours, local(at)))).toBe(expected);
});

test.each<[string, string, string]>([
  ["on Monday", "2026-11-20T12:00", "2026-11-23T08:30"],
  ["a week later from its own moment on", "2026-11-23T08:30", "2026-11-30T08:30"],
  ["on Thursday where the holidays end on Wednesday", "2026-10-02T12:00", "2026-10-08T08:30"],
  ["not in a week without a working day", "2026-02-14T12:00", "2026-02-24T08:30"],
])("the week's digest comes %s", (_, after, expected) => {
  expect(minute(weekOpeningAfter(officeHours, local(after)))).toBe(expected);
});

test.each<[string, string, [string, string]]>([
  ["the week before", "2026-11-23T08:30", ["2026-11-16T00:00", "2026-11-23T00:00"]],
  ["the same on a later day", "2026-11-27T16:00", ["2026-11-16T00:00", "2026-11-23T00:00"]],
  ["two weeks after one without a working day", "2026-02-24T08:30", ["2026-02-09T00:00", "2026-02-23T00:00"]],
])("it is about %s", (_, at, expected) => {
  const { from, to } = weekBefore(officeHours, local(at));
  expect([minute(from), minute(to)]).toEqual(expected);
});

/** A committee that works in the afternoons, and on Saturdays. */
const afternoons: Calendar = {
  ...officeHours,
  week: [[], ...Array.from({ length: 6 }, () => [{ from: 13 * 60, to: 20 * 60 }])],
  statutory: false,
};
const member = (personId: number, committeeId: number | null) => ({ id: personId, personId, committeeId });
const community = {
  calendar: officeHours,
  committees: [
    { id: 1, calendar: null },
    { id: 2, calendar: afternoons },
  ],
  members: [member(11, 1), member(12, 2), member(13, null), member(14, 1), member(14, 2)],
} as unknown as Community;

test.each<[string, string, string]>([
  ["when the office opens", "2026-11-23T07:00", "2026-11-23T08:30"],
  ["when a committee with other hours does", "2026-11-23T08:30", "2026-11-23T13:00"],
  ["the next morning", "2026-11-23T13:00", "2026-11-24T08:30"],
  ["on a Saturday that only one committee works", "2026-11-27T13:00", "2026-11-28T13:00"],
])("the next morning digest comes %s", (_, after, expected) => {
  expect(minute(nextMorning(community, local(after)))).toBe(expected);
});

test.each<[string, string, string, number[]]>([
  ["at half past eight, who works office hours", "2026-11-23T08:30", "2026-11-23T08:30", [11, 13, 14]],
  ["at one, who begins then and not who had it before", "2026-11-23T13:00", "2026-11-23T13:00", [12]],
  [
    "at eleven, for who was not told at half past eight",
    "2026-11-23T08:30",
    "2026-11-23T11:00",
    [11, 13, 14],
  ],
  ["at two after a morning's outage, both", "2026-11-23T08:30", "2026-11-23T14:00", [11, 12, 13, 14]],
  ["after a week's outage, today's only", "2026-11-16T08:30", "2026-11-23T09:00", [11, 13, 14]],
  ["at night, nobody", "2026-11-23T08:30", "2026-11-23T22:00", []],
  ["on a day off, nobody", "2026-11-20T08:30", "2026-11-22T14:00", []],
  ["on a holiday, who works all the same", "2026-09-30T13:00", "2026-10-01T13:00", [12, 14]],
])("the morning digest is for: %s", (_, since, now, expected) => {
  const people = peopleAtOpening(community, { since: local(since), now: local(now) });
  expect([...people]).toEqual(expected);
});
