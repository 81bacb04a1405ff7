// The flat that a person lives in, as a ticket's reporters are read.
import type { Prisma } from "#prisma/client/client.ts";
import { placeFromName } from "#src/triage/place.ts";

export const HOME = {
  include: { flat: { include: { building: true } } },
} satisfies Prisma.PersonDefaultArgs;
type Person = Prisma.PersonGetPayload<typeof HOME>;

/** The flat of a person (3-2-501) as registered, else as their name in the group says it whole; null where neither does. */
export function homeOf({ flat, name }: Person): string | null {
  if (flat) return `${flat.building.number}-${flat.unit}-${flat.room}`;
  const named = placeFromName(name);
  return named?.building && named.unit && named.room ? `${named.building}-${named.unit}-${named.room}` : null;
}
