import { byWhen, placeName, say } from "#src/dialogue/say.ts";
import { WORK_BUTTONS } from "#src/delivery/notice-parts.ts";
import { leadOf } from "#src/routing/community.ts";
import type { Ticket } from "#src/tickets/ticket.ts";
import { changeTicket } from "./change-ticket.ts";
import { answer } from "./done.ts";
import type { Done } from "./done.ts";

export async function accept(done: Done): Promise<void> {
  const { step, conversation, ticket } = done;
  const actorId = conversation.person.id;
  await changeTicket(step, ticket, { verb: "accept", actorId, patch: { assigneeId: actorId } });
  const { texts } = step.house.flows;
  const text = say(texts, "task_accepted", {
    code: ticket.code,
    matter: ticket.matter,
    place: placeName(ticket.place, "full") || texts.words.nowhere,
    resultBy: byWhen(ticket.resultBy, step.now),
  });
  await answer(done, text, WORK_BUTTONS);
}

export async function progress(done: Done): Promise<void> {
  const { step, conversation, ticket, text, images } = done;
  await changeTicket(step, ticket, { verb: "progress", actorId: conversation.person.id, text, images });
  await answer(done, say(step.house.flows.texts, "progress_done", { code: ticket.code }), WORK_BUTTONS);
}

/** Given back: it waits for the lead, or whoever of the committee takes it, while its clocks run on. */
export async function returnTicket(done: Done): Promise<void> {
  const { step, conversation, ticket, text } = done;
  const { flows, community } = step.house;
  const assigneeId = leadOf(community, ticket.committeeId)?.personId ?? null;
  const patch = { assigneeId, handbacks: ticket.handbacks + 1, returns: turnAfter(ticket) };
  await changeTicket(step, ticket, { verb: "return", actorId: conversation.person.id, text, patch });
  if (assigneeId !== conversation.person.id) {
    await answer(done, say(flows.texts, "return_done", { code: ticket.code }));
  }
}

/** The count of answers asked for, once somebody else has it: one more where it was answered already. */
export function turnAfter(ticket: Ticket): number {
  return ticket.returns + (ticket.answeredAt === null ? 0 : 1);
}

export async function report(done: Done): Promise<void> {
  const { step, conversation, ticket, text, images } = done;
  const patch = { round: ticket.round + 1, reportedAt: step.now, confirmedAt: null, result: text };
  await changeTicket(step, ticket, { verb: "report", actorId: conversation.person.id, text, images, patch });
  await answer(done, say(step.house.flows.texts, "report_done", { code: ticket.code }));
}
