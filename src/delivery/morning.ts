// The morning digest: what is due today, overdue or waiting for a member, in one message.
import { atPlace, byWhen, say } from "#src/dialogue/say.ts";
import { dayAfter, dayOf, momentOf } from "#src/clock.ts";
import { leadOf, officesOf } from "#src/routing/community.ts";
import type { Community } from "#src/routing/community.ts";
import type { DueTicket } from "#src/tickets/news.ts";
import { plain } from "./notice-parts.ts";
import type { Draft, Room } from "./notice-parts.ts";

const LINES = 10;

type Line = { ticket: DueTicket; by: Date; waits: boolean };

/** When the day ends up to which a digest said at `now` looks. */
export function endOfToday(now: Date): Date {
  return momentOf(dayAfter(dayOf(now)), 0);
}

/** One message to each of these people who has something; none to the others. */
export function morningDigests(tickets: DueTicket[], people: ReadonlySet<number>, room: Room): Draft[] {
  const lines = tickets.flatMap((ticket) => lineOf(ticket, room.now) ?? []);
  const held = Map.groupBy(lines, ({ ticket }) => holderOf(ticket, room.community) ?? 0);
  return [...held].flatMap(([personId, own]) =>
    people.has(personId) ? [plain(personId, digest(own, room))] : [],
  );
}

/** Null for what is neither due today nor overdue nor waiting for somebody in particular. */
function lineOf(ticket: DueTicket, now: Date): Line | null {
  const { state, answerBy, resultBy, correctBy, waiting } = ticket;
  if (state === "reported" || state === "ended") return correctBy && { ticket, by: correctBy, waits: true };
  const asked = state === "routed" || state === "returned";
  const by = asked && answerBy < resultBy ? answerBy : resultBy;
  if (state === "returned") return { ticket, by, waits: true };
  return waiting === null && by < endOfToday(now) ? { ticket, by, waits: false } : null;
}

/** The assignee; the lead for what nobody in office has, and for what is to be put right. */
function holderOf({ assigneeId, committeeId, state }: DueTicket, community: Community): number | null {
  const works = state !== "reported" && state !== "ended";
  if (works && assigneeId !== null && officesOf(community, assigneeId).length > 0) return assigneeId;
  return leadOf(community, committeeId)?.personId ?? null;
}

function digest(lines: Line[], room: Room): string {
  const { texts, now } = room;
  const sorted = lines.toSorted((a, b) => a.by.getTime() - b.by.getTime());
  const due = sorted.filter(({ waits }) => !waits);
  const waiting = sorted.filter(({ waits }) => waits);
  const late = due.filter(({ by }) => by <= now).length;
  const counted = [
    ...(late < due.length ? [say(texts, "digest_today", { count: String(due.length - late) })] : []),
    ...(late > 0 ? [say(texts, "digest_late", { count: String(late) })] : []),
  ];
  const heads = {
    due: counted.join(","),
    waiting: say(texts, "digest_waiting", { count: String(waiting.length) }),
  };
  const list = [...group(heads.due, due, room), ...group(heads.waiting, waiting, room)];
  return say(texts, "digest", { list: list.join("\n") });
}

function group(head: string, lines: Line[], room: Room): string[] {
  if (lines.length === 0) return [];
  const beyond = lines.length - LINES;
  return [
    `${head}:`,
    ...lines.slice(0, LINES).map((line) => lineText(line, room)),
    ...(beyond > 0 ? [say(room.texts, "digest_more", { count: String(beyond) })] : []),
  ];
}

/** Of a private ticket number and matter alone: a telephone shows the first lines to whoever looks at it. */
function lineText({ ticket, by }: Line, { texts, now }: Room): string {
  const { code, matter, state } = ticket;
  if (ticket.private) return say(texts, "digest_private", { code, matter });
  const closed = state === "reported" || state === "ended";
  return say(texts, "digest_line", {
    code,
    matter,
    urgency: texts.words.urgencies[ticket.urgency],
    at: atPlace(ticket.place),
    state: closed ? texts.words.events.correction : texts.words.states[state],
    by: byWhen(by, now),
  });
}
