import type { Conversation, Heard } from "#src/intake/inbox.ts";
import type { Decision } from "#src/triage/decide.ts";
import { isReporter } from "#src/tickets/ticket.ts";
import type { Ticket } from "#src/tickets/ticket.ts";
import { raiseIfPressing } from "./add-to-ticket.ts";
import { changeTicket } from "./change-ticket.ts";
import type { Outcome, Step } from "./house.ts";
import { nod } from "./nod.ts";

/** The tickets with these ids, each locked; in the place of one that was merged the one it went into. */
export async function lockAll({ rooms }: Step, ids: number[]): Promise<Ticket[]> {
  const tickets = new Map<number, Ticket>();
  for (const id of ids) {
    let ticket = await rooms.tickets.lock(id);
    while (ticket?.state === "merged" && ticket.mergedId !== null)
      ticket = await rooms.tickets.lock(ticket.mergedId);
    if (ticket) tickets.set(ticket.id, ticket);
  }
  return [...tickets.values()];
}

type Joining = { ticket: Ticket; messages: Heard[]; decision?: Decision };

/**
 * Adds the person to a locked ticket's reporters, with what they said beyond a mere "+1"; a more pressing need raises
 * it. One who is among them already changes nothing.
 */
export async function joinWith(step: Step, conversation: Conversation, joining: Joining): Promise<Outcome> {
  const { ticket, messages, decision } = joining;
  const { person, chat } = conversation;
  if (isReporter(ticket, person.id)) return "forget";
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
  const [first] = messages;
  // The group hears nothing of it; the neighbour sees that it was heard.
  if (chat.kind === "group" && first) await nod(step, chat.id, first.id);
  if (decision)
    await raiseIfPressing(step, joined, { decision, text: words.map((message) => message.text).join(" ") });
  return "keep";
}
