import { byWhen, say } from "#src/dialogue/say.ts";
import { ask } from "#src/dialogue/step.ts";
import { SOLVED_BUTTONS, STARS, nameOf } from "#src/delivery/notice-parts.ts";
import { leadOf } from "#src/routing/community.ts";
import { allows } from "#src/tickets/ticket.ts";
import type { Ticket } from "#src/tickets/ticket.ts";
import { changeTicket, tell } from "./change-ticket.ts";
import { answer } from "./done.ts";
import type { Done } from "./done.ts";
import type { Step } from "./house.ts";
import { answerUndoable } from "./undo.ts";

/** 已解决: asks for stars, once for each closing and person. */
export async function confirm({ step, conversation, ticket, message }: Done): Promise<void> {
  const personId = conversation.person.id;
  const { texts } = step.house.flows;
  const text = say(texts, "rate_ask", { code: ticket.code, matter: ticket.matter });
  // Its key says it once: a second press of the same closing asks for no second rating.
  const asked = await tell(step, [{ to: { personId }, text, buttons: STARS }], {
    key: `rate-${ticket.id}-${ticket.round}-${personId}`,
    ticketId: ticket.id,
    messageId: message.id,
  });
  if (asked === 0) return;
  const patch = isFirst(ticket, personId) && ticket.state === "reported" ? { confirmedAt: step.now } : {};
  await changeTicket(step, ticket, { verb: "confirm", actorId: personId, patch });
}

/** 没解决: it goes back to the lead, or whoever of the committee takes it, with limits that begin anew. */
export async function dispute(done: Done): Promise<void> {
  const { step, conversation, ticket, text } = done;
  const { community, flows } = step.house;
  const doing = { actorId: conversation.person.id, text: text === "" ? (SOLVED_BUTTONS[1] ?? "") : text };
  const changed = allows(ticket.state, "dispute")
    ? await changeTicket(step, ticket, {
        verb: "dispute",
        ...doing,
        patch: {
          assigneeId: leadOf(community, ticket.committeeId)?.personId ?? ticket.assigneeId,
          returns: ticket.returns + 1,
          disputes: ticket.disputes + 1,
          confirmedAt: null,
        },
      })
    : await changeTicket(step, ticket, { verb: "add", ...doing });
  const person = nameOf(changed.assigneeId, community, flows.texts);
  const resultBy = byWhen(changed.resultBy, step.now);
  await answer(done, say(flows.texts, "disputed", { code: ticket.code, person, resultBy }));
  await step.rooms.inbox.await(conversation.id, ask("more", ticket.id, step.now));
}

/** Stars, once for each closing and person; the first reporter's end the ticket. */
export async function rate(done: Done): Promise<void> {
  const { step, conversation, ticket, text } = done;
  const { texts } = step.house.flows;
  const personId = conversation.person.id;
  const stars = Number(text);
  const rating = { round: ticket.round, personId, stars, at: step.now };
  const before = await step.rooms.tickets.rate(ticket.id, rating);
  if (before !== null) {
    return answer(done, say(texts, "rated_twice", { code: ticket.code, stars: String(before) }));
  }
  const first = isFirst(ticket, personId);
  const patch = first ? { rating: stars } : {};
  const rated = await changeTicket(step, ticket, { verb: "rate", actorId: personId, text, patch });
  if (first && allows(rated.state, "end")) await changeTicket(step, rated, { verb: "end", actorId: null });
  await answer(done, say(texts, "rated", { code: ticket.code, stars: text }));
}

/** 撤回: done at once; for a while a button takes it back, unless neighbours go on with it. */
export async function withdraw(done: Done): Promise<void> {
  const { step, conversation, ticket } = done;
  const answerWith = ticket.reporters.length > 1 ? answer : answerUndoable;
  await answerWith(done, await giveUp(step, ticket, conversation.person.id));
}

/** The reporter wants nothing any more; returns what they are told. Neighbours who joined still wait for the result. */
export async function giveUp(step: Step, ticket: Ticket, personId: number): Promise<string> {
  const { texts } = step.house.flows;
  if (ticket.reporters.length > 1) {
    await step.rooms.tickets.removeReporter(ticket.id, personId);
    await changeTicket(step, ticket, { verb: "leave", actorId: personId });
    return say(texts, "left", { code: ticket.code });
  }
  await changeTicket(step, ticket, { verb: "withdraw", actorId: personId });
  return say(texts, "withdrawn", { code: ticket.code });
}

function isFirst(ticket: Ticket, personId: number): boolean {
  return ticket.reporters.some((reporter) => reporter.first && reporter.personId === personId);
}
