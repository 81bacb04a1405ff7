// What is held for a person until they open a private chat, and what of it need not be said by then.

/** Nobody is told of what is older than this. */
const KEPT_MS = 14 * 24 * 3_600_000;
/** A list of the day is of no use the day after. */
const LIST_MS = 24 * 3_600_000;

export type Waiting = {
  key: string;
  /** When it was to be said. */
  at: Date;
  /** When its ticket last changed; null where it has none, or nothing has happened since. */
  movedAt: Date | null;
};

/**
 * Whether a held notice is out of date: a fortnight old, a digest of another day, or a reminder (whose key tells the
 * follow-up) of a ticket in which something has happened since.
 */
export function isPast({ key, at, movedAt }: Waiting, now: Date): boolean {
  const age = now.getTime() - at.getTime();
  if (/^(morning|weekly)-/.test(key)) return age > LIST_MS;
  const reminds = key.startsWith("followup-") || (key.startsWith("rate-") && /-again-\d+$/.test(key));
  return age > KEPT_MS || (reminds && movedAt !== null && movedAt > at);
}

const DAY_MS = 24 * 3_600_000;
const UNANSWERED_MS = 7 * DAY_MS;

/**
 * Whether a person may be shown the way into a private chat again in a group where they were shown it at `last`: not
 * twice a day, and while they have not followed it not twice a week.
 */
export function mayInvite(last: Date | null, { answered, now }: { answered: boolean; now: Date }): boolean {
  if (last === null) return true;
  return now.getTime() - last.getTime() >= (answered ? DAY_MS : UNANSWERED_MS);
}
