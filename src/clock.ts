// Time passes through here: the one place that asks the system's clock.

export type Clock = { now(): Date };

export const systemClock: Clock = { now: () => new Date() };

/** A clock that stands still until it is set; it never goes back. */
export function simulatedClock(start: Date): Clock & { set(to: Date): void } {
  let current = start;
  return {
    now: () => current,
    set: (to) => {
      if (to > current) current = to;
    },
  };
}

const SHANGHAI_OFFSET = 8 * 3_600_000;

/** The wall clock in China (UTC+8 all year). `weekday` is 0 for Sunday, `minute` counts from midnight. */
export function shanghai(at: Date): {
  year: number;
  month: number;
  day: number;
  weekday: number;
  minute: number;
} {
  const local = new Date(at.getTime() + SHANGHAI_OFFSET);
  return {
    year: local.getUTCFullYear(),
    month: local.getUTCMonth() + 1,
    day: local.getUTCDate(),
    weekday: local.getUTCDay(),
    minute: local.getUTCHours() * 60 + local.getUTCMinutes(),
  };
}

/** ISO 8601 with China's offset, to the second: 2026-11-23T09:00:00+08:00. */
export function shanghaiIso(at: Date): string {
  return new Date(at.getTime() + SHANGHAI_OFFSET).toISOString().slice(0, 19) + "+08:00";
}

/** A day in China as YYYY-MM-DD. */
export type Day = string;

/** The day in China on which a moment falls. */
export function dayOf(at: Date): Day {
  return new Date(at.getTime() + SHANGHAI_OFFSET).toISOString().slice(0, 10);
}

/** The day `count` days later. */
export function dayAfter(day: Day, count = 1): Day {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * 86_400_000).toISOString().slice(0, 10);
}

/** The moment `minute` minutes after a day begins in China. */
export function momentOf(day: Day, minute: number): Date {
  return new Date(Date.parse(`${day}T00:00:00Z`) - SHANGHAI_OFFSET + minute * 60_000);
}

/** The weekday of a day, 0 for Sunday. */
export function weekdayOf(day: Day): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay();
}
