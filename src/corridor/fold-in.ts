import type { Conversation } from "#src/intake/inbox.ts";
import { unfit } from "#src/tickets/merge.ts";
import type { Ticket } from "#src/tickets/ticket.ts";
import type { Step } from "./house.ts";
import { mergeTickets } from "./merge-tickets.ts";
import { sameTicket } from "./same-ticket.ts";

/**
 * A locked ticket whose place has just become known goes into a neighbour's older one that turns out to be the same,
 * as long as nobody has taken it or joined it. Returns the ticket that is left.
 */
export async function foldIn(
  step: Step,
  conversation: Conversation,
  { ticket, messageId }: { ticket: Ticket; messageId: number },
): Promise<Ticket> {
  const { tickets } = step.rooms;
  const isFresh = ticket.state === "routed" && ticket.answeredAt === null && ticket.reporters.length === 1;
  if (ticket.private || !isFresh) return ticket;
  const words = await tickets.words(ticket.id);
  const { category, matter, place } = ticket;
  const text = words.map((word) => word.text).join("\n");
  const asking = { category, matter, private: false, place, text };
  const same = await sameTicket(step, conversation, { asking, candidates: [], except: ticket.id });
  const into = same !== null && same < ticket.id ? await tickets.lock(same) : null;
  if (!into || unfit(into, ticket)) return ticket;
  return mergeTickets(step, { into, from: ticket, actorId: null, messageId });
}
