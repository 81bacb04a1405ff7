// Who hears what when a ticket's result clock stands still, goes on or is put off.
import { byWhen, say } from "#src/dialogue/say.ts";
import type { Ticket } from "#src/tickets/ticket.ts";
import { plain, toAssignee, toReporters } from "./notice-parts.ts";
import type { Change, Draft, Room } from "./notice-parts.ts";
import { line } from "./quote.ts";

export const TELL_CLOCK = { wait, resume, extend };

function wait(change: Change, { texts }: Room): Draft[] {
  const { ticket, text } = change;
  if (!ticket.waiting) return [];
  const what = texts.words.waiting[ticket.waiting];
  const values = { code: ticket.code, matter: ticket.matter, what, text: line(text) };
  const told = say(texts, ticket.waiting === "resident" ? "waits_resident" : "waits", values);
  return [...toReporters(ticket, told), ...toOther(change, say(texts, "task_waits", values))];
}

function resume(change: Change, room: Room): Draft[] {
  return [
    ...toReporters(change.ticket, goesOn(change.ticket, room)),
    ...toOther(change, say(room.texts, "task_goes_on", facts(change.ticket, room))),
  ];
}

function extend(change: Change, room: Room): Draft[] {
  const values = { ...facts(change.ticket, room), text: line(change.text) };
  return [
    ...toReporters(change.ticket, say(room.texts, "extended", values)),
    ...toOther(change, say(room.texts, "task_extended", values)),
  ];
}

/** After progress in a ticket that stood still: what follows it to the reporters, else nothing. */
export function progressGoesOn({ before, ticket }: Change, room: Room): string {
  return before.waiting ? `\n${goesOn(ticket, room)}` : "";
}

/** After words that were waited for: that it goes on, to all reporters; and the line that the assignee reads after them. */
export function answeredWait({ before, ticket }: Change, room: Room): { drafts: Draft[]; line: string } {
  if (before.waiting !== "resident" || ticket.waiting) return { drafts: [], line: "" };
  const text = `\n${say(room.texts, "task_goes_on", facts(ticket, room))}`;
  return {
    drafts: ticket.reporters.map(({ personId }) => plain(personId, goesOn(ticket, room))),
    line: text,
  };
}

function goesOn(ticket: Ticket, room: Room): string {
  return say(room.texts, "goes_on", facts(ticket, room));
}

function facts({ code, matter, resultBy }: Ticket, { now }: Room) {
  return { code, matter, resultBy: byWhen(resultBy, now) };
}

/** The assignee, where somebody else has done it. */
function toOther({ ticket, actorId }: Change, text: string): Draft[] {
  return ticket.assigneeId === actorId ? [] : toAssignee(ticket, text);
}
