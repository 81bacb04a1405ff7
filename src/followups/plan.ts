import { dayOf } from "#src/clock.ts";
import { isOpenAt, nextWorkingDay, opening, workingDayBefore } from "#src/tickets/calendar.ts";
import type { Calendar } from "#src/tickets/calendar.ts";
import type { Ticket } from "#src/tickets/ticket.ts";
import { inOfficeHours } from "./mornings.ts";

export const FOLLOW_UPS = [
  "answer_reminder",
  "answer_overdue",
  "result_reminder",
  "result_overdue",
  "silence_reminder",
  "silence_end",
  "delete_person",
  "ring_next",
  "stage_news",
  "morning_digest",
  "weekly_digest",
  "second_reminder",
  "correction_reminder",
  "correction_overdue",
] as const;
export type FollowUpKind = (typeof FOLLOW_UPS)[number];
export type Planned = { kind: FollowUpKind; round: number; dueAt: Date };

const HOUR = 3_600_000;
export const SILENCE_REMINDER_MS = 48 * HOUR;
const SILENCE_END_MS = 72 * HOUR;
const NEWS_MS = 7 * 24 * HOUR;

/**
 * All that is to be done later about a ticket as it stands now; what is planned no longer is dropped by the store.
 * `round` tells repetitions apart: what comes back to the lead is reminded of anew, and each report back is asked about
 * anew, before and after the first reporter's yes.
 */
export function plan(ticket: Ticket, calendar: Calendar): Planned[] {
  const { ringAt, rings } = ticket;
  const ring: Planned[] = ringAt ? [{ kind: "ring_next", round: rings, dueAt: ringAt }] : [];
  return [...stages(ticket, calendar), ...ring];
}

function stages(ticket: Ticket, calendar: Calendar): Planned[] {
  const { state, answerBy, resultBy, round, returns } = ticket;
  const turn = round + returns;
  const overdue: Planned[] = ticket.waiting ? [] : [{ kind: "result_overdue", round: turn, dueAt: resultBy }];
  if (state === "routed" || state === "returned") {
    return [
      { kind: "answer_reminder", round: turn, dueAt: reminder(ticket, answerBy, calendar) },
      { kind: "answer_overdue", round: turn, dueAt: answerBy },
      ...overdue,
      stageNews(ticket, calendar),
    ];
  }
  if (state === "accepted" || state === "handling") {
    if (ticket.waiting) return [stageNews(ticket, calendar)];
    const remindAt = reminder(ticket, resultBy, calendar);
    const reminded: Planned = { kind: "result_reminder", round: turn, dueAt: remindAt };
    return [
      ...(inDigest(ticket, remindAt, calendar) ? [] : [reminded]),
      ...overdue,
      stageNews(ticket, calendar),
    ];
  }
  const asked = ticket.confirmedAt ?? ticket.reportedAt;
  const after = afterClosing(ticket, calendar);
  if (state !== "reported" || !asked) return after;
  const closing = round * 2 + (ticket.confirmedAt ? 1 : 0);
  return [
    { kind: "silence_reminder", round: closing, dueAt: new Date(asked.getTime() + SILENCE_REMINDER_MS) },
    { kind: "silence_end", round: closing, dueAt: new Date(asked.getTime() + SILENCE_END_MS) },
    ...after,
  ];
}

/** What also goes on when the first reporter has ended it: a neighbour is asked too, a bad rating is put right. */
function afterClosing(ticket: Ticket, calendar: Calendar): Planned[] {
  const { state, round, reportedAt, correctBy, reporters } = ticket;
  if (state !== "reported" && state !== "ended") return [];
  const second = reportedAt !== null && reporters.length > 1 ? reportedAt.getTime() : null;
  const eve = correctBy && opening(calendar, workingDayBefore(calendar, dayOf(correctBy)));
  return [
    ...(second === null
      ? []
      : [{ kind: "second_reminder" as const, round, dueAt: new Date(second + SILENCE_REMINDER_MS) }]),
    ...(eve ? [{ kind: "correction_reminder" as const, round, dueAt: eve }] : []),
    ...(correctBy ? [{ kind: "correction_overdue" as const, round, dueAt: correctBy }] : []),
  ];
}

/** When silence ends a ticket that was reported back at `asked`. */
export function silenceEnds(asked: Date): Date {
  return new Date(asked.getTime() + SILENCE_END_MS);
}

/**
 * A week after its reporters last heard of it they hear where it stands, in office hours. The day on which there is to
 * be a result brings that, or the news the working day after.
 */
function stageNews(ticket: Ticket, calendar: Calendar): Planned {
  const { toldAt, createdAt, resultBy, waiting, news } = ticket;
  const week = inOfficeHours(calendar, new Date((toldAt ?? createdAt).getTime() + NEWS_MS));
  const expected = !waiting && dayOf(week) === dayOf(resultBy);
  const dueAt = expected ? opening(calendar, nextWorkingDay(calendar, dayOf(week))) : week;
  return { kind: "stage_news", round: news, dueAt };
}

/** Whether the morning digest, at the opening of the last day, says the same at the same moment. */
function inDigest({ urgency, resultBy }: Ticket, at: Date, calendar: Calendar): boolean {
  const pressing = urgency === "emergency" || urgency === "urgent";
  return !pressing && at.getTime() === opening(calendar, dayOf(resultBy)).getTime();
}

/**
 * A reminder comes when a quarter of the time is left, at most a day before; two hours before where the clock began
 * anew. What is not pressing is reminded of in office hours: else when the office opens on the working day before.
 */
function reminder({ returns, createdAt, urgency }: Ticket, limit: Date, calendar: Calendar): Date {
  const quarter = returns > 0 ? 2 * HOUR : (limit.getTime() - createdAt.getTime()) / 4;
  const at = new Date(limit.getTime() - Math.min(quarter, 24 * HOUR));
  const pressing = urgency === "emergency" || urgency === "urgent";
  if (pressing || isOpenAt(calendar, at)) return at;
  const eve = opening(calendar, workingDayBefore(calendar, dayOf(limit)));
  return eve > createdAt ? eve : opening(calendar, dayOf(limit));
}
