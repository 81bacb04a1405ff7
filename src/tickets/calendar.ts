// Office hours as data, and how limits are counted by them.
import { dayAfter, dayOf, momentOf, shanghai, weekdayOf } from "#src/clock.ts";
import type { Day } from "#src/clock.ts";
import { statutory } from "./statutory.ts";

/** A stretch of office hours, in minutes from midnight in China. */
export type Window = { from: number; to: number };
export type Calendar = {
  /** The windows of each weekday from Sunday on; a weekday without any is a day off. At least one has some. */
  week: Window[][];
  /** Whether the state's holidays and make-up days hold. */
  statutory: boolean;
  /** Days worked or not worked whatever the week and the state say. */
  open: Day[];
  closed: Day[];
};

const OFFICE: Window[] = [
  { from: 8 * 60 + 30, to: 12 * 60 },
  { from: 14 * 60, to: 17 * 60 + 30 },
];
/** The hours of a residents' committee where the community says nothing else: Monday to Friday, with a lunch break. */
export const officeHours: Calendar = {
  week: [[], OFFICE, OFFICE, OFFICE, OFFICE, OFFICE, []],
  statutory: true,
  open: [],
  closed: [],
};

/** The office hours of a day, earliest first; none on a day off. A make-up day that has none of its own has those of the first weekday that has. */
export function hoursOn(calendar: Calendar, day: Day): Window[] {
  if (calendar.closed.includes(day)) return [];
  const own = calendar.week[weekdayOf(day)] ?? [];
  const usual =
    own.length > 0
      ? own
      : (calendar.week.slice(1).find((windows) => windows.length > 0) ?? calendar.week[0] ?? []);
  if (calendar.open.includes(day)) return usual;
  const special = calendar.statutory ? statutory(day) : null;
  if (special === "holiday") return [];
  return special === "make_up" ? usual : own;
}

export function isWorkingDay(calendar: Calendar, day: Day): boolean {
  return hoursOn(calendar, day).length > 0;
}

/** Whether the office is open at a moment. */
export function isOpenAt(calendar: Calendar, at: Date): boolean {
  const { minute } = shanghai(at);
  return hoursOn(calendar, dayOf(at)).some(({ from, to }) => minute >= from && minute < to);
}

/** The first working day after `day`, or `day` itself where `orSame` and it is one. Throws where a year holds none. */
export function nextWorkingDay(calendar: Calendar, day: Day, orSame = false): Day {
  return seek(calendar, orSame ? day : dayAfter(day), 1);
}

/** The last working day before `day`. Throws where a year holds none. */
export function workingDayBefore(calendar: Calendar, day: Day): Day {
  return seek(calendar, dayAfter(day, -1), -1);
}

function seek(calendar: Calendar, from: Day, step: 1 | -1): Day {
  let day = from;
  for (let tried = 0; tried < 400; tried += 1) {
    if (isWorkingDay(calendar, day)) return day;
    day = dayAfter(day, step);
  }
  throw new Error(`calendar: expected a working day within 400 days of ${from}, got none`);
}

/** When the office opens on a day; midnight on a day off. */
export function opening(calendar: Calendar, day: Day): Date {
  const [first] = hoursOn(calendar, day);
  return momentOf(day, first?.from ?? 0);
}

/** When the office closes on a working day. */
export function closing(calendar: Calendar, day: Day): Date {
  return momentOf(day, Math.max(...hoursOn(calendar, day).map(({ to }) => to)));
}

/**
 * The close of the `count`th working day after `from`: the day itself does not count (民法典 §201); what comes after
 * closing or on a day off counts as made on the next working day.
 */
export function addWorkingDays(calendar: Calendar, from: Date, count: number): Date {
  const today = dayOf(from);
  const inTime = isWorkingDay(calendar, today) && from < closing(calendar, today);
  let day = inTime ? today : nextWorkingDay(calendar, today);
  for (let step = 0; step < count; step += 1) day = nextWorkingDay(calendar, day);
  return closing(calendar, day);
}

/** The close of the `count`th natural day after that of `from`; a last day off moves to the next working day (民法典 §203). */
export function addDays(calendar: Calendar, from: Date, count: number): Date {
  return closing(calendar, nextWorkingDay(calendar, dayAfter(dayOf(from), count), true));
}
