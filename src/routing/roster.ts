import { dayAfter, dayOf, momentOf, weekdayOf } from "#src/clock.ts";
import type { Day } from "#src/clock.ts";
import { isWorkingDay } from "#src/tickets/calendar.ts";
import { calendarOf, leadOf } from "./community.ts";
import type { Community, Member, Shift } from "./community.ts";

/** A shift on one day, and who has it. */
export type Watch = {
  member: Member;
  /** Whose shift it is by the roster, where somebody stands in; else null. */
  insteadOf: Member | null;
  gridCode: string | null;
  from: Date;
  /** Not included: its end, or when somebody else takes it over. */
  until: Date;
};

const DAY_MINUTES = 24 * 60;
/** So many days ahead the next shift is looked for: over a holiday week. */
const DAYS_AHEAD = 14;

/**
 * The shifts of a committee under way at `now`, in the order of the roster. One whose member has left, and in whose place
 * nobody stands, is left out.
 */
export function watches(community: Community, committeeId: number, now: Date): Watch[] {
  const days = [dayAfter(dayOf(now), -1), dayOf(now)];
  return runs(community, committeeId, days)
    .filter(({ from, until }) => from <= now && now < until)
    .flatMap((run) => kept(community, run, now));
}

/** The shifts of a committee that begin after `now`, within a fortnight, the earliest first. */
export function upcoming(community: Community, committeeId: number, now: Date): Watch[] {
  const days = Array.from({ length: DAYS_AHEAD + 1 }, (_, index) => dayAfter(dayOf(now), index));
  return runs(community, committeeId, days)
    .filter(({ from }) => from > now)
    .toSorted((a, b) => a.from.getTime() - b.from.getTime())
    .flatMap((run) => kept(community, run, run.from));
}

/** Who of a committee is on duty at `now`, in the order of the roster, whatever grid their shift is for. */
export function onDuty(community: Community, committeeId: number, now: Date): Member[] {
  return [...new Set(watches(community, committeeId, now).map(({ member }) => member))];
}

/** A committee's matters in one grid, or those of which no grid is known. */
export type Beat = { committeeId: number; grid: Community["grids"][number] | null };

/** Of the shifts under way those that are for such matters: for all of the committee's, or for this grid's. */
export function watchesFor(community: Community, { committeeId, grid }: Beat, now: Date): Watch[] {
  return watches(community, committeeId, now).filter(
    ({ gridCode }) => gridCode === null || gridCode === grid?.code,
  );
}

/** Whether somebody on duty is there for this grid, or at home in it. */
export function isLocal({ gridCode, member }: Watch, { grid }: Beat): boolean {
  return grid !== null && (gridCode === grid.code || member.gridIds.includes(grid.id));
}

/** The lead of a committee, or who stands in for them; null where it has none. */
export function leadAt(community: Community, committeeId: number, now: Date): Member | null {
  const lead = leadOf(community, committeeId);
  return lead && (standing(community, lead, { begun: now, now }) ?? lead);
}

/**
 * Who does at `now` what began at `begun` and is the member's by right: the last of the chain of those who stand in, which
 * ends where it would come back to somebody; so two who stand in for each other have changed places. Whoever begins a
 * shift ends it, also where they stand in no more by then. Null where that is somebody who has left.
 */
export function standing(
  community: Community,
  member: Member,
  { begun, now }: { begun: Date; now: Date },
): Member | null {
  let holder = member;
  const passed = new Set<number>();
  while (!passed.has(holder.id)) {
    const { id } = holder;
    passed.add(id);
    const standIn = community.standIns.findLast(
      ({ memberId, from, until }) => memberId === id && from <= now && begun < until,
    );
    const next = memberAt(community, standIn?.byId);
    if (next && !passed.has(next.id)) holder = next;
  }
  return community.members.includes(holder) ? holder : null;
}

type Run = { shift: Shift; from: Date; until: Date };

/** The shifts that begin on these days, in the order of the roster. */
function runs(community: Community, committeeId: number, days: Day[]): Run[] {
  return community.shifts
    .filter((shift) => shift.committeeId === committeeId)
    .flatMap((shift) => days.filter((day) => isOn(community, shift, day)).map((day) => runOf(shift, day)));
}

function isOn(community: Community, { committeeId, weekdays, on }: Shift, day: Day): boolean {
  if (!weekdays.includes(weekdayOf(day))) return false;
  return on === "every" || isWorkingDay(calendarOf(community, committeeId), day) === (on === "working");
}

/** Shifts run on China's wall clock; one that ends before it begins runs past midnight. */
function runOf(shift: Shift, day: Day): Run {
  const { fromMinute, toMinute } = shift;
  const end = toMinute > fromMinute ? toMinute : toMinute + DAY_MINUTES;
  return { shift, from: momentOf(day, fromMinute), until: momentOf(day, end) };
}

function kept(community: Community, { shift, from, until }: Run, now: Date): Watch[] {
  const owner = memberAt(community, shift.memberId);
  const at = (moment: Date) => owner && standing(community, owner, { begun: from, now: moment });
  const member = at(now);
  if (!owner || !member) return [];
  const handedOver = community.standIns
    .map((standIn) => standIn.from)
    .filter((moment) => moment > now && moment < until && at(moment) !== member)
    .toSorted((a, b) => a.getTime() - b.getTime());
  const insteadOf = member === owner ? null : owner;
  return [{ member, insteadOf, gridCode: shift.gridCode, from, until: handedOver[0] ?? until }];
}

function memberAt({ members, former }: Community, id: number | undefined): Member | undefined {
  return members.find((member) => member.id === id) ?? former.find((member) => member.id === id);
}
