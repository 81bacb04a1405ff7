import type { Conversation, Heard, Reference } from "#src/intake/inbox.ts";
import { isAgreeing, joinReach } from "#src/triage/signals.ts";
import { isStillAbout, joinable } from "#src/tickets/duplicate.ts";
import { allows, isReporter } from "#src/tickets/ticket.ts";
import type { Line } from "#src/tickets/duplicate.ts";
import type { Ticket } from "#src/tickets/ticket.ts";
import { LINES, joinCard } from "./card-voices.ts";
import type { Outcome, Step } from "./house.ts";
import { joinWith, lockAll } from "./join-ticket.ts";
import { reportOwn } from "./report-own.ts";

const JOIN_WINDOW_MS = 24 * 3_600_000;
const WAIT_MS = 5000;

/**
 * "+1": the neighbour joins the ticket that they answer to, else the one that the talk in the group is about. Who says
 * that it is so at their own place, which is another, has reported a matter of their own.
 */
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
  const waits = message.replyTo
    ? gathering.find((turn) => turn.messageIds.includes(reference?.messageId ?? 0))
    : gathering.at(-1);
  if (waits) return { again: new Date(Math.max(waits.dueAt.getTime(), now.getTime()) + WAIT_MS) };
  const ticket = await ticketMeant(step, conversation, { message, reference });
  if (!ticket) return joinCard(step, conversation, { message, reference });
  const own = await reportOwn(step, conversation, { ticket, message });
  return own ?? joinWith(step, conversation, { ticket, messages: [message] });
}

type Meant = { message: Heard; reference: Reference | null };

/** The public ticket that a joining message is about, locked. What answers to something else is about none. */
async function ticketMeant(
  step: Step,
  conversation: Conversation,
  { message, reference }: Meant,
): Promise<Ticket | null> {
  const spoken = message.replyTo ? [] : await spokenOf(step, conversation, message);
  const tickets = await lockAll(step, reference?.ticketIds ?? spoken);
  const isSign = isAgreeing(message.text, step.house.flows.rulebook);
  const open = tickets.filter(({ private: own, state }) => !own && allows(state, "join"));
  // A sign under what has been done is applause.
  return open.find(({ state }) => !isSign || state !== "reported") ?? null;
}

/** The ticket of the chat last spoken of, if that is what the message comes after. */
async function spokenOf(
  { rooms, now }: Step,
  { id: not, chat, person }: Conversation,
  message: Heard,
): Promise<number[]> {
  const since = new Date(now.getTime() - JOIN_WINDOW_MS);
  const latest = joinable(chat.id, await rooms.tickets.candidates(chat.id, person.id, since), now);
  if (!latest) return [];
  const said = await rooms.inbox.lines(chat.id, { before: message.id, not }, LINES);
  const lines = said.map(({ ticketIds, gate, personId }): Line => {
    if (ticketIds.includes(latest.id)) return "about";
    return gate === "join" || isReporter(latest, personId) ? "along" : "else";
  });
  return isStillAbout(lines, joinReach(message.text)) ? [latest.id] : [];
}
