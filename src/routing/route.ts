import type { Category, CommitteeCode, Place } from "#src/words.ts";
import { AppError } from "#src/errors.ts";
import { gridOf } from "./community.ts";
import type { Community, Member } from "./community.ts";
import { isLocal, leadAt, watchesFor } from "./roster.ts";
import type { Beat } from "./roster.ts";

export type Matter = {
  category: Category;
  /** The flow's own committee, used where the list of duties says nothing. */
  committee: CommitteeCode;
  place: Place | null;
  estateId: number | null;
};
export type Route = { committeeId: number; assigneeId: number | null; why: string[] };

/**
 * Category × place → committee → member. The committee comes from the list of duties (an entry for the building's
 * grid before one for the whole community), the member from the duty roster (who is on duty for the grid, or at home in
 * it, before the others), else it is the lead. `load` counts the open tickets of each person; among equals the least
 * loaded is chosen.
 */
export function route(matter: Matter, community: Community, load: Map<number, number>, now: Date): Route {
  const grid = gridOf(community, matter.estateId, matter.place);
  const duties = community.duties.filter((duty) => duty.category === matter.category);
  const duty =
    duties.find((entry) => grid && entry.gridCode === grid.code) ?? duties.find((entry) => !entry.gridCode);
  const committeeId =
    duty?.committeeId ?? community.committees.find((entry) => entry.code === matter.committee)?.id;
  if (committeeId === undefined) {
    throw new AppError(
      "bad_input",
      `community: expected a committee ${matter.committee} for ${matter.category}, got none`,
    );
  }
  const why = [
    duty ? `duty:${matter.category}${duty.gridCode ? `@${duty.gridCode}` : ""}` : `flow:${matter.committee}`,
    ...(grid ? [`grid:${grid.code}`] : []),
  ];
  const { member, reason } = choose(community, { committeeId, grid }, { load, now });
  return { committeeId, assigneeId: member?.personId ?? null, why: [...why, reason] };
}

function choose(
  community: Community,
  beat: Beat,
  { load, now }: { load: Map<number, number>; now: Date },
): { member: Member | null; reason: string } {
  const duty = watchesFor(community, beat, now);
  const local = duty.filter((watch) => isLocal(watch, beat));
  const candidates = local.length > 0 ? local : duty;
  const [first] = candidates.toSorted(
    (a, b) => (load.get(a.member.personId) ?? 0) - (load.get(b.member.personId) ?? 0),
  );
  if (first) return { member: first.member, reason: local.length > 0 ? "roster:grid" : "roster" };
  return { member: leadAt(community, beat.committeeId, now), reason: "lead:nobody on duty" };
}
