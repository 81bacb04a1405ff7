import { dayAfter, dayOf } from "#src/clock.ts";
import { byWhen } from "#src/dialogue/say.ts";
import { addDays } from "#src/tickets/calendar.ts";
import type { Calendar } from "#src/tickets/calendar.ts";
import type { Ticket } from "#src/tickets/ticket.ts";
import { momentOf } from "#src/clock.ts";
import { readDay } from "./day.ts";

/** The longest a result may be put off, from its limit. */
const MOST_DAYS = 30;

export type Extending = {
  ticket: Pick<Ticket, "code" | "urgency">;
  /** Date and reason as the member wrote them. */
  text: string;
  /** The result limit as it would be if nothing were waited for any more. */
  limit: Date;
  /** Whether it has been put off before. */
  extended: boolean;
  calendar: Calendar;
  now: Date;
};
/** The new limit and why; or the text that says why not. */
export type Extension =
  | { until: Date; reason: string }
  | { refuse: "extend_emergency" | "extend_again"; values: { code: string } }
  | { refuse: "extend_late" | "extend_early"; values: { code: string; resultBy: string } }
  | { refuse: "extend_day" | "extend_past" | "extend_reason"; values: { code: string } }
  | { refuse: "extend_far"; values: { code: string; latest: string } };

/**
 * Reads 延期: once, before the limit is past, with a reason, to a later day at most 30 days after it; it then ends when
 * the office closes on that day, or on the next working day.
 */
export function extend({ ticket, text, limit, extended, calendar, now }: Extending): Extension {
  const { code, urgency } = ticket;
  const resultBy = byWhen(limit, now);
  if (urgency === "emergency") return { refuse: "extend_emergency", values: { code } };
  if (extended) return { refuse: "extend_again", values: { code } };
  if (limit <= now) return { refuse: "extend_late", values: { code, resultBy } };
  const read = readDay(text, dayOf(now));
  if (!read) return { refuse: "extend_day", values: { code } };
  const { day } = read;
  const latest = dayAfter(dayOf(limit), MOST_DAYS);
  if (day < dayOf(now)) return { refuse: "extend_past", values: { code } };
  if (day <= dayOf(limit)) return { refuse: "extend_early", values: { code, resultBy } };
  if (day > latest) return { refuse: "extend_far", values: { code, latest: inWords(latest) } };
  const reason = read.rest.replace(/^[\s,，。:：;；、]+/, "");
  if (reason === "") return { refuse: "extend_reason", values: { code } };
  return { until: addDays(calendar, momentOf(day, 0), 0), reason };
}

function inWords(day: string): string {
  return `${Number(day.slice(5, 7))}月${Number(day.slice(8))}日`;
}
