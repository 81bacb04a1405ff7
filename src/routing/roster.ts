import { shanghai } from "#src/clock.ts";
import type { Community, Member, Shift } from "./community.ts";

/** Who of a committee is on duty at `now`, in the order of the roster. */
export function onDuty(community: Community, committeeId: number, now: Date): Member[] {
  return community.shifts
    .filter((shift) => shift.committeeId === committeeId && covers(shift, now))
    .flatMap((shift) => community.members.filter((member) => member.id === shift.memberId));
}

/** Weekly shifts run on China's wall clock; one that ends before it begins runs past midnight. */
function covers(shift: Shift, now: Date): boolean {
  const { weekday, minute } = shanghai(now);
  const yesterday = (weekday + 6) % 7;
  if (shift.fromMinute < shift.toMinute) {
    return shift.weekdays.includes(weekday) && minute >= shift.fromMinute && minute < shift.toMinute;
  }
  return (
    (shift.weekdays.includes(weekday) && minute >= shift.fromMinute) ||
    (shift.weekdays.includes(yesterday) && minute < shift.toMinute)
  );
}
