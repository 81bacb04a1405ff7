// What the public tickets of some days have in common: places with many, and the same matter coming back.
import type { Place } from "#src/words.ts";
import type { OpenedTicket } from "./news.ts";

type Time = { from: Date; to: Date };
export type Hot = { estateId: number | null; place: Place; count: number };
export type Repeat = { ticket: OpenedTicket; place: Place; count: number };

/** Within so many days the same matter at the same stairs, so many times, asks for more than another repair. */
export const REPEAT_DAYS = 10;
const REPEATED = 3;
const DAY_MS = 24 * 3_600_000;
/** One matter at a place is not yet a pattern. */
const HOT = 2;

/** The buildings, or spots that belong to none, with the most of the tickets opened in a time; most first. */
export function hotPlaces(opened: OpenedTicket[], { from, to }: Time): Hot[] {
  const placed = opened.filter(
    ({ place, createdAt }) => (place?.building ?? place?.spot) && createdAt >= from && createdAt < to,
  );
  const groups = Map.groupBy(placed, ({ estateId, place }) =>
    JSON.stringify([estateId, place?.building, place?.building ? null : place?.spot]),
  );
  return [...groups.values()]
    .flatMap((tickets): Hot[] => {
      const [first] = tickets;
      if (!first?.place || tickets.length < HOT) return [];
      const { building, spot } = first.place;
      const place = { building, unit: null, room: null, spot: building ? null : spot };
      return [{ estateId: first.estateId, place, count: tickets.length }];
    })
    .toSorted((a, b) => b.count - a.count);
}

/**
 * Matters opened three times or more at the same stairs within ten days, the last of them in the given time; most
 * first. `opened` is in order of time, and begins ten days before it.
 */
export function repeats(opened: OpenedTicket[], { from, to }: Time): Repeat[] {
  const placed = opened.filter(({ place }) => place?.building);
  const groups = Map.groupBy(placed, ({ estateId, matter, place }) =>
    JSON.stringify([estateId, matter, place?.building, place?.unit]),
  );
  return [...groups.values()]
    .flatMap((tickets): Repeat[] => {
      const count = Math.max(...tickets.map((last) => countUpTo(last, tickets, { from, to })));
      const ticket = tickets.at(-1);
      if (!ticket?.place || count < REPEATED) return [];
      return [{ ticket, place: { ...ticket.place, room: null, spot: null }, count }];
    })
    .toSorted((a, b) => b.count - a.count);
}

/** How many of these lie within the ten days that end with `last`; none where that is outside the time. */
function countUpTo(last: OpenedTicket, tickets: OpenedTicket[], { from, to }: Time): number {
  if (last.createdAt < from || last.createdAt >= to) return 0;
  const since = last.createdAt.getTime() - REPEAT_DAYS * DAY_MS;
  return tickets.filter(({ createdAt }) => createdAt.getTime() >= since && createdAt <= last.createdAt)
    .length;
}
