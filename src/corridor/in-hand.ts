// What is in somebody's hand.
import type { Filter } from "#src/tickets/store.ts";
import type { Step } from "./house.ts";

export const WORKING: Filter = { states: ["routed", "accepted", "handling", "returned"] };

/** How many tickets a person has in hand. */
export function inHand({ rooms }: Step, personId: number): Promise<number> {
  return rooms.tickets.count({ ...WORKING, assigneeId: personId });
}
