import type { Candidate } from "./duplicate.ts";
import { isReporter } from "./ticket.ts";
import type { Ticket } from "./ticket.ts";

/**
 * The person's own ticket that stands still until they have answered, the newest of several, or null: whatever they say
 * in private that asks for nothing else is that answer.
 */
export function awaited(personId: number, candidates: Candidate[]): Ticket | null {
  const waiting = candidates
    .map(({ ticket }) => ticket)
    .filter((ticket) => ticket.waiting === "resident" && isReporter(ticket, personId));
  return waiting.toSorted((a, b) => b.id - a.id)[0] ?? null;
}
