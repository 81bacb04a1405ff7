import { spawnSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dayAfter, dayOf, shanghaiIso } from "#src/clock.ts";
import {
  addDays,
  addWorkingDays,
  hoursOn,
  isOpenAt,
  isWorkingDay,
  officeHours,
  workingDayBefore,
} from "#src/tickets/calendar.ts";
import type { Calendar } from "#src/tickets/calendar.ts";
import { statutory, unpublishedYears } from "#src/tickets/statutory.ts";

const at = (time: string) => new Date(`${time}:00+08:00`);
const minute = (moment: Date) => shanghaiIso(moment).slice(0, 16);

test.each([
  ["Friday afternoon before a make-up Saturday", "2026-10-09T16:30", "2026-10-10T17:30"],
  ["the afternoon before a holiday week", "2026-09-30T15:00", "2026-10-08T17:30"],
  ["in the middle of the holidays", "2026-10-03T10:00", "2026-10-09T17:30"],
  ["an ordinary Monday", "2026-11-23T09:00", "2026-11-24T17:30"],
  ["at the very minute of closing", "2026-11-23T17:30", "2026-11-25T17:30"],
  ["a minute before it", "2026-11-23T17:29", "2026-11-24T17:30"],
  ["before the office opens", "2026-11-23T00:01", "2026-11-24T17:30"],
  ["in the lunch break", "2026-11-23T13:00", "2026-11-24T17:30"],
  ["Friday night", "2026-11-27T23:59", "2026-12-01T17:30"],
  ["a Sunday that is worked", "2026-09-20T10:00", "2026-09-21T17:30"],
  ["New Year's Eve", "2026-12-31T10:00", "2027-01-04T17:30"],
])("one working day from %s", (_, from, expected) => {
  expect(minute(addWorkingDays(officeHours, at(from), 1))).toBe(expected);
});

test.each([
  ["a last day in the holidays moves on", "2026-09-30T15:00", 7, "2026-10-08T17:30"],
  ["a last day at the weekend moves on", "2026-11-22T09:00", 6, "2026-11-30T17:30"],
  ["a make-up Saturday is a last day like any other", "2026-10-03T10:00", 7, "2026-10-10T17:30"],
  ["at midnight the new day has begun", "2026-11-24T00:00", 7, "2026-12-01T17:30"],
  ["a minute before midnight it has not", "2026-11-23T23:59", 7, "2026-11-30T17:30"],
  ["over the end of the year", "2026-12-28T10:00", 15, "2027-01-12T17:30"],
])("natural days: %s", (_, from, days, expected) => {
  expect(minute(addDays(officeHours, at(from), days))).toBe(expected);
});

test.each([
  ["2026-02-14", "make_up"],
  ["2026-02-17", "holiday"],
  ["2026-10-10", "make_up"],
  ["2026-11-23", null],
  ["2027-01-01", "holiday"],
  ["2027-02-05", "holiday"],
  ["2027-02-08", "holiday"],
  ["2027-02-09", null],
  ["2027-04-05", "holiday"],
  ["2027-05-03", null],
  ["2027-06-09", "holiday"],
  ["2027-09-15", "holiday"],
  ["2028-01-25", "holiday"],
])("%s is %s, published or by the law alone", (day, expected) => {
  expect(statutory(day)).toBe(expected);
});

test.each([
  ["2026-01-01", ["2027"]],
  ["2026-12-31", ["2027"]],
  ["2025-11-24", []],
  ["2027-01-01", ["2027", "2028"]],
])("on %s the schedules of %j are missing", (today, years) => {
  expect(unpublishedYears(today)).toEqual(years);
});

test.each(["America/Los_Angeles", "Pacific/Kiritimati"])(
  "statutory days are the same on a machine in %s",
  (zone) => {
    const script =
      'import { statutory } from "#src/tickets/statutory.ts"; console.log(["2027-02-05", "2027-02-06", "2027-02-09", "2026-10-07", "2026-10-08"].map(statutory).join());';
    const run = spawnSync(process.execPath, ["--input-type=module", "-e", script], {
      env: { ...process.env, TZ: zone },
    });
    expect(run.stdout.toString().trim()).toBe("holiday,holiday,,holiday,");
  },
);

describe("a committee's own hours", () => {
  const evening: Calendar = {
    week: [[], [{ from: 1080, to: 1260 }], [], [], [], [], [{ from: 540, to: 720 }]],
    statutory: false,
    open: ["2026-11-25"],
    closed: ["2026-11-28"],
  };
  test("are open in their windows only", () => {
    expect(isOpenAt(evening, at("2026-11-23T18:00"))).toBe(true);
    expect(isOpenAt(evening, at("2026-11-23T21:00"))).toBe(false);
    expect(isOpenAt(officeHours, at("2026-11-23T13:00"))).toBe(false);
  });
  test("close a day by hand, and open another with the usual windows", () => {
    expect([hoursOn(evening, "2026-11-28"), hoursOn(evening, "2026-11-25")]).toEqual([
      [],
      [{ from: 1080, to: 1260 }],
    ]);
  });
  test("end a limit when they close", () => {
    expect(minute(addWorkingDays(evening, at("2026-11-23T12:00"), 1))).toBe("2026-11-25T21:00");
  });
});

const moments = fc.date({ min: at("2026-01-01T00:00"), max: at("2027-11-30T00:00"), noInvalidDate: true });

test("a limit falls on a working day, never earlier than the count says, and later reports are never due sooner", () => {
  fc.assert(
    fc.property(moments, moments, fc.integer({ min: 1, max: 20 }), (one, other, count) => {
      const [earlier, later] = one < other ? [one, other] : [other, one];
      for (const add of [addWorkingDays, addDays]) {
        const due = add(officeHours, earlier, count);
        expect(isWorkingDay(officeHours, dayOf(due))).toBe(true);
        expect(dayOf(due) >= dayAfter(dayOf(earlier), count)).toBe(true);
        expect(add(officeHours, later, count) >= due).toBe(true);
      }
    }),
  );
});

test("the working day before the next one is the day itself", () => {
  fc.assert(
    fc.property(moments, (moment) => {
      const due = dayOf(addWorkingDays(officeHours, moment, 1));
      const before = workingDayBefore(officeHours, due);
      expect(isWorkingDay(officeHours, before) && before < due).toBe(true);
    }),
  );
});
