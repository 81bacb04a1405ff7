import type { Community } from "#src/routing/community.ts";
import { buildingOf, officesOf } from "#src/routing/community.ts";
import type { Ticket } from "#src/tickets/ticket.ts";

/** What a person is to a ticket. */
export type Relation =
  | "reporter"
  | "first_reporter"
  | "assignee"
  | "committee"
  | "lead"
  | "grid"
  | "staff"
  | "admin";

/** Deeds on one ticket and who may do them. A right is held by a person, whatever chat they speak in. */
const MAY = {
  look: ["reporter", "committee", "lead", "staff", "admin", "grid"],
  /** Everyone's words and the flat. */
  read_words: ["committee", "lead"],
  read_own: ["reporter"],
  accept: ["committee", "lead"],
  progress: ["assignee", "lead"],
  report: ["assignee", "lead"],
  return: ["assignee", "lead"],
  confirm: ["reporter"],
  dispute: ["reporter"],
  rate: ["reporter"],
  withdraw: ["reporter"],
  add: ["reporter"],
  recategorise: ["lead", "staff", "admin"],
} as const satisfies Record<string, readonly Relation[]>;
export type Deed = keyof typeof MAY;

/** Everything a person is to a ticket; empty for a stranger. */
export function relations(personId: number, ticket: Ticket, community: Community): Set<Relation> {
  const found = new Set<Relation>();
  const reporter = ticket.reporters.find((candidate) => candidate.personId === personId);
  if (reporter) found.add("reporter");
  if (reporter?.first) found.add("first_reporter");
  const building = buildingOf(community, null, ticket.place);
  for (const office of officesOf(community, personId)) {
    if (office.role === "staff" || office.role === "admin") found.add(office.role);
    const own = office.committeeId === ticket.committeeId;
    if (own) found.add("committee");
    if (own && office.role === "lead") found.add("lead");
    if (own && ticket.assigneeId === personId) found.add("assignee");
    const local = building && building !== "unknown" && office.gridIds.includes(building.gridId);
    if (local && !ticket.private) found.add("grid");
  }
  return found;
}

/** Whether the person may do this to the ticket. */
export function may(deed: Deed, personId: number, ticket: Ticket, community: Community): boolean {
  const held = relations(personId, ticket, community);
  return (MAY[deed] as readonly Relation[]).some((relation) => held.has(relation));
}

/** Whether the person may say what Linli does in groups. */
export function mayRunGroups(personId: number, community: Community): boolean {
  return officesOf(community, personId).some(({ role }) => role === "admin");
}

/** The committees whose lists and figures a person may see: all for staff and admin, a lead's own, else none. */
export function listedCommittees(personId: number, community: Community): number[] {
  const offices = officesOf(community, personId);
  if (offices.some((office) => office.role === "staff" || office.role === "admin")) {
    return community.committees.map((committee) => committee.id);
  }
  return offices.flatMap((office) =>
    office.role === "lead" && office.committeeId !== null ? [office.committeeId] : [],
  );
}
