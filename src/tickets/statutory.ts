// The state's holidays and make-up working days (放假调休), as the State Council's office publishes them each year.
import days from "chinese-days";
import schedule from "chinese-days/dist/chinese-days.json" with { type: "json" };
import { dayAfter } from "#src/clock.ts";
import type { Day } from "#src/clock.ts";

// The schedule as data, since the library's questions about a day depend on the machine's time zone.
const HOLIDAYS = new Set(Object.keys(schedule.holidays));
const MAKE_UP = new Set(Object.keys(schedule.workdays));
const YEARS = new Set(Object.keys(schedule.holidays).map((day) => day.slice(0, 4)));

/** What the state makes of a day: a holiday, a make-up working day, or nothing special (null). */
export type Special = "holiday" | "make_up" | null;

/**
 * A day as the published schedule has it. For a year without one, only the days that the law itself names
 * (全国年节及纪念日放假办法, State Council Decree 795 of 2024) are known: no bridges, no make-up days.
 */
export function statutory(day: Day): Special {
  if (MAKE_UP.has(day)) return "make_up";
  if (HOLIDAYS.has(day)) return "holiday";
  return !isPublished(day) && byLaw(day) ? "holiday" : null;
}

/** Whether the schedule of the day's year is known. */
export function isPublished(day: Day): boolean {
  return YEARS.has(day.slice(0, 4));
}

/** Those of this year and the next whose schedule is not known: their bridges and make-up days are not counted. */
export function unpublishedYears(today: Day): string[] {
  const year = Number(today.slice(0, 4));
  return [String(year), String(year + 1)].filter((known) => !YEARS.has(known));
}

const FIXED = ["01-01", "05-01", "05-02", "10-01", "10-02", "10-03"];
/** Month and day of the lunar year: Spring Festival's first three days, Dragon Boat, Mid-Autumn. */
const LUNAR = ["01/01", "01/02", "01/03", "05/05", "08/15"];

const named = new Map<string, Set<Day>>();

function byLaw(day: Day): boolean {
  const year = day.slice(0, 4);
  const known = named.get(year) ?? daysNamed(year);
  named.set(year, known);
  return known.has(day);
}

function daysNamed(year: string): Set<Day> {
  // With slashes: the library reads a date with dashes as one in Greenwich, a day off in the west.
  const lunar = LUNAR.map((day) => days.getSolarDateFromLunar(`${year}/${day}`).date);
  const eve = dayAfter(lunar[0] ?? `${year}-01-01`, -1);
  return new Set([...FIXED.map((day) => `${year}-${day}`), ...lunar, eve, qingming(Number(year))]);
}

/** 清明, the sun at 15° of longitude: the usual formula for the 21st century. */
function qingming(year: number): Day {
  const short = year % 100;
  return `${year}-04-${String(Math.floor(short * 0.2422 + 4.81) - Math.floor(short / 4)).padStart(2, "0")}`;
}
