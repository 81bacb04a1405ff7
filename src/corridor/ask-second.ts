import { remindOfStars, remindSecond } from "#src/delivery/remind-closing.ts";
import { SILENCE_REMINDER_MS } from "#src/followups/plan.ts";
import type { FollowUp } from "#src/followups/store.ts";
import { endedBySilence, secondAsked, sinceClosing } from "#src/tickets/asked.ts";
import type { Ticket } from "#src/tickets/ticket.ts";
import { tell } from "./change-ticket.ts";
import { roomOf } from "./house.ts";
import type { Step } from "./house.ts";
import { postpone } from "./jobs.ts";
import { rateKey } from "./reporter-deeds.ts";

/**
 * The one reminder of the neighbour who is asked beside the first reporter: whether it is solved, or for the stars that
 * they were asked for since. Who has answered all hears nothing.
 */
export async function askSecond(step: Step, ticket: Ticket, followUp: FollowUp): Promise<void> {
  const { rooms, now } = step;
  const events = await rooms.tickets.clockEvents(ticket.id);
  const since = sinceClosing(events);
  // Who joined later was asked then, and does not change who was drawn.
  const later = since.filter(({ kind }) => kind === "joined").map(({ actorId }) => actorId);
  const present = ticket.reporters.filter(({ personId }) => !later.includes(personId));
  const personId = secondAsked({ ...ticket, reporters: present })?.personId;
  if (personId === undefined) return;
  const own = since.filter(({ actorId }) => actorId === personId);
  if (own.some(({ kind }) => kind === "rated")) return;
  const room = roomOf(step);
  const about = { ticketId: ticket.id, messageId: null };
  const confirmed = own.find(({ kind }) => kind === "confirmed");
  if (!confirmed) {
    await tell(step, [remindSecond(ticket, personId, room)], { key: `followup-${followUp.id}`, ...about });
    return;
  }
  const due = new Date(confirmed.at.getTime() + SILENCE_REMINDER_MS);
  if (due > now) {
    await postpone(step, followUp.id, due);
    return;
  }
  if (endedBySilence(events)) return;
  await tell(step, [remindOfStars(ticket, personId, room)], {
    key: rateKey(ticket, personId, "again"),
    ...about,
  });
}
