import { expect, test } from "vitest";
import { shanghaiIso } from "#src/clock.ts";
import { readDay } from "#src/desk/day.ts";
import { extend } from "#src/desk/extend.ts";
import { officeHours } from "#src/tickets/calendar.ts";

const at = (time: string) => new Date(`${time}:00+08:00`);

test.each([
  ["10-08 等配件", "2026-09-30", { day: "2026-10-08", rest: "等配件" }],
  ["10月8日等配件", "2026-09-30", { day: "2026-10-08", rest: "等配件" }],
  ["10月8号 等", "2026-09-30", { day: "2026-10-08", rest: "等" }],
  ["2026-10-08 等", "2026-09-30", { day: "2026-10-08", rest: "等" }],
  ["2026年10月8日等", "2026-09-30", { day: "2026-10-08", rest: "等" }],
  ["10/8 等", "2026-09-30", { day: "2026-10-08", rest: "等" }],
  ["10.8 等", "2026-09-30", { day: "2026-10-08", rest: "等" }],
  ["明天等", "2026-12-31", { day: "2027-01-01", rest: "等" }],
  ["后天", "2026-02-27", { day: "2026-03-01", rest: "" }],
  ["大后天 等", "2026-09-30", { day: "2026-10-03", rest: "等" }],
  ["1-5 等", "2026-12-28", { day: "2027-01-05", rest: "等" }],
  ["10-08 等", "2026-11-23", { day: "2026-10-08", rest: "等" }],
  ["2-29 等", "2027-12-28", { day: "2028-02-29", rest: "等" }],
  ["2月30日 等", "2026-01-28", null],
  ["13-01 等", "2026-01-28", null],
  ["2026-02-29 等", "2026-01-28", null],
  ["下周吧", "2026-01-28", null],
  ["10-081", "2026-09-30", null],
  ["等配件 10-08", "2026-09-30", null],
])("%s, said on %s, is a day", (text, today, expected) => {
  expect(readDay(text, today)).toEqual(expected);
});

const LIMIT = "2026-11-30T17:30";
const ask = (text: string, change: object = {}) =>
  extend({
    ticket: { code: "A1042", urgency: "normal" },
    text,
    limit: at(LIMIT),
    extended: false,
    calendar: officeHours,
    now: at("2026-11-25T10:00"),
    ...change,
  });

test.each([
  ["12-01 等配件", "2026-12-01T17:30", "等配件"],
  ["12月5日,等配件", "2026-12-07T17:30", "等配件"],
  ["2026-12-30:等配件", "2026-12-30T17:30", "等配件"],
])(
  "%s puts the result off to the close of that day, or of the next that is worked",
  (text, until, reason) => {
    const read = ask(text);
    expect("until" in read && [shanghaiIso(read.until).slice(0, 16), read.reason]).toEqual([until, reason]);
  },
);

test.each<[string, string, object]>([
  ["12-01 等配件", "extend_emergency", { ticket: { code: "A1042", urgency: "emergency" } }],
  ["12-01 等配件", "extend_again", { extended: true }],
  ["12-05 等配件", "extend_late", { now: at(LIMIT) }],
  ["过几天 等配件", "extend_day", {}],
  ["11-24 等配件", "extend_past", {}],
  ["今天 等配件", "extend_early", {}],
  ["11-30 等配件", "extend_early", {}],
  ["12-31 等配件", "extend_far", {}],
  ["12-01", "extend_reason", {}],
  ["12-01 ,", "extend_reason", {}],
])("%s is refused: %s", (text, refuse, change) => {
  expect(ask(text, change)).toMatchObject({ refuse });
});
