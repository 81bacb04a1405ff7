import { placeFromName } from "#src/triage/place.ts";
import type { Place } from "#src/words.ts";

/** The flat of a person (3-2-501) as registered, else as their name in the group says it whole; null where neither does. */
export function homeOf({ flat, name }: { flat: Place | null; name: string }): string | null {
  const at = flat ?? placeFromName(name);
  return at?.building && at.unit && at.room ? `${at.building}-${at.unit}-${at.room}` : null;
}

/** How many households people are: each flat once, and each person of whom none is known. */
export function households(people: readonly { personId: number; home?: string | null }[]): number {
  return new Set(people.map(({ personId, home }) => home ?? personId)).size;
}
