// What the notices of all verbs are made of: who is addressed, and the words that many of them use.
import type { Image } from "#src/message.ts";
import { byWhen, placeName, say } from "#src/dialogue/say.ts";
import type { Texts } from "#src/dialogue/texts.ts";
import { households } from "#src/tickets/household.ts";
import { memberOrFormer, staffOf } from "#src/routing/community.ts";
import type { Community } from "#src/routing/community.ts";
import { firstReporter } from "#src/tickets/ticket.ts";
import type { Reporter, Ticket, Verb } from "#src/tickets/ticket.ts";
import { quote } from "./quote.ts";
import type { Words } from "./quote.ts";

export type Change = {
  verb: Verb;
  ticket: Ticket;
  before: Ticket;
  actorId: number | null;
  /** What was said with it: a result, a reason, a supplement, stars. */
  text: string;
  /** Pictures that came with it. */
  images?: Image[];
  /** In an emergency: the number to call. */
  call?: string | null;
  /** Whether a person is asked to look at the category first. */
  review?: boolean;
  /** Whether somebody may be in danger. */
  danger?: boolean;
  /** What the event tells beside its words. */
  note?: object;
  /** The reporters' words so far. */
  words: Words;
};
export type Draft = {
  to: { personId: number } | { chatId: number; personId: number | null };
  text: string;
  buttons: string[];
  images?: Image[];
  /** See delivery/outbox. */
  pressing?: boolean;
  invites?: boolean;
  reaction?: string;
  asks?: "place";
};
export type Room = { texts: Texts; community: Community; now: Date };

export const TASK_BUTTONS = ["接单", "退单"];
export const WORK_BUTTONS = ["进展", "办结", "退单"];
export const HELP_BUTTONS = ["进展"];
export const SOLVED_BUTTONS = ["已解决", "没解决"];
export const STARS = ["1", "2", "3", "4", "5"];

/** The member gets the ticket. */
export function assignment(change: Change, { texts, now }: Room): Draft[] {
  const { ticket } = change;
  const common = { ...facts(change, texts), ...limits(ticket, now) };
  const first = change.danger ? say(texts, "task_danger", {}) : "";
  const review = first + (change.review ? say(texts, "task_review", {}) : "");
  return toAssignee(ticket, say(texts, "task", { ...common, review }), TASK_BUTTONS, picturesOf(change));
}

/** Who has it, and who else was rung for it; but for `not`, who know already. */
export function allRung(ticket: Ticket, not: (number | null)[] = []): number[] {
  const asked = ticket.assigneeId === null ? [] : [ticket.assigneeId];
  return [...new Set([...asked, ...ticket.rung])].filter((personId) => !not.includes(personId));
}

export function facts(change: Change, texts: Texts) {
  const { ticket } = change;
  return {
    code: ticket.code,
    matter: ticket.matter,
    urgency: texts.words.urgencies[ticket.urgency],
    place: [placeName(ticket.place, "full") || texts.words.nowhere, ...touched(ticket, texts)].join(" · "),
    words: quote(change.words),
  };
}

/** How many households a ticket touches, for those who work on it; nothing where it is one. */
export function touched(ticket: Ticket, texts: Texts): string[] {
  const count = households(ticket.reporters);
  return count > 1 ? [say(texts, "touched", { count: String(count) })] : [];
}

export function limits(ticket: Ticket, now: Date) {
  return { answerBy: byWhen(ticket.answerBy, now), resultBy: byWhen(ticket.resultBy, now) };
}

export function toReporters(ticket: Ticket, text: string, images: Image[] = []): Draft[] {
  return ticket.reporters.map((reporter: Reporter) => ({ ...plain(reporter.personId, text), images }));
}

export function toAssignee(
  ticket: Ticket,
  text: string,
  buttons: string[] = [],
  images: Image[] = [],
): Draft[] {
  return ticket.assigneeId === null ? [] : [{ to: { personId: ticket.assigneeId }, text, buttons, images }];
}

export function picturesOf(change: Change): Image[] {
  return change.words.flatMap(({ images }) => images);
}

export function plain(personId: number, text: string): Draft {
  return { to: { personId }, text, buttons: [] };
}

export function toStaff({ community }: Room, text: string): Draft[] {
  return staffOf(community).map((personId) => plain(personId, text));
}

/** True when the group in which it was reported may hear of its stages. */
export function inGroup(ticket: Ticket): boolean {
  return ticket.chat.kind === "group" && !ticket.private && firstReporter(ticket) !== null;
}

/** What the group hears of how many households it touched; nothing where it was one. */
export function crowd(ticket: Ticket, texts: Texts): string {
  const count = households(ticket.reporters);
  return count > 1 ? say(texts, "group_touched", { count: String(count) }) : "";
}

export function nameOf(personId: number | null, community: Community, texts: Texts): string {
  return memberOrFormer(community, personId)?.name ?? texts.words.nobody;
}
