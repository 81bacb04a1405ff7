import { byWhen, placeName, say } from "#src/dialogue/say.ts";
import { HELP_BUTTONS, WORK_BUTTONS } from "#src/delivery/notice-parts.ts";
import { may } from "#src/desk/permit.ts";
import type { Ticket } from "#src/tickets/ticket.ts";
import { changeTicket, tell } from "./change-ticket.ts";
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
  const { community, flows } = step.house;
  const actorId = conversation.person.id;
  await changeTicket(step, ticket, { verb: "progress", actorId, text, images });
  const owns = may("report", actorId, ticket, community);
  if (!owns) await tellOwner(done);
  const buttons = owns ? WORK_BUTTONS : HELP_BUTTONS;
  await answer(done, say(flows.texts, "progress_done", { code: ticket.code }), buttons);
}

/** Who has the ticket hears what a helper has done. */
async function tellOwner({ step, conversation, ticket, text, images, message }: Done): Promise<void> {
  const { person } = conversation;
  const { assigneeId, code } = ticket;
  if (assigneeId === null) return;
  const said = say(step.house.flows.texts, "task_help_progress", { code, person: person.name, text });
  const about = { key: `helped-${message.id}`, ticketId: ticket.id, messageId: message.id };
  await tell(step, [{ to: { personId: assigneeId }, text: said, buttons: [], images }], about);
}

/** The count of answers asked for, once somebody else has it: one more where it was answered already. */
export function turnAfter(ticket: Ticket): number {
  return ticket.returns + (ticket.answeredAt === null ? 0 : 1);
}
