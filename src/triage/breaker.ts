// A breaker before a service that may be down: after failures in a row it is left alone for a while, then tried once.

const FAILURES = 5;
const REST = 60_000;
/** However long the service asks us to wait, it is tried again after this. */
const LONGEST_REST = 3_600_000;

export type Breaker = {
  /** Failures since the last success. */
  failures: number;
  /** Until when nobody calls; after it one call is a trial. Null when calls may pass. */
  restUntil: Date | null;
};

export const CLOSED: Breaker = { failures: 0, restUntil: null };

/**
 * Asked before a call: the breaker as it is once the call is under way, or null when there is to be none.
 * A trial shuts out the others for another rest, so one that never comes back does no harm.
 */
export function enter(breaker: Breaker, now: Date): Breaker | null {
  if (breaker.restUntil === null) return breaker;
  return now < breaker.restUntil ? null : { ...breaker, restUntil: after(now, REST) };
}

/** Told that a call failed at `now`; `wait` is how many seconds the service asked for, null when it did not. */
export function fail(breaker: Breaker, now: Date, wait: number | null): Breaker {
  const failures = breaker.failures + 1;
  const rest = Math.max(failures >= FAILURES ? REST : 0, Math.min((wait ?? 0) * 1000, LONGEST_REST));
  const until = after(now, rest);
  if (rest === 0 || (breaker.restUntil !== null && breaker.restUntil > until))
    return { ...breaker, failures };
  return { failures, restUntil: until };
}

/** Takes a Retry-After header, seconds or a date; returns seconds from `now`, or null when it says nothing. */
export function secondsToWait(header: string | null, now: Date): number | null {
  if (header === null) return null;
  if (/^\d{1,9}$/.test(header.trim())) return Number(header);
  const at = header.endsWith("GMT") ? Date.parse(header) : Number.NaN;
  return Number.isNaN(at) ? null : Math.max(Math.ceil((at - now.getTime()) / 1000), 0);
}

function after(now: Date, ms: number): Date {
  return new Date(now.getTime() + ms);
}
