import type { Patch } from "./store.ts";
import type { Ticket, Verb } from "./ticket.ts";

/** For so long whoever was rung may answer before the next is rung. */
export const RING_MS = 5 * 60_000;

/**
 * What a change does to the ringing. It begins where an emergency has come to somebody who has not taken it (those rung
 * already are not rung again), or a ticket in hand has become one; it ends when a person answers, and with the work.
 * More words go on with one that has stopped. Empty where it stays as it was.
 */
export function ringingAfter(
  before: Ticket,
  ticket: Ticket,
  { verb, actorId, now }: { verb: Verb; actorId: number | null; now: Date },
): Patch {
  if (ticket.urgency === "emergency" && begins(before, ticket)) {
    const rung = waits(before) && before.urgency === "emergency" ? before.rung : [];
    const wait = ticket.assigneeId === null ? 0 : RING_MS;
    return { rung, rings: before.rings + 1, ringAt: new Date(now.getTime() + wait) };
  }
  if (
    ticket.urgency === "emergency" &&
    waits(ticket) &&
    !before.ringAt &&
    (verb === "add" || verb === "join")
  )
    return { rings: before.rings + 1, ringAt: new Date(now.getTime() + RING_MS) };
  const answered = actorId !== null && (verb === "accept" || verb === "progress" || verb === "report");
  return answered || !(waits(ticket) || isInHand(ticket)) ? { rung: [], ringAt: null } : {};
}

function begins(before: Ticket, ticket: Ticket): boolean {
  const raised = before.urgency !== ticket.urgency;
  if (isInHand(ticket)) return raised;
  return waits(ticket) && (raised || !waits(before) || before.assigneeId !== ticket.assigneeId);
}

/** Nobody has taken it, or whoever had it has given it back. */
export function waits({ state }: Ticket): boolean {
  return state === "routed" || state === "returned";
}

function isInHand({ state }: Ticket): boolean {
  return state === "accepted" || state === "handling";
}
