import { ringing, unreached } from "#src/delivery/tell-ring.ts";
import type { Room } from "#src/delivery/notice-parts.ts";
import { say } from "#src/dialogue/say.ts";
import { ringOrder } from "#src/routing/ring.ts";
import { RING_MS } from "#src/tickets/ringing.ts";
import type { Ticket } from "#src/tickets/ticket.ts";
import { decide } from "#src/triage/decide.ts";
import { changeTicket, tell } from "./change-ticket.ts";
import { roomOf } from "./house.ts";
import type { Step } from "./house.ts";

/**
 * Nobody has answered an emergency: the next is rung. Its reporters hear once that none of the committee was reached: when
 * staff are told, or there is nobody left to ring.
 */
export async function ringNext(step: Step, ticket: Ticket): Promise<void> {
  const { rooms, house, now } = step;
  const room = roomOf(step);
  const [ring] = ringOrder(house.community, ticket, now);
  const about = { ticketId: ticket.id, messageId: null };
  if (ring) {
    const again = ring.who === "committee" ? new Date(now.getTime() + RING_MS) : null;
    let changed = ticket;
    for (const personId of ring.personIds) {
      const patch = { rung: [...changed.rung, personId], rings: ticket.rings + 1, ringAt: again };
      const doing = { verb: "ring", actorId: null, note: { personId }, quiet: "everyone", patch } as const;
      changed = await changeTicket(step, changed, doing);
    }
    const words = await rooms.tickets.words(ticket.id);
    const drafts = ringing(ticket, ring, words, room);
    await tell(step, drafts, { ...about, key: `ring-${ticket.id}-${changed.rings}` });
  }
  if (ring?.who === "committee") return;
  const drafts = unreached(ticket, await callOf(step, ticket, room), room);
  await tell(step, drafts, { ...about, key: `unreached-${ticket.id}-${ticket.round + ticket.returns}` });
}

/** The number to call in this danger, by the words that are still with the ticket, else by its matter. */
async function callOf({ rooms, house }: Step, ticket: Ticket, { texts }: Room): Promise<string> {
  const words = await rooms.tickets.words(ticket.id);
  const { emergency } = decide(words.map(({ text }) => text).join("\n"), house.flows.rulebook);
  const kind = house.flows.emergency.kinds.find(({ matter }) => matter === ticket.matter);
  return emergency?.call ?? kind?.call ?? say(texts, "unreached_call", {});
}
