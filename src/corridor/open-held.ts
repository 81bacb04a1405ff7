import type { Conversation } from "#src/intake/inbox.ts";
import { ask, openQuestion, QUESTIONS } from "#src/dialogue/step.ts";
import type { Awaiting } from "#src/dialogue/step.ts";
import { allows } from "#src/tickets/ticket.ts";
import type { Step } from "./house.ts";
import { deliveryJob } from "./jobs.ts";

/**
 * A person can be reached in private: what was held for them goes out, in order. Returns the question that is open in
 * that chat now because of it, or null.
 */
export async function openHeld(
  step: Step,
  { id, person }: { id: number; person: { id: number } },
): Promise<Awaiting | null> {
  let asked: Awaiting | null = null;
  for (const held of await step.rooms.outbox.unhold(person.id, step.now)) {
    step.later(deliveryJob(held.id, step.now), step.now);
    const kind = QUESTIONS.find((known) => known === held.asks);
    if (!kind || held.ticketId === null) continue;
    const ticket = await step.rooms.tickets.lock(held.ticketId);
    // It may have been answered in the group meanwhile.
    if (ticket && ticket.place === null && allows(ticket.state, "add"))
      asked = ask(kind, ticket.id, step.now);
  }
  if (asked) await step.rooms.inbox.await(id, asked);
  return asked;
}

/** The conversation with what was held for its person on the way, and the question that this has opened. */
export async function withHeld(step: Step, conversation: Conversation): Promise<Conversation> {
  if (conversation.chat.kind !== "private") return conversation;
  const asked = await openHeld(step, conversation);
  const open = openQuestion(conversation.awaiting, step.now);
  return asked && !open ? { ...conversation, awaiting: asked } : conversation;
}
