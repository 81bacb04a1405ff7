import { remind } from "#src/delivery/remind.ts";
import { inOfficeHours } from "#src/followups/mornings.ts";
import { calendarOf } from "#src/routing/community.ts";
import { firstReporter } from "#src/tickets/ticket.ts";
import { askSecond } from "./ask-second.ts";
import { changeTicket, noteTold, planOf, tell } from "./change-ticket.ts";
import { fireDigest } from "./digest.ts";
import { roomOf, runStep } from "./house.ts";
import { postpone } from "./jobs.ts";
import type { House, Step } from "./house.ts";
import { erasePerson } from "./own-data.ts";
import { rateKey } from "./reporter-deeds.ts";
import { ringNext } from "./ring-next.ts";

const GRACE_MS = 24 * 3_600_000;

/** One that belongs to no ticket. */
async function fireApart(step: Step, followUpId: number): Promise<void> {
  const followUp = await step.rooms.followUps.claim(followUpId, step.now);
  if (!followUp) return;
  if (followUp.kind === "delete_person") await erasePerson(step, followUp.round);
  else await fireDigest(step, followUp);
}

/** Step 4, in a worker: a follow-up whose time has come, once, and only if the ticket still needs it. */
export async function fire(house: House, followUpId: number): Promise<void> {
  await runStep(house, async (step) => {
    const { rooms, now } = step;
    const ticketId = await rooms.followUps.ticketOf(followUpId);
    if (ticketId === null) return fireApart(step, followUpId);
    const ticket = await rooms.tickets.lock(ticketId);
    if (!ticket) return;
    const followUp = await rooms.followUps.claim(followUpId, now);
    if (!followUp) return;
    const needed = planOf(step.house, ticket).some(
      ({ kind, round }) => kind === followUp.kind && round === followUp.round,
    );
    if (!needed) return;
    if (followUp.kind === "silence_end") {
      // After an outage reminder and end may be due together; nobody is closed without a day to answer.
      const reminded = await rooms.followUps.firedAt(ticket.id, "silence_reminder", followUp.round);
      const earliest = new Date((reminded?.getTime() ?? 0) + GRACE_MS);
      if (earliest > now) {
        await postpone(step, followUp.id, earliest);
        return;
      }
      await changeTicket(step, ticket, { verb: "end", actorId: null });
      return;
    }
    if (followUp.kind === "ring_next") {
      await ringNext(step, ticket);
      return;
    }
    if (followUp.kind === "stage_news") {
      // After an outage it may be night.
      const hours = inOfficeHours(calendarOf(step.house.community, ticket.committeeId), now);
      if (hours > now) {
        await postpone(step, followUp.id, hours);
        return;
      }
      await noteTold(step, ticket, ticket.news + 1);
    }
    if (followUp.kind === "second_reminder") return askSecond(step, ticket, followUp);
    const room = roomOf(step);
    // Stars are asked for under a key that tells the closing; the same one may come again after its time was put off.
    const stars = followUp.kind === "silence_reminder" && ticket.confirmedAt !== null;
    const key = stars
      ? rateKey(ticket, firstReporter(ticket)?.personId ?? 0, "again")
      : `followup-${followUp.id}-${followUp.dueAt.getTime()}`;
    const about = { key, ticketId: ticket.id, messageId: null };
    await tell(step, remind(followUp.kind, ticket, room), about);
  });
}
