// What is said when an answer to a closing does not come, or a bad rating is not put right.
import { atPlace, byWhen, say } from "#src/dialogue/say.ts";
import { silenceEnds } from "#src/followups/plan.ts";
import { firstReporter } from "#src/tickets/ticket.ts";
import type { Ticket } from "#src/tickets/ticket.ts";
import { SOLVED_BUTTONS, STARS, nameOf, plain, toStaff } from "./notice-parts.ts";
import type { Draft, Room } from "./notice-parts.ts";
import { correctors, gradesLine, outcomeOf } from "./tell-closing.ts";

const DAY_MS = 24 * 3_600_000;

/** The first reporter has not said whether it is solved, or how well it was done. */
export function remindOfClosing(ticket: Ticket, room: Room): Draft[] {
  const personId = firstReporter(ticket)?.personId ?? null;
  if (personId === null) return [];
  if (ticket.confirmedAt) return [remindOfStars(ticket, personId, room)];
  const { texts, now } = room;
  const planned = silenceEnds(ticket.reportedAt ?? now).getTime();
  const endAt = byWhen(new Date(Math.max(planned, now.getTime() + DAY_MS)), now).replace(/前$/, "");
  const values = { code: ticket.code, matter: ticket.matter, at: atPlace(ticket.place), endAt };
  const text = say(texts, outcomeOf(ticket) === "solved" ? "reported_reminder" : "other_reminder", values);
  return [{ to: { personId }, text, buttons: SOLVED_BUTTONS }];
}

/** The neighbour who was asked beside the first reporter has not answered. */
export function remindSecond(ticket: Ticket, personId: number, { texts }: Room): Draft {
  const values = { code: ticket.code, matter: ticket.matter, at: atPlace(ticket.place) };
  return { to: { personId }, text: say(texts, "second_reminder", values), buttons: SOLVED_BUTTONS };
}

/** Somebody was asked for stars and has given none. */
export function remindOfStars({ code, matter }: Ticket, personId: number, { texts }: Room): Draft {
  const text = say(texts, "rate_reminder", { code, matter, grades: gradesLine(texts) });
  return { to: { personId }, text, buttons: STARS };
}

/** A bad rating is to be put right soon: whose it is hears it. Overdue: all of the staff. */
export function remindOfCorrection(ticket: Ticket, room: Room, overdue: boolean): Draft[] {
  const { texts, community, now } = room;
  const values = {
    code: ticket.code,
    matter: ticket.matter,
    correctBy: byWhen(ticket.correctBy ?? now, now),
  };
  const [corrector = null] = correctors(ticket, community);
  if (!overdue) {
    const text = say(texts, "correction_reminder", values);
    return correctors(ticket, community).map((personId) => plain(personId, text));
  }
  const text = say(texts, "correction_overdue", { ...values, person: nameOf(corrector, community, texts) });
  return toStaff(room, text);
}
