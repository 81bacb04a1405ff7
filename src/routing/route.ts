import type { Category, CommitteeCode, Place } from "#src/words.ts";
import { AppError } from "#src/errors.ts";
import { buildingOf, leadOf } from "./community.ts";
import type { Community, Member } from "./community.ts";
import { onDuty } from "./roster.ts";

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
 * grid before one for the whole community), the member from the duty roster, else it is the lead.
 * `load` counts the open tickets of each person; among equals the least loaded is chosen.
 */
export function route(matter: Matter, community: Community, load: Map<number, number>, now: Date): Route {
  const building = buildingOf(community, matter.estateId, matter.place);
  const grid =
    building && building !== "unknown"
      ? community.grids.find((candidate) => candidate.id === building.gridId)
      : undefined;
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
  const { member, reason } = choose(community, committeeId, { gridId: grid?.id, load, now });
  return { committeeId, assigneeId: member?.personId ?? null, why: [...why, reason] };
}

type Choice = { gridId: number | undefined; load: Map<number, number>; now: Date };

function choose(
  community: Community,
  committeeId: number,
  choice: Choice,
): { member: Member | null; reason: string } {
  const duty = onDuty(community, committeeId, choice.now);
  const local = duty.filter(
    (member) => choice.gridId !== undefined && member.gridIds.includes(choice.gridId),
  );
  const candidates = local.length > 0 ? local : duty;
  const [first] = candidates.toSorted(
    (a, b) => (choice.load.get(a.personId) ?? 0) - (choice.load.get(b.personId) ?? 0),
  );
  if (first) return { member: first, reason: local.length > 0 ? "roster:grid" : "roster" };
  return { member: leadOf(community, committeeId), reason: "lead:nobody on duty" };
}
