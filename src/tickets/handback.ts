// Giving back and passing on: how often, and who had it first (首接负责).
import type { Recorded } from "./store.ts";

/** After so many the committee that had it first decides. */
const HANDBACKS = 2;

/** What the event of handing a ticket on tells beside its words: codes of committees. */
export type HandedOn = {
  fromCommittee: string;
  toCommittee: string;
  /** Whether it went to the lead of the committee that had it first, whoever was named. */
  first?: true;
};

/** Whether handing it on once more is one too many for anyone but who decides. */
export function isLastHandback(handbacks: number): boolean {
  return handbacks + 1 >= HANDBACKS;
}

const GIVEN_ON = new Set(["returned", "transferred"]);

/**
 * The code of the committee that had the ticket before anybody handed it on; null when nobody has. Where a person has
 * said that it is of another category, it begins with the committee of that one.
 */
export function firstCommittee(events: readonly Pick<Recorded, "kind" | "data">[]): string | null {
  const moved = events.findLastIndex(({ kind, data }) => kind === "recategorised" && "moved" in data);
  const handed = events
    .slice(moved + 1)
    .find(({ kind, data }) => GIVEN_ON.has(kind) && "fromCommittee" in data);
  // Safe because whoever writes these events writes a HandedOn.
  return handed ? (handed.data as HandedOn).fromCommittee : null;
}
