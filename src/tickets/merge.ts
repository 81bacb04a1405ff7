// What becomes of a ticket that takes others in and lets them go again.
import { URGENCIES } from "#src/words.ts";
import type { Urgency } from "#src/words.ts";
import type { ClockEvent } from "./deadline.ts";
import { allows } from "./ticket.ts";
import type { Ticket } from "./ticket.ts";

/** Why one ticket cannot go into another; `from` or `into` is in a state that does not allow it. */
export type Unfit = "itself" | "private" | "estates" | "from" | "into";

/** Why `from` cannot go into `into`; null where it can. */
export function unfit(into: Ticket, from: Ticket): Unfit | null {
  if (into.id === from.id) return "itself";
  if (!allows(from.state, "merge")) return "from";
  if (!allows(into.state, "absorb")) return "into";
  if (into.private !== from.private) return "private";
  const [a = null, b = null] = [into.estateId, from.estateId];
  return a !== null && b !== null && a !== b ? "estates" : null;
}

export function moreUrgent(one: Urgency, other: Urgency): Urgency {
  return URGENCIES.indexOf(other) < URGENCIES.indexOf(one) ? other : one;
}

/** How urgent a ticket is without the one of this code, by its events: what was said of it, and of what is still in it. */
export function urgencyWithout(events: readonly ClockEvent[], code: string): Urgency {
  let own: Urgency = "low";
  const inside = new Map<string, Urgency>();
  for (const { kind, data } of events) {
    if (kind === "absorbed" && data.merged) inside.set(data.merged.code, data.merged.urgency);
    else if (kind === "released" && data.released) inside.delete(data.released);
    else if (data.urgency) own = data.urgency;
  }
  inside.delete(code);
  return [...inside.values()].reduce(moreUrgent, own);
}
