import { say } from "#src/dialogue/say.ts";
import { readCommittee } from "#src/desk/named.ts";
import { helpAsked } from "#src/delivery/tell-handing-on.ts";
import { nameOf } from "#src/delivery/notice-parts.ts";
import { changeTicket, tell } from "./change-ticket.ts";
import { answer } from "./done.ts";
import type { Done } from "./done.ts";
import { committeesAsked, onDutyIn } from "./hand-on.ts";

/** 协办: a second committee helps, who is on duty there is told; the ticket stays with its owner, who alone closes it. */
export async function assist(done: Done): Promise<void> {
  const { step, conversation, ticket, text, message } = done;
  const { community, flows } = step.house;
  const { texts } = flows;
  const { committee, rest } = readCommittee(text, community);
  if (!committee) return answer(done, committeesAsked(step));
  const values = { code: ticket.code, committee: committee.name };
  if (committee.id === ticket.committeeId || ticket.assisting.includes(committee.id))
    return answer(done, say(texts, "assist_same", values));
  const { assigneeId: helperId } = await onDutyIn(step, ticket, committee);
  const actorId = conversation.person.id;
  await step.rooms.tickets.assist(ticket.id, committee.id, step.now);
  const note = { committee: committee.code };
  const changed = await changeTicket(step, ticket, { verb: "assist", actorId, text: rest, note });
  const words = await step.rooms.tickets.words(ticket.id);
  const asking = { ticket: changed, words, text: rest, actorId, helperId };
  const about = { key: `help-${message.id}`, ticketId: ticket.id, messageId: message.id };
  await tell(step, helpAsked(asking, { texts, community, now: step.now }), about);
  const person = nameOf(helperId, community, texts);
  await answer(done, say(texts, "assist_done", { ...values, person }));
}
