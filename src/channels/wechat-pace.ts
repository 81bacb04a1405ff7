// How slowly WeChat is written to: an account that writes like a machine is banned. Pure; times in milliseconds.
import { shanghai } from "#src/clock.ts";

export type Pace = {
  /** The least between two messages; chance makes it up to three times as much. */
  gapMs: number;
  /** Messages a minute, in all. */
  perMinute: number;
  /** Different people a private message goes to within an hour. */
  privatePerHour: number;
  /** China's hours, as minutes of the day, in which only dangers and answers go out; null: none. */
  quiet: { from: number; until: number } | null;
};

export type Sending = {
  chat: string;
  kind: "group" | "private";
  /** A danger to life. */
  pressing: boolean;
  /** When the addressee last wrote in this chat; null: not lately. */
  heardAt: Date | null;
};
/** What has gone out within the last hour. */
export type Gone = { at: Date; chat: string; kind: "group" | "private" };

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** An answer to what somebody wrote so lately is no message out of the blue. */
const ANSWERS_MS = 10 * MINUTE;
const PRESSING_GAP_MS = 300;
/** After the quiet hours not all at the same minute. */
const MORNING_MS = 15 * MINUTE;

/**
 * How long a message must wait; 0 when it may go now. `chance` (0 to 1) makes it uneven and is to be drawn anew for each
 * message.
 */
export function waitOf(
  sending: Sending,
  { gone, now, chance }: { gone: readonly Gone[]; now: Date; chance: number },
  pace: Pace,
): number {
  const last = gone.reduce((latest, one) => Math.max(latest, one.at.getTime()), 0);
  const since = now.getTime() - last;
  if (sending.pressing) return Math.max(0, Math.min(PRESSING_GAP_MS, pace.gapMs) - since);
  const answers = sending.heardAt !== null && now.getTime() - sending.heardAt.getTime() <= ANSWERS_MS;
  const gap = pace.gapMs * (1 + 2 * chance) - since;
  const waits = [gap, minuteWait(gone, now, pace.perMinute)];
  if (!answers) {
    waits.push(quietWait(now, pace.quiet, chance));
    if (sending.kind === "private") waits.push(privateWait(sending.chat, gone, now, pace.privatePerHour));
  }
  return Math.ceil(Math.max(0, ...waits));
}

/** What is still to be remembered, with one more. */
export function noted(gone: readonly Gone[], one: Gone): Gone[] {
  return [...gone.filter(({ at }) => one.at.getTime() - at.getTime() < HOUR), one];
}

function minuteWait(gone: readonly Gone[], now: Date, perMinute: number): number {
  const recent = gone.filter(({ at }) => now.getTime() - at.getTime() < MINUTE).map(({ at }) => at.getTime());
  if (recent.length < perMinute) return 0;
  const free = recent.toSorted((a, b) => a - b)[recent.length - perMinute] ?? now.getTime();
  return free + MINUTE - now.getTime();
}

/** Until fewer people than allowed have been written to within the hour. */
function privateWait(chat: string, gone: readonly Gone[], now: Date, perHour: number): number {
  const latest = new Map<string, number>();
  for (const { at, chat: to, kind } of gone)
    if (kind === "private" && now.getTime() - at.getTime() < HOUR)
      latest.set(to, Math.max(latest.get(to) ?? 0, at.getTime()));
  if (latest.has(chat) || latest.size < perHour) return 0;
  const free = [...latest.values()].toSorted((a, b) => a - b)[latest.size - perHour] ?? now.getTime();
  return free + HOUR - now.getTime();
}

function quietWait(now: Date, quiet: Pace["quiet"], chance: number): number {
  if (quiet === null || quiet.from === quiet.until) return 0;
  const { minute } = shanghai(now);
  const { from, until } = quiet;
  const isQuiet = from < until ? minute >= from && minute < until : minute >= from || minute < until;
  if (!isQuiet) return 0;
  const minutes = (until - minute + 1440) % 1440;
  return minutes * MINUTE - (now.getTime() % MINUTE) + chance * MORNING_MS;
}
