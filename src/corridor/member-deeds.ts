import { byWhen, placeName, say } from "#src/dialogue/say.ts";
import { policyOf } from "#src/dialogue/policy.ts";
import { WORK_BUTTONS } from "#src/delivery/notice-parts.ts";
import { leadOf } from "#src/routing/community.ts";
import { deadlines, wallClock } from "#src/tickets/deadline.ts";
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

/** Given back: it waits for the lead, or whoever of the committee takes it; a new answer clock, the same result clock. */
export async function returnTicket(done: Done): Promise<void> {
  const { step, conversation, ticket, text } = done;
  const { flows, community } = step.house;
  const { answerBy } = deadlines(step.now, policyOf(flows, ticket.category, ticket.urgency), wallClock);
  const assigneeId = leadOf(community, ticket.committeeId)?.personId ?? null;
  const patch = { assigneeId, answerBy, returns: ticket.returns + 1 };
  await changeTicket(step, ticket, { verb: "return", actorId: conversation.person.id, text, patch });
  if (assigneeId !== conversation.person.id) {
    await answer(done, say(flows.texts, "return_done", { code: ticket.code }));
  }
}

export async function report(done: Done): Promise<void> {
  const { step, conversation, ticket, text, images } = done;
  const patch = { round: ticket.round + 1, reportedAt: step.now, confirmedAt: null, result: text };
  await changeTicket(step, ticket, { verb: "report", actorId: conversation.person.id, text, images, patch });
  await answer(done, say(step.house.flows.texts, "report_done", { code: ticket.code }));
}
