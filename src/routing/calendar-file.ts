// Office hours as an operator writes them, and as they are counted by.
import { z } from "zod";
import type { Calendar, Window } from "#src/tickets/calendar.ts";

/** In the order of the calendar's weeks, Sunday first. */
const WEEKDAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"] as const;

const HOURS = /^(([01]\d|2[0-3]):[0-5]\d)-(([01]\d|2[0-3]):[0-5]\d|24:00)$/;
const Hours = z
  .string()
  .regex(HOURS, "office hours such as 08:30-12:00")
  .refine((text) => !HOURS.test(text) || windowOf(text).from < windowOf(text).to, {
    error: "office hours that end after they begin",
  });
/** Of one day; none on a day off. */
const DayHours = z.array(Hours).superRefine((all, context) => {
  const windows = all.map(windowOf);
  for (const [index, { from, to }] of windows.entries()) {
    const met = windows.findIndex((other, place) => place < index && from < other.to && other.from < to);
    if (met >= 0 && from < to)
      context.addIssue({
        code: "custom",
        path: [index],
        message: `hours that do not meet ${all[met] ?? ""}`,
      });
  }
});

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const Days = z
  .array(z.string().refine(isDay, { error: "a day there is, such as 2026-10-08" }))
  .superRefine((days, context) => {
    for (const [index, day] of days.entries()) {
      if (days.indexOf(day) < index)
        context.addIssue({ code: "custom", path: [index], message: "each day once" });
    }
  });

function isDay(text: string): boolean {
  const at = Date.parse(`${text}T00:00:00Z`);
  return DAY.test(text) && !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}

/** What a calendar of the community file holds beside its code: either each weekday's hours, or days with the same ones. */
export const CALENDAR = {
  week: z.partialRecord(z.enum(WEEKDAYS), DayHours).optional(),
  days: z.array(z.enum(WEEKDAYS)).min(1).optional(),
  windows: DayHours.optional(),
  statutory: z.boolean().default(true),
  open: Days.default([]),
  closed: Days.default([]),
};

type Written = {
  week?: { [day in (typeof WEEKDAYS)[number]]?: string[] | undefined } | undefined;
  days?: (typeof WEEKDAYS)[number][] | undefined;
  windows?: string[] | undefined;
  statutory: boolean;
  open: string[];
  closed: string[];
};

/** Refuses a calendar written in both ways or neither, without a working day, or with a day both open and closed. */
export function refineCalendar(written: Written, context: z.RefinementCtx): void {
  const { week, days, windows, open, closed } = written;
  const issue = (message: string, path: PropertyKey[] = []) =>
    context.addIssue({ code: "custom", path, message });
  if ((week === undefined) === (days === undefined && windows === undefined))
    issue("either week, or days and windows");
  else if (week === undefined && (days === undefined || windows === undefined))
    issue("days together with windows");
  else if (calendarFrom(written).week.every((hours) => hours.length === 0))
    issue("a working day", [week ? "week" : "windows"]);
  for (const [index, day] of closed.entries()) {
    if (open.includes(day)) issue("a day that is not among open", ["closed", index]);
  }
}

/** The calendar that a checked one of the file describes, each day's hours in order. */
export function calendarFrom({ week, days = [], windows = [], statutory, open, closed }: Written): Calendar {
  const hours = (day: (typeof WEEKDAYS)[number]) => week?.[day] ?? (days.includes(day) ? windows : []);
  return {
    week: WEEKDAYS.map((day) =>
      hours(day)
        .map(windowOf)
        .toSorted((a, b) => a.from - b.from),
    ),
    statutory,
    open: open.toSorted(),
    closed: closed.toSorted(),
  };
}

function windowOf(text: string): Window {
  const [from = "", to = ""] = text.split("-");
  return { from: minutes(from), to: minutes(to) };
}

/** Minutes from midnight of a time such as 08:30. */
export function minutes(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
}

/** A calendar in one line; two that say the same are the same. */
export function calendarText({ week, statutory, open, closed }: Calendar): string {
  const days = WEEKDAYS.map((day, index) => ({ day, hours: (week[index] ?? []).map(windowText).join(" ") }));
  const kinds = [...new Set(days.map(({ hours }) => hours))].filter((hours) => hours !== "");
  const weekly = kinds.map((hours) => {
    const same = days.filter((other) => other.hours === hours).map(({ day }) => day);
    return `${same.join(",")} ${hours}`;
  });
  return [
    ...weekly,
    statutory ? "the state's holidays" : "no holidays",
    ...(open.length > 0 ? [`open ${open.join(" ")}`] : []),
    ...(closed.length > 0 ? [`closed ${closed.join(" ")}`] : []),
  ].join("; ");
}

function windowText({ from, to }: Window): string {
  return `${timeText(from)}-${timeText(to)}`;
}

/** The time so many minutes after midnight: 08:30. */
export function timeText(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
}
