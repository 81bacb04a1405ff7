// How many calls are allowed: so many in any minute, so many in a day of China's.
import { shanghai } from "#src/clock.ts";

export type Budget = { minute: number; day: number };

const MINUTE = 60_000;

/** From when calls count against the minute's and the day's budget at `now`. */
export function windows(now: Date): { minute: Date; day: Date } {
  const midnight = now.getTime() - shanghai(now).minute * MINUTE;
  return {
    // A call exactly a minute ago counts no more.
    minute: new Date(now.getTime() - MINUTE + 1),
    day: new Date(midnight - (midnight % MINUTE)),
  };
}

/** Which budget is used up by what was `spent` within its windows; null when one more call is allowed. */
export function usedUp(budget: Budget, spent: Budget): keyof Budget | null {
  if (spent.day >= budget.day) return "day";
  return spent.minute >= budget.minute ? "minute" : null;
}
