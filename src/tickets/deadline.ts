import type { Limit } from "#src/dialogue/flow.ts";
import type { Policy } from "#src/dialogue/policy.ts";

/** How time is counted; working days and holidays are the calendar's business. */
export type Calendar = {
  /** The moment `count` working days after `from`. */
  addWorkingDays(from: Date, count: number): Date;
  /** The end of the `count`th natural day after `from`. */
  addDays(from: Date, count: number): Date;
};

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** Every day is a working day and lasts 24 hours. */
export const wallClock: Calendar = {
  addWorkingDays: (from, count) => new Date(from.getTime() + count * DAY),
  addDays: (from, count) => new Date(from.getTime() + count * DAY),
};

/** When a person must have answered and when there must be a result, counted from `from`. */
export function deadlines(
  from: Date,
  policy: Policy,
  calendar: Calendar,
): { answerBy: Date; resultBy: Date } {
  return {
    answerBy: addLimit(from, policy.answer, calendar),
    resultBy: addLimit(from, policy.result, calendar),
  };
}

function addLimit(from: Date, limit: Limit, calendar: Calendar): Date {
  if ("minutes" in limit) return new Date(from.getTime() + limit.minutes * MINUTE);
  if ("hours" in limit) return new Date(from.getTime() + limit.hours * 60 * MINUTE);
  if ("workingDays" in limit) return calendar.addWorkingDays(from, limit.workingDays);
  return calendar.addDays(from, limit.days);
}
