import type { Conversation } from "#src/intake/inbox.ts";
import { allows, isReporter } from "#src/tickets/ticket.ts";
import type { Ticket } from "#src/tickets/ticket.ts";
import { changeTicket, tell } from "./change-ticket.ts";
import type { Changed } from "./follow-change.ts";
import type { Step } from "./house.ts";
import { giveUp } from "./reporter-deeds.ts";

/**
 * A message taken back: before its turn nothing comes of it; afterwards its words and pictures leave the message, the
 * ticket's events and the outbox. What stays is what members work with: matter, place and urgency of the ticket, the
 * result or reason that a member gave, and what has already been shown in somebody's chat.
 */
export async function followRecall(step: Step, changed: Changed, at: Date): Promise<void> {
  const { conversation, message, others } = changed;
  const { inbox, corrections, tickets, outbox } = step.rooms;
  await inbox.recall(message.id, at);
  if (!message.handled) {
    const again = others.length > 0 ? conversation.turnDueAt : null;
    await inbox.handled(conversation.id, { keep: [message.id], forget: [], again }, step.now);
    return;
  }
  for (const { ticketId, text, images } of message.tickets) {
    const ticket = await tickets.lock(ticketId);
    if (!ticket) continue;
    const rewording = { from: text, to: step.house.flows.texts.words.recalled };
    await tickets.reword(ticketId, conversation.person.id, rewording);
    await outbox.reword(ticketId, rewording, images);
    await corrections.forget(ticketId);
    await loseWords(step, conversation, { ticket, messageId: message.id });
  }
}

/**
 * A ticket has lost a message of one of its reporters. When it was all that they said and nobody has taken the ticket
 * yet, they want nothing any more; later, and always in an emergency, it goes on and who works on it is told.
 */
export async function loseWords(
  step: Step,
  { person }: Conversation,
  { ticket, messageId }: { ticket: Ticket; messageId: number },
): Promise<void> {
  if (!isReporter(ticket, person.id) || !allows(ticket.state, "recall")) return;
  const waits = ticket.state === "found" || ticket.state === "routed";
  const goesOn = ticket.urgency === "emergency" || !waits;
  const speaks = await step.rooms.tickets.speaks(ticket.id, person.id);
  if (goesOn || speaks) {
    // Of an emergency that nobody tells of any more nobody else is rung.
    const isAlone = !speaks && ticket.reporters.length === 1;
    await changeTicket(step, ticket, {
      verb: "recall",
      actorId: person.id,
      patch: isAlone ? { ringAt: null } : {},
    });
    return;
  }
  const text = await giveUp(step, ticket, person.id);
  const about = { key: `recall-${messageId}-${ticket.id}`, ticketId: ticket.id, messageId };
  await tell(step, [{ to: { personId: person.id }, text, buttons: [] }], about);
}
