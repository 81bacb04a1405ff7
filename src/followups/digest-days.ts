// Whose morning it is: members go by the hours of their committees.
import { dayOf } from "#src/clock.ts";
import { calendarOf, officesOf } from "#src/routing/community.ts";
import type { Community } from "#src/routing/community.ts";
import { opening } from "#src/tickets/calendar.ts";
import { isWithinDay, openingAfter } from "./mornings.ts";

/** The first moment after `at` at which the community or a committee with hours of its own opens. */
export function nextMorning({ calendar, committees }: Community, at: Date): Date {
  const calendars = [calendar, ...committees.flatMap((committee) => committee.calendar ?? [])];
  return new Date(Math.min(...calendars.map((each) => openingAfter(each, at).getTime())));
}

/** Who holds an office that first opened today at `since` or later, has by `now`, and has not closed yet. */
export function peopleAtOpening(
  community: Community,
  { since, now }: { since: Date; now: Date },
): Set<number> {
  const people = new Set(community.members.map(({ personId }) => personId));
  return new Set([...people].filter((personId) => opened(community, personId, now) >= since.getTime()));
}

/** When the first of a person's offices that are at work opened today; -Infinity where none is. */
function opened(community: Community, personId: number, now: Date): number {
  const openings = officesOf(community, personId)
    .map(({ committeeId }) =>
      committeeId === null ? community.calendar : calendarOf(community, committeeId),
    )
    .filter((calendar) => isWithinDay(calendar, now))
    .map((calendar) => opening(calendar, dayOf(now)).getTime());
  return openings.length > 0 ? Math.min(...openings) : -Infinity;
}
