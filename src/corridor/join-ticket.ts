import type { Conversation, Heard } from "#src/intake/inbox.ts";
import type { Decision } from "#src/triage/decide.ts";
import { joinable } from "#src/tickets/duplicate.ts";
import { allows } from "#src/tickets/ticket.ts";
import type { Ticket } from "#src/tickets/ticket.ts";
import { raiseIfPressing } from "./add-to-ticket.ts";
import { changeTicket } from "./change-ticket.ts";
import type { Outcome, Step } from "./house.ts";

const JOIN_WINDOW_MS = 24 * 3_600_000;
const WAIT_MS = 5000;

/** "+1": the neighbour joins the ticket that they answer to, else the one last spoken of in the group. */
export async function joinTicket(step: Step, conversation: Conversation, message: Heard): Promise<Outcome> {
  const { rooms, now } = step;
  await rooms.inbox.holdChat(conversation.chat.id);
  const reference = message.replyTo
    ? await rooms.inbox.reference(conversation.chat.id, message.replyTo)
    : null;
  // The request that it joins may itself still be gathered: wait for its turn.
  const gathering = await rooms.inbox.gathering(conversation.chat.id, {
    before: message.id,
    not: conversation.id,
  });
  const waits = reference
    ? gathering.find((turn) => turn.messageIds.includes(reference.messageId ?? 0))
    : gathering.at(-1);
  if (waits) return { again: new Date(Math.max(waits.dueAt.getTime(), now.getTime()) + WAIT_MS) };
  const since = new Date(now.getTime() - JOIN_WINDOW_MS);
  const latest = reference
    ? null
    : joinable(
        conversation.chat.id,
        await rooms.tickets.candidates(conversation.chat.id, conversation.person.id, since),
        now,
      );
  const spoken = latest ? [latest.id] : [];
  const tickets = await lockAll(step, reference?.ticketIds ?? spoken);
  const ticket = tickets.find((candidate) => !candidate.private && allows(candidate.state, "join"));
  if (!ticket) return "forget";
  return joinWith(step, conversation, { ticket, messages: [message] });
}

/** The tickets with these ids, each locked. */
export async function lockAll({ rooms }: Step, ids: number[]): Promise<Ticket[]> {
  const tickets: Ticket[] = [];
  for (const id of ids) {
    const ticket = await rooms.tickets.lock(id);
    if (ticket) tickets.push(ticket);
  }
  return tickets;
}

type Joining = { ticket: Ticket; messages: Heard[]; decision?: Decision };

/**
 * Adds the person to a locked ticket's reporters, with what they said beyond a mere "+1"; a more pressing need raises
 * it. One who is among them already changes nothing.
 */
export async function joinWith(step: Step, conversation: Conversation, joining: Joining): Promise<Outcome> {
  const { ticket, messages, decision } = joining;
  const { person, chat } = conversation;
  if (ticket.reporters.some((reporter) => reporter.personId === person.id)) return "forget";
  const { tickets } = step.rooms;
  await tickets.addReporter(ticket.id, { personId: person.id, chatId: chat.id, at: step.now });
  await tickets.link(ticket.id, messages);
  const words = messages.filter((message) => message.gate !== "join");
  const emergency = step.house.flows.emergency.kinds.find((kind) => kind.matter === ticket.matter);
  const joined = await changeTicket(step, ticket, {
    verb: "join",
    actorId: person.id,
    text: words.map((message) => message.text).join(" "),
    images: words.flatMap((message) => message.images),
    call: decision?.emergency?.call ?? (ticket.urgency === "emergency" ? (emergency?.call ?? null) : null),
  });
  if (decision)
    await raiseIfPressing(step, joined, { decision, text: words.map((message) => message.text).join(" ") });
  return "keep";
}
