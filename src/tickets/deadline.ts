import type { Limit } from "#src/dialogue/flow.ts";
import type { Policy } from "#src/dialogue/policy.ts";
import type { Category, Urgency, Waiting } from "#src/words.ts";
import { dayAfter, dayOf, momentOf } from "#src/clock.ts";
import { addDays, addWorkingDays, closing, isWorkingDay } from "./calendar.ts";
import type { Calendar } from "./calendar.ts";

/** How soon a person answers and a result is there, for a category and an urgency. */
export type Policies = (category: Category, urgency: Urgency) => Policy;
/** What the clocks read of an event; its `data` as the verbs write it. */
export type ClockEvent = { kind: string; actorId: number | null; at: Date; data: ClockData };
export type ClockData = {
  category?: Category;
  urgency?: Urgency;
  /** When it was said, where that was before it was written down. */
  since?: string;
  /** Of a recategorisation: the new category. */
  to?: Category;
  /** Whether it went to another committee by it. */
  moved?: boolean;
  /** Of a pause: what is waited for. */
  waiting?: Waiting;
  /** Of an extension: the new result limit. */
  until?: string;
  /** Of a ticket taken in: its own starting point. */
  merged?: { code: string; since: string; urgency: Urgency };
  /** Of one let go again: its code. */
  released?: string;
};
export type Deadlines = {
  answerBy: Date;
  resultBy: Date;
  /** When a person answered; null while the answer clock runs. */
  answeredAt: Date | null;
  /** Whether the result clock stands still. */
  paused: boolean;
  /** Whether the result limit has been put off since it began to run. */
  extended: boolean;
};

/** What a limit is counted from: a report, one taken in (`of`), or an extension to the day of `until`. */
type Start = { at: Date; urgency: Urgency; of?: string; until?: Date };
type Pause = { from: Date; to: Date | null; waiting: Waiting | null };
type Run = {
  category: Category;
  /** The urgency that holds now: the last that was named. */
  urgency: Urgency;
  /** Each gives a limit; the earliest holds. */
  answer: Start[];
  result: Start[];
  answeredAt: Date | null;
  pauses: Pause[];
};

/**
 * When a person must have answered and when there must be a result, from a ticket's events alone (民法典 §201–203 for
 * the counting, see calendar.ts). What the house itself does stops no clock. A report that is raised, or takes in
 * another ticket, has the earlier of its limits; giving back or passing on leaves them as they are, only one that was
 * answered already has to be answered anew; 没解决 begins anew. An extension holds for what was running then, not for
 * what is raised or taken in later; a pause puts it off like any limit. Throws where there is no event `found`.
 */
export function deadlines(events: readonly ClockEvent[], policies: Policies, calendar: Calendar): Deadlines {
  let run: Run | null = null;
  for (const event of events) run = run === null ? begin(event) : next(run, event);
  if (run === null) throw new Error("deadlines: expected an event found, got none");
  const { category, answer, result, answeredAt, pauses } = run;
  return {
    answerBy: earliest(
      answer.map(({ at, urgency }) => addLimit(at, policies(category, urgency).answer, calendar)),
    ),
    resultBy: earliest(
      result.map((start) => resultOf(start, policies(category, start.urgency).result, pauses, calendar)),
    ),
    answeredAt,
    paused: pauses.some(({ to }) => to === null),
    extended: result.some(({ until }) => until !== undefined),
  };
}

/** What a ticket's result limit is counted from, each with its urgency. */
export function startsOf(events: readonly ClockEvent[]): { at: Date; urgency: Urgency }[] {
  let run: Run | null = null;
  for (const event of events) run = run === null ? begin(event) : next(run, event);
  return run?.result ?? [];
}

function begin({ kind, at, data }: ClockEvent): Run | null {
  const { category, urgency, since } = data;
  if (kind !== "found" || !category || !urgency) return null;
  return { category, ...anew({ at: since ? new Date(since) : at, urgency }) };
}

/** Both clocks from one report on. */
function anew(start: Start): Omit<Run, "category"> {
  return { urgency: start.urgency, answer: [start], result: [start], answeredAt: null, pauses: [] };
}

/** What each kind of event makes of the clocks; all others leave them as they are. */
const AFTER: Record<string, (run: Run, event: ClockEvent) => Run> = {
  accepted: answered,
  handling: answered,
  reported: answered,
  returned: handedOn,
  transferred: handedOn,
  assigned: handedOn,
  restored: handedOn,
  split: handedOn,
  resumed: goesOn,
  withdrawn: goesOn,
  merged: goesOn,
  raised: (run, { at, data }) => raisedTo(run, data.urgency ?? run.urgency, at),
  recategorised: (run, event) => {
    const { at, data } = event;
    const { urgency = run.urgency, to = run.category } = data;
    const other = { ...(urgency === run.urgency ? run : raisedTo(run, urgency, at)), category: to };
    return data.moved ? handedOn(other, event) : other;
  },
  disputed: ({ category, urgency }, { at, data }) => {
    return { category, ...anew({ at, urgency: data.urgency ?? urgency }) };
  },
  paused: (run, { at, data }) => {
    if (run.urgency === "emergency") return run;
    const pause = { from: at, to: null, waiting: data.waiting ?? null };
    return { ...run, pauses: [...goesOn(run, { at }).pauses, pause] };
  },
  added: (run, event) => (waitsForResident(run) && event.actorId !== null ? goesOn(run, event) : run),
  extended: (run, { at, data }) => {
    const { urgency } = run;
    return data.until ? { ...run, result: [{ at, urgency, until: new Date(data.until) }] } : run;
  },
  absorbed: (run, { at, data }) => (data.merged ? joined(run, startOf(data.merged), at) : run),
  released: (run, { data }) => {
    const stays = ({ of }: Start) => of === undefined || of !== data.released;
    return { ...run, answer: run.answer.filter(stays), result: run.result.filter(stays) };
  },
};

function next(run: Run, event: ClockEvent): Run {
  return AFTER[event.kind]?.(run, event) ?? run;
}

/** Only a person answers. */
function answered(run: Run, { actorId, at }: ClockEvent): Run {
  return actorId === null ? run : { ...goesOn(run, { at }), answeredAt: run.answeredAt ?? at };
}

/** Somebody else has it: where it was answered already, it has to be answered anew. */
function handedOn(run: Run, { at, data }: ClockEvent): Run {
  const from = { at, urgency: data.urgency ?? run.urgency };
  const again = run.answeredAt === null ? {} : { answer: [from], answeredAt: null };
  return { ...goesOn(run, { at }), ...again };
}

/** Nothing is waited for any more. */
function goesOn(run: Run, { at }: Pick<ClockEvent, "at">): Run {
  return { ...run, pauses: run.pauses.map((pause) => ({ ...pause, to: pause.to ?? at })) };
}

function raisedTo(run: Run, urgency: Urgency, at: Date): Run {
  return { ...joined(run, { at, urgency }, at), urgency };
}

/** One more report, known from `at` on, that both clocks are counted from; an emergency waits for nothing. */
function joined(run: Run, start: Start, at: Date): Run {
  const both = { ...run, answer: [...run.answer, start], result: [...run.result, start] };
  return start.urgency === "emergency" ? goesOn(both, { at }) : both;
}

function startOf({ code, since, urgency }: NonNullable<ClockData["merged"]>): Start {
  return { at: new Date(since), urgency, of: code };
}

function waitsForResident({ pauses }: Run): boolean {
  return pauses.some(({ to, waiting }) => to === null && waiting === "resident");
}

function earliest(limits: Date[]): Date {
  return new Date(Math.min(...limits.map((limit) => limit.getTime())));
}

const MINUTE = 60_000;

/** The moment a limit that begins at `from` runs out, by this calendar. */
export function addLimit(from: Date, limit: Limit, calendar: Calendar): Date {
  if ("minutes" in limit) return new Date(from.getTime() + limit.minutes * MINUTE);
  if ("hours" in limit) return new Date(from.getTime() + limit.hours * 60 * MINUTE);
  if ("workingDays" in limit) return addWorkingDays(calendar, from, limit.workingDays);
  return addDays(calendar, from, limit.days);
}

/**
 * A result limit with the pauses after its start added in its own unit: round the clock what was paused to the minute,
 * else the days that ended during a pause. A pause that lasts adds nothing yet.
 */
function resultOf({ at, until }: Start, limit: Limit, pauses: Pause[], calendar: Calendar): Date {
  const over = pauses.flatMap(({ from, to }) =>
    to !== null && to > at ? [{ from: from > at ? from : at, to }] : [],
  );
  // An extension to a day that is off by now ends on the next working day, as a limit does.
  const day = until && momentOf(dayOf(until), 0);
  if ("days" in limit) {
    const days = over.flatMap(({ from, to }) => daysEnded(from, to)).length;
    return day ? addDays(calendar, day, days) : addDays(calendar, at, limit.days + days);
  }
  if ("workingDays" in limit) {
    const days = over.flatMap(({ from, to }) => daysWorked(from, to, calendar)).length;
    return addWorkingDays(calendar, day ?? at, (day ? 0 : limit.workingDays) + days);
  }
  const ms = over.reduce((sum, { from, to }) => sum + to.getTime() - from.getTime(), 0);
  return new Date((day ? addDays(calendar, day, 0) : addLimit(at, limit, calendar)).getTime() + ms);
}

/** The days that end, at midnight, after `from` and not after `to`. */
function daysEnded(from: Date, to: Date): string[] {
  const last = dayOf(to);
  const days: string[] = [];
  for (let day = dayOf(from); day < last; day = dayAfter(day)) days.push(day);
  return days;
}

/** The working days whose office hours end between the two. */
function daysWorked(from: Date, to: Date, calendar: Calendar): string[] {
  return [...daysEnded(from, to), dayOf(to)].filter((day) => {
    if (!isWorkingDay(calendar, day)) return false;
    const end = closing(calendar, day);
    return end > from && end <= to;
  });
}
