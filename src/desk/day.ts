import { dayAfter } from "#src/clock.ts";
import type { Day } from "#src/clock.ts";

const NEAR: Record<string, number> = { 今天: 0, 明天: 1, 后天: 2, 大后天: 3 };
const NAMED = new RegExp(`^(${Object.keys(NEAR).toSorted(longer).join("|")})`);
/** 2026-10-08 and 2026年10月8日; 10-08, 10.8, 10/8 and 10月8日. */
const FULL = /^(\d{4})(?:[-./年])(\d{1,2})(?:[-./月])(\d{1,2})(?!\d)[日号]?/;
const SHORT = /^(\d{1,2})(?:[-./月])(\d{1,2})(?![\d-])[日号]?/;
/** A day without a year that has been this year is next year's only where that is so near. */
const AHEAD_DAYS = 120;

/**
 * The day that a text begins with, as people write it, and the rest of the text; null where it begins with none. One
 * without a year is this year's, or next year's if that is nearer.
 */
export function readDay(text: string, today: Day): { day: Day; rest: string } | null {
  const near = NAMED.exec(text);
  if (near) return { day: dayAfter(today, NEAR[near[0]]), rest: text.slice(near[0].length).trim() };
  const found = FULL.exec(text) ?? SHORT.exec(text);
  if (!found) return null;
  const [said, ...numbers] = found;
  const [date = 0, month = 0, year] = numbers.map(Number).toReversed();
  const day = year === undefined ? nearest(today, month, date) : asDay(year, month, date);
  return day === null ? null : { day, rest: text.slice(said.length).trim() };
}

function nearest(today: Day, month: number, date: number): Day | null {
  const year = Number(today.slice(0, 4));
  const next = asDay(year + 1, month, date);
  const own = asDay(year, month, date);
  const soon = next !== null && next <= dayAfter(today, AHEAD_DAYS);
  return (own === null || own < today) && soon ? next : own;
}

/** Null where the calendar has no such day. */
function asDay(year: number, month: number, date: number): Day | null {
  const day = `${year}-${String(month).padStart(2, "0")}-${String(date).padStart(2, "0")}`;
  const parsed = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(parsed) && new Date(parsed).toISOString().startsWith(day) ? day : null;
}

function longer(a: string, b: string): number {
  return b.length - a.length;
}
