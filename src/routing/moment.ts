import { dayAfter, momentOf } from "#src/clock.ts";
import type { Day } from "#src/clock.ts";

/**
 * A moment in China as files write it: 2026-10-01 08:30, or a day alone, of which `from` means the beginning and `until`
 * the end. Null for what is none.
 */
export function readMoment(text: string, edge: "from" | "until"): Date | null {
  const found = /^(\d{4}-\d{2}-\d{2})(?: ([01]\d|2[0-3]):([0-5]\d))?$/.exec(text);
  const day = found?.[1];
  if (!found || day === undefined || !isDay(day)) return null;
  if (found[2] !== undefined) return momentOf(day, Number(found[2]) * 60 + Number(found[3]));
  return momentOf(edge === "from" ? day : dayAfter(day), 0);
}

/** Whether such a day is in the calendar: 2026-02-29 is not. */
export function isDay(day: Day): boolean {
  const ms = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(day);
}
