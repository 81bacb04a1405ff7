import { answerCorrections } from "#src/desk/answer-corrections.ts";
import type { Desk } from "#src/desk/answer.ts";
import { officesOf } from "#src/routing/community.ts";
import type { Filter } from "#src/tickets/store.ts";
import type { Step } from "./house.ts";

const SHOWN = 15;

/** The bad ratings that wait for a lead, or those that are late in these committees; empty where there are none. */
export async function corrections(
  { rooms, now }: Step,
  whose: { personId: number } | { committeeIds: number[] },
  desk: Desk,
): Promise<string> {
  const overdue = "committeeIds" in whose;
  const committeeIds = overdue ? whose.committeeIds : ledBy(desk, whose.personId);
  if (committeeIds.length === 0) return "";
  const late = overdue ? { correctionOverdueAt: now } : { correcting: true };
  const filter: Filter = { committeeIds, ...late, order: "correction" };
  const total = await rooms.tickets.count(filter);
  return answerCorrections(await rooms.tickets.list(filter, SHOWN), total, { ...desk, overdue });
}

function ledBy({ community }: Desk, personId: number): number[] {
  const offices = officesOf(community, personId).filter(({ role }) => role === "lead");
  return offices.flatMap(({ committeeId }) => (committeeId === null ? [] : [committeeId]));
}

/** What waits, and the corrections below it; those alone where nothing else does. */
export function both(list: string, below: string, listed: number): string {
  if (below === "") return list;
  return listed === 0 ? below : `${list}\n${below}`;
}
