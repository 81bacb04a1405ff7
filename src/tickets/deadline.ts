import type { Limit } from "#src/dialogue/flow.ts";
import type { Policy } from "#src/dialogue/policy.ts";
import type { Category, Urgency } from "#src/words.ts";
import { dayAfter, dayOf } from "#src/clock.ts";
import { addDays, addWorkingDays, isWorkingDay } from "./calendar.ts";
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

type Start = { at: Date; urgency: Urgency; of?: string };
type Pause = { from: Date; to: Date | null };
type Run = {
  category: Category;
  /** Each gives a limit; the earliest holds. */
  starts: Start[];
  /** Where it had to be answered anew. */
  answerFrom: Start | null;
  answeredAt: Date | null;
  pauses: Pause[];
  until: Date | null;
};

/**
 * When a person must have answered and when there must be a result, from a ticket's events alone (民法典 §201–203 for
 * the counting, see calendar.ts). What the house itself does stops no clock. A report that is raised, or takes in
 * another ticket, has the earlier of its limits; giving back or passing on leaves them as they are, only one that was
 * answered already has to be answered anew; 没解决 begins anew. Throws where there is no event `found`.
 */
export function deadlines(events: readonly ClockEvent[], policies: Policies, calendar: Calendar): Deadlines {
  let run: Run | null = null;
  for (const event of events) run = run === null ? begin(event) : next(run, event);
  if (run === null) throw new Error("deadlines: expected an event found, got none");
  const { category, starts, answerFrom, answeredAt, pauses, until } = run;
  const result = earliest(
    starts.map(({ at, urgency }) => shifted(at, policies(category, urgency).result, pauses, calendar)),
  );
  return {
    answerBy: earliest(
      (answerFrom ? [answerFrom] : starts).map(({ at, urgency }) =>
        addLimit(at, policies(category, urgency).answer, calendar),
      ),
    ),
    resultBy: until ?? result,
    answeredAt,
    paused: pauses.some(({ to }) => to === null),
    extended: until !== null,
  };
}

function begin({ kind, at, data }: ClockEvent): Run | null {
  const { category, urgency, since } = data;
  if (kind !== "found" || !category || !urgency) return null;
  const starts = [{ at: since ? new Date(since) : at, urgency }];
  return { category, starts, answerFrom: null, answeredAt: null, pauses: [], until: null };
}

const ANSWERS = new Set(["accepted", "handling", "reported"]);
/** After these somebody else has to answer. */
const HANDS_ON = new Set(["returned", "transferred", "assigned", "restored"]);

function next(run: Run, event: ClockEvent): Run {
  const { kind, actorId, at, data } = event;
  const urgency = data.urgency ?? present(run);
  if (ANSWERS.has(kind) && actorId !== null) {
    return { ...run, answeredAt: run.answeredAt ?? at, pauses: ended(run.pauses, at) };
  }
  if (HANDS_ON.has(kind)) return handedOn(run, { at, urgency });
  switch (kind) {
    case "raised":
      return { ...run, starts: [...run.starts, { at, urgency }], until: null };
    case "recategorised": {
      const raised = urgency === present(run) ? [] : [{ at, urgency }];
      const other = { category: data.to ?? run.category, starts: [...run.starts, ...raised], until: null };
      return { ...(data.moved ? handedOn(run, { at, urgency }) : run), ...other };
    }
    case "disputed":
      return {
        ...run,
        starts: [{ at, urgency }],
        answerFrom: null,
        answeredAt: null,
        pauses: [],
        until: null,
      };
    case "paused":
      return { ...run, pauses: [...ended(run.pauses, at), { from: at, to: null }] };
    case "resumed":
      return { ...run, pauses: ended(run.pauses, at) };
    case "extended":
      return { ...run, until: data.until ? new Date(data.until) : null };
    case "absorbed":
      return data.merged ? { ...run, starts: [...run.starts, startOf(data.merged)] } : run;
    case "released":
      return { ...run, starts: run.starts.filter(({ of }) => of === undefined || of !== data.released) };
    default:
      return run;
  }
}

/** Somebody else has it: where it was answered already, it has to be answered anew. */
function handedOn(run: Run, from: Start): Run {
  const again = run.answeredAt === null ? {} : { answerFrom: from, answeredAt: null };
  return { ...run, ...again, pauses: ended(run.pauses, from.at) };
}

function startOf({ code, since, urgency }: NonNullable<ClockData["merged"]>): Start {
  return { at: new Date(since), urgency, of: code };
}

/** The urgency that holds now: the last that was named. */
function present(run: Run): Urgency {
  return run.starts.findLast(({ of }) => of === undefined)?.urgency ?? "normal";
}

function ended(pauses: Pause[], at: Date): Pause[] {
  return pauses.map((pause) => ({ ...pause, to: pause.to ?? at }));
}

function earliest(limits: Date[]): Date {
  return new Date(Math.min(...limits.map((limit) => limit.getTime())));
}

const MINUTE = 60_000;

function addLimit(from: Date, limit: Limit, calendar: Calendar): Date {
  if ("minutes" in limit) return new Date(from.getTime() + limit.minutes * MINUTE);
  if ("hours" in limit) return new Date(from.getTime() + limit.hours * 60 * MINUTE);
  if ("workingDays" in limit) return addWorkingDays(calendar, from, limit.workingDays);
  return addDays(calendar, from, limit.days);
}

/**
 * A limit with the pauses after its start added in its own unit: round the clock what was paused to the minute, else
 * the days that ended during a pause. A pause that lasts adds nothing yet.
 */
function shifted(from: Date, limit: Limit, pauses: Pause[], calendar: Calendar): Date {
  const over = pauses.flatMap(({ from: begun, to }) =>
    to !== null && to > from ? [{ begun: begun > from ? begun : from, to }] : [],
  );
  const ms = over.reduce((sum, { begun, to }) => sum + to.getTime() - begun.getTime(), 0);
  if ("minutes" in limit || "hours" in limit) return new Date(addLimit(from, limit, calendar).getTime() + ms);
  const days = over.flatMap(({ begun, to }) => daysBetween(begun, to));
  if ("days" in limit) return addLimit(from, { days: limit.days + days.length }, calendar);
  const worked = days.filter((day) => isWorkingDay(calendar, day)).length;
  return addLimit(from, { workingDays: limit.workingDays + worked }, calendar);
}

/** The days after that of `from`, up to that of `to`. */
function daysBetween(from: Date, to: Date): string[] {
  const last = dayOf(to);
  const days: string[] = [];
  for (let day = dayAfter(dayOf(from)); day <= last; day = dayAfter(day)) days.push(day);
  return days;
}
