import type { Ticket } from "#src/tickets/ticket.ts";
import { gridOf, staffOf } from "./community.ts";
import type { Community, Member } from "./community.ts";
import { isLocal, leadAt, onDuty, standing, upcoming, watchesFor } from "./roster.ts";
import type { Beat } from "./roster.ts";

/** Who is rung together: one of the committee, at last all staff. */
export type Ring = { who: "committee" | "staff"; personIds: number[] };

type Emergency = Pick<Ticket, "chat" | "place" | "committeeId" | "assigneeId" | "rung">;

/**
 * Whom an emergency rings from now on, one after the other, until somebody answers: who is on duty (outside every shift
 * the lead), the next of the roster, the lead, at last all staff. Whoever was rung is left out; where the lead was,
 * another of the committee follows.
 */
export function ringOrder(community: Community, emergency: Emergency, now: Date): Ring[] {
  const duty = dutyOf(community, emergency, now);
  const members = lineOf(community, emergency, now);
  const lead = leadAt(community, emergency.committeeId, now);
  const leading = lead ? [lead] : [];
  const lines = [[...duty, ...leading, ...members], members, [...leading, ...members]];
  const rung = new Set(emergency.rung);
  const own = members.filter(({ personId }) => rung.has(personId)).length;
  const rings: Ring[] = [];
  for (const line of lines.slice(own)) {
    const next = line.find(({ personId }) => !rung.has(personId));
    if (!next) break;
    rung.add(next.personId);
    rings.push({ who: "committee", personIds: [next.personId] });
  }
  const staff = staffOf(community);
  const others = [...new Set(staff)].filter((personId) => !rung.has(personId));
  return others.length > 0 ? [...rings, { who: "staff", personIds: others }] : rings;
}

/** Whom an emergency that nobody has taken is given to as it becomes one: who has it, where they are on duty, else who is. */
export function firstToRing(community: Community, emergency: Emergency, now: Date): number | null {
  const { committeeId, assigneeId } = emergency;
  if (onDuty(community, committeeId, now).some(({ personId }) => personId === assigneeId)) return assigneeId;
  const [first] = dutyOf(community, emergency, now);
  return (first ?? leadAt(community, committeeId, now))?.personId ?? assigneeId;
}

/** Who is on duty for it, those for its grid first. */
function dutyOf(community: Community, emergency: Emergency, now: Date): Member[] {
  const beat = beatOf(community, emergency);
  const duty = watchesFor(community, beat, now);
  return [...duty.filter((watch) => isLocal(watch, beat)), ...duty].map(({ member }) => member);
}

/** A committee's members in the order in which they are asked: on duty, whose shifts come next, the lead, the others. */
function lineOf(community: Community, emergency: Emergency, now: Date): Member[] {
  const { committeeId, grid } = beatOf(community, emergency);
  const next = upcoming(community, committeeId, now).filter(
    ({ gridCode }) => gridCode === null || gridCode === grid?.code,
  );
  const lead = leadAt(community, committeeId, now);
  const present = community.members.filter(
    (member) =>
      member.committeeId === committeeId && standing(community, member, { begun: now, now }) === member,
  );
  const line = [
    ...dutyOf(community, emergency, now),
    ...next.map(({ member }) => member),
    ...(lead ? [lead] : []),
    ...present,
  ];
  return [...new Set(line)];
}

function beatOf(community: Community, { chat, place, committeeId }: Emergency): Beat {
  return { committeeId, grid: gridOf(community, chat.estateId, place) };
}
