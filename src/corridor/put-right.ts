import { byWhen, say } from "#src/dialogue/say.ts";
import { correctors } from "#src/delivery/tell-closing.ts";
import { plain, nameOf } from "#src/delivery/notice-parts.ts";
import { calendarOf } from "#src/routing/community.ts";
import { hasCorrection } from "#src/tickets/asked.ts";
import { addLimit } from "#src/tickets/deadline.ts";
import type { Ticket } from "#src/tickets/ticket.ts";
import { changeTicket, tell } from "./change-ticket.ts";
import { answer } from "./done.ts";
import type { Done } from "./done.ts";
import type { Step } from "./house.ts";

/** So few stars ask for more than thanks. */
export const BAD_STARS = 2;

/**
 * A bad rating opens a correction, one for a closing. Returns what is said to who gave it; null where the rating is not
 * bad, or the closing's correction is over already.
 */
export async function openCorrection(
  step: Step,
  ticket: Ticket,
  { personId, stars }: { personId: number; stars: number },
): Promise<string | null> {
  if (stars > BAD_STARS) return null;
  const { flows, community } = step.house;
  const opened = hasCorrection(await step.rooms.tickets.clockEvents(ticket.id));
  const calendar = calendarOf(community, ticket.committeeId);
  const correctBy = opened ? ticket.correctBy : addLimit(step.now, flows.clocks.correction, calendar);
  if (!correctBy) return null;
  const doing = { verb: "correct", actorId: personId, text: String(stars), patch: { correctBy } } as const;
  if (!opened) await changeTicket(step, ticket, doing);
  const [corrector = null] = correctors(ticket, community);
  return say(flows.texts, "rated_low", {
    code: ticket.code,
    stars: String(stars),
    person: nameOf(corrector, community, flows.texts),
    correctBy: byWhen(correctBy, step.now),
  });
}

/** 回访: who was not satisfied hears what was put right, and is asked nothing. */
export async function callBack(done: Done): Promise<void> {
  const { step, conversation, ticket, text } = done;
  const { texts } = step.house.flows;
  const personId = conversation.person.id;
  if (!ticket.correctBy) return answer(done, say(texts, "call_back_none", { code: ticket.code }));
  const ratings = await step.rooms.tickets.ratings(ticket.id, ticket.round);
  await changeTicket(step, ticket, {
    verb: "call_back",
    actorId: personId,
    text,
    patch: { correctBy: null },
  });
  const person = nameOf(personId, step.house.community, texts);
  const words = say(texts, "called_back", { code: ticket.code, matter: ticket.matter, person, text });
  const told = ratings.filter(({ stars }) => stars <= BAD_STARS);
  await tell(
    step,
    told.map((rating) => plain(rating.personId, words)),
    { key: `called-back-${ticket.id}-${ticket.round}`, ticketId: ticket.id, messageId: null },
  );
  await answer(done, say(texts, "call_back_done", { code: ticket.code }));
}
