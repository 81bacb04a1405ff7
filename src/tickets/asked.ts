// Who is asked about a closing, and who has it when it was not solved.
import type { ClockEvent } from "./deadline.ts";
import type { Reporter, Ticket } from "./ticket.ts";

/** So often 没解决 brings a ticket back to the lead; after that it is the staff's. */
const LEAD_TRIES = 2;

/** Whether the committee has tried in vain as often as it may. */
export function isPastLead({ disputes }: Pick<Ticket, "disputes">): boolean {
  return disputes > LEAD_TRIES;
}

/**
 * The neighbour who is asked beside the first reporter: any of them, but for one closing always the same. Null where
 * nobody else has asked.
 */
export function secondAsked({
  id,
  round,
  reporters,
}: Pick<Ticket, "id" | "round" | "reporters">): Reporter | null {
  const lot = ({ personId }: Reporter) => mixed(mixed(mixed(id) + round) + personId);
  const [drawn] = reporters.filter(({ first }) => !first).toSorted((a, b) => lot(a) - lot(b));
  return drawn ?? null;
}

/** Spreads whole numbers evenly over 0 … 2³²−1. */
function mixed(value: number): number {
  let bits = Math.imul(value ^ 0x9e3779b9, 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}

/** What has happened since the ticket was last reported back, in order. */
export function sinceClosing(events: readonly ClockEvent[]): ClockEvent[] {
  return events.slice(events.findLastIndex(({ kind }) => kind === "reported") + 1);
}

/** Whether a bad rating of the present closing is being put right, or was. */
export function hasCorrection(events: readonly ClockEvent[]): boolean {
  return sinceClosing(events).some(({ kind }) => kind === "correction");
}

/** Whether the present closing has ended because nobody answered; events in order. */
export function endedBySilence(events: readonly ClockEvent[]): boolean {
  const since = sinceClosing(events);
  const end = since.findIndex(({ kind }) => kind === "ended");
  return end >= 0 && since[end - 1]?.kind !== "rated";
}
