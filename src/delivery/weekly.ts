// The weekly digest: last week's numbers, the places with most matters, and what keeps coming back.
import { shanghai } from "#src/clock.ts";
import { placeName, say } from "#src/dialogue/say.ts";
import { committeeName } from "#src/routing/community.ts";
import type { Community } from "#src/routing/community.ts";
import { hotPlaces, REPEAT_DAYS, repeats } from "#src/tickets/repeat.ts";
import type { Hot, Repeat } from "#src/tickets/repeat.ts";
import type { OpenedTicket, WeekFigures } from "#src/tickets/news.ts";
import { plain } from "./notice-parts.ts";
import type { Draft, Room } from "./notice-parts.ts";

const PLACES = 3;
const REPEATS = 5;

/** `opened`: public tickets from ten days before `from` on. */
export type Week = { from: Date; to: Date; figures: WeekFigures[]; opened: OpenedTicket[] };

/** One message to all staff about the whole community and to each lead about the own committees; none about nothing. */
export function weeklyDigests(week: Week, room: Room): Draft[] {
  return [...readers(room.community)].flatMap(([personId, committeeIds]) => {
    const own = within(week, committeeIds);
    return own.figures.length === 0 ? [] : [plain(personId, digest(own, room))];
  });
}

/** Who gets it, and the committees whose numbers they see; null for all. */
function readers({ members }: Community): Map<number, number[] | null> {
  const found = new Map<number, number[] | null>();
  for (const { personId, role, committeeId } of members) {
    const known = found.get(personId);
    if (role === "staff") found.set(personId, null);
    else if (role === "lead" && committeeId !== null && known !== null) {
      found.set(personId, [...(known ?? []), committeeId]);
    }
  }
  return found;
}

function within(week: Week, committeeIds: number[] | null): Week {
  const own = ({ committeeId }: { committeeId: number }) => committeeIds?.includes(committeeId) ?? true;
  return { ...week, figures: week.figures.filter(own), opened: week.opened.filter(own) };
}

function digest(week: Week, room: Room): string {
  const { from, to, figures, opened } = week;
  const { texts } = room;
  const [first, last] = [dayName(from), dayName(new Date(to.getTime() - 1))];
  const head = say(texts, "weekly", { from: first, to: last, ...counts(figures) });
  const perCommittee = figures.length < 2 ? [] : figures.map((each) => committeeLine(each, room));
  const hot = hotPlaces(opened, week).slice(0, PLACES);
  const list = hot.map((each) => say(texts, "weekly_place", placeCount(each, room.community))).join("、");
  return [
    head,
    ...perCommittee,
    ...(hot.length > 0 ? [say(texts, "weekly_hot", { list })] : []),
    ...repeats(opened, week)
      .slice(0, REPEATS)
      .map((each) => repeatLine(each, room)),
  ].join("\n");
}

/** Raw counts, added up; the share of the satisfied is said with what it is a share of. */
function counts(figures: WeekFigures[]) {
  const sum = (count: (each: WeekFigures) => number) =>
    String(figures.reduce((total, each) => total + count(each), 0));
  return {
    opened: sum((each) => each.opened),
    closed: sum((each) => each.closed),
    overdue: sum((each) => each.overdue),
    rated: sum((each) => each.rated),
    satisfied: sum((each) => each.satisfied),
  };
}

function committeeLine(each: WeekFigures, { texts, community }: Room): string {
  const committee = committeeName(community, each.committeeId);
  return say(texts, "weekly_committee", { committee, ...counts([each]) });
}

function placeCount({ estateId, place, count }: Hot, community: Community) {
  return { place: estateName(estateId, community) + placeName(place, "public"), count: String(count) };
}

/** Things are overhauled; the rest is looked into. */
function repeatLine({ ticket, place, count }: Repeat, { texts, community }: Room): string {
  const values = {
    place: estateName(ticket.estateId, community) + placeName(place, "public"),
    matter: ticket.matter,
    days: String(REPEAT_DAYS),
    count: String(count),
  };
  return say(texts, ticket.category === "property" ? "weekly_repair" : "weekly_repeat", values);
}

/** Only where there are several estates, whose buildings have the same numbers. */
function estateName(estateId: number | null, { estates }: Community): string {
  return estates.length > 1 ? (estates.find(({ id }) => id === estateId)?.name ?? "") : "";
}

function dayName(at: Date): string {
  const { month, day } = shanghai(at);
  return `${month}月${day}日`;
}
