// The flat that a person lives in, as a ticket's reporters are read.
import type { Prisma } from "#prisma/client/client.ts";
import { homeOf } from "./household.ts";

export const HOME = {
  include: { flat: { include: { building: true } } },
} satisfies Prisma.PersonDefaultArgs;

/** The flat (3-2-501) of a person's row, or null. */
export function homeFrom({ flat, name }: Prisma.PersonGetPayload<typeof HOME>): string | null {
  const registered = flat && {
    building: flat.building.number,
    unit: flat.unit,
    room: flat.room,
    spot: null,
  };
  return homeOf({ flat: registered, name });
}
