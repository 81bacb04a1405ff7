// When the house speaks by itself: stage news in office hours, digests at the opening.
import { dayAfter, dayOf, momentOf, weekdayOf } from "#src/clock.ts";
import type { Day } from "#src/clock.ts";
import {
  closing,
  isOpenAt,
  isWorkingDay,
  nextWorkingDay,
  opening,
  workingDayBefore,
} from "#src/tickets/calendar.ts";
import type { Calendar } from "#src/tickets/calendar.ts";

/** A moment of office hours as it is; before them the day's opening, else that of the next working day. */
export function inOfficeHours(calendar: Calendar, at: Date): Date {
  return isOpenAt(calendar, at) ? at : openingAfter(calendar, at);
}

/** The first opening of a working day after a moment. */
export function openingAfter(calendar: Calendar, at: Date): Date {
  const today = dayOf(at);
  const opens = opening(calendar, today);
  if (isWorkingDay(calendar, today) && opens > at) return opens;
  return opening(calendar, nextWorkingDay(calendar, today));
}

/** Whether a moment lies between opening and closing of a working day; the lunch break does. */
export function isWithinDay(calendar: Calendar, at: Date): boolean {
  const today = dayOf(at);
  return isWorkingDay(calendar, today) && at >= opening(calendar, today) && at < closing(calendar, today);
}

/** The first opening after a moment of a week's first working day; a week of days off has none. */
export function weekOpeningAfter(calendar: Calendar, at: Date): Date {
  for (let monday = mondayOf(dayOf(at)); ; monday = dayAfter(monday, 7)) {
    const first = nextWorkingDay(calendar, monday, true);
    if (mondayOf(first) === monday && opening(calendar, first) > at) return opening(calendar, first);
  }
}

/** What a week's digest is about: the week before; where that was off, also the last one with a working day. */
export function weekBefore(calendar: Calendar, at: Date): { from: Date; to: Date } {
  const monday = mondayOf(dayOf(at));
  const from = mondayOf(workingDayBefore(calendar, monday));
  return { from: momentOf(from, 0), to: momentOf(monday, 0) };
}

/** The Monday of a day's week. */
export function mondayOf(day: Day): Day {
  return dayAfter(day, -((weekdayOf(day) + 6) % 7));
}

/** A day as a number that people can read: 20261123. */
export function roundOf(day: Day): number {
  return Number(day.replaceAll("-", ""));
}
