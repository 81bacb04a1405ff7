import type { Community } from "#src/routing/community.ts";
import { buildingOf, officesOf } from "#src/routing/community.ts";
import { isPastLead } from "#src/tickets/asked.ts";
import type { Ticket } from "#src/tickets/ticket.ts";
import type { Role } from "#src/words.ts";
import type { COMMANDS, CommandName } from "./command.ts";

/** What a person is to a ticket. */
export type Relation =
  | "reporter"
  | "first_reporter"
  | "assignee"
  | "committee"
  | "lead"
  | "assisting"
  | "grid"
  | "staff"
  /** Of the staff, once the committee has tried in vain. */
  | "staff_in_charge"
  | "admin";

/**
 * The permission matrix: deeds on one ticket, by command or button, and who may do them. A right is held by a person,
 * whatever chat they speak in. Whoever may not even look hears the same as of a ticket that does not exist.
 */
export const MAY = {
  look: ["reporter", "committee", "lead", "assisting", "staff", "admin", "grid"],
  /** Everyone's words and the flat. */
  read_words: ["committee", "lead", "assisting", "staff_in_charge"],
  read_own: ["reporter"],
  accept: ["committee", "lead", "staff_in_charge"],
  progress: ["assignee", "lead", "assisting", "staff_in_charge"],
  report: ["assignee", "lead", "staff_in_charge"],
  return: ["assignee", "lead"],
  confirm: ["reporter"],
  dispute: ["reporter"],
  rate: ["reporter"],
  withdraw: ["reporter"],
  add: ["reporter"],
  recategorise: ["lead", "staff", "admin"],
  transfer: ["assignee", "lead", "staff"],
  /** A lead only to members of the own committee. */
  assign: ["lead", "staff"],
  assist: ["assignee", "lead", "staff"],
  /** Only by who withdrew it. */
  restore: ["reporter"],
  wait: ["assignee", "lead"],
  resume: ["assignee", "lead"],
  extend: ["assignee", "lead"],
  call_back: ["lead", "staff", "admin"],
  merge: ["staff", "admin"],
  split: ["staff", "admin"],
} as const satisfies Record<string, readonly Relation[]>;
export type Deed = keyof typeof MAY;

type Unticketed = {
  [Name in CommandName]: (typeof COMMANDS)[Name]["code"] extends true ? never : Name;
}[CommandName];

/** Commands that are about no single ticket, and the roles that may give them; null: everybody. */
export const MAY_ASK = {
  mine: null,
  todo: null,
  help: null,
  my_data: null,
  delete_me: null,
  home: null,
  bind: null,
  unbind: null,
  web: null,
  start: null,
  invite: ["staff", "admin"],
  group_mode: ["admin"],
  pause: ["admin"],
  wake: ["admin"],
  duty: ["lead", "staff", "admin"],
  stand_in: ["staff", "admin"],
  list: ["lead", "staff", "admin"],
  overdue: ["lead", "staff", "admin"],
  stats: ["lead", "staff", "admin"],
} as const satisfies Record<Unticketed, readonly Role[] | null>;

/** Whether the person may give this command at all; of what is about one ticket `may` decides. */
export function mayAsk(command: CommandName, personId: number, community: Community): boolean {
  const roles: readonly Role[] | null = command in MAY_ASK ? MAY_ASK[command as Unticketed] : null;
  return roles === null || officesOf(community, personId).some(({ role }) => roles.includes(role));
}

/** Whether the person may invite this member. A code for an admin makes an admin, so only admins get one. */
export function mayInvite(personId: number, invitedId: number, community: Community): boolean {
  const isAdmin = (id: number) => officesOf(community, id).some(({ role }) => role === "admin");
  return mayAsk("invite", personId, community) && (!isAdmin(invitedId) || isAdmin(personId));
}

/** Everything a person is to a ticket; empty for a stranger. */
export function relations(personId: number, ticket: Ticket, community: Community): Set<Relation> {
  const found = new Set<Relation>();
  const reporter = ticket.reporters.find((candidate) => candidate.personId === personId);
  if (reporter) found.add("reporter");
  if (reporter?.first) found.add("first_reporter");
  const building = buildingOf(community, ticket.chat.estateId, ticket.place);
  for (const office of officesOf(community, personId)) {
    if (office.role === "staff" || office.role === "admin") found.add(office.role);
    if (office.role === "staff" && isPastLead(ticket)) found.add("staff_in_charge");
    const own = office.committeeId === ticket.committeeId;
    if (own) found.add("committee");
    if (own && office.role === "lead") found.add("lead");
    if (own && ticket.assigneeId === personId) found.add("assignee");
    if (office.committeeId !== null && ticket.assisting.includes(office.committeeId)) found.add("assisting");
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

function isStaff(personId: number, community: Community): boolean {
  return officesOf(community, personId).some(({ role }) => role === "staff" || role === "admin");
}

/** The committees whose lists and figures a person may see: all for staff and admin, a lead's own, else none. */
export function listedCommittees(personId: number, community: Community): number[] {
  const offices = officesOf(community, personId);
  if (isStaff(personId, community)) {
    return community.committees.map((committee) => committee.id);
  }
  return offices.flatMap((office) =>
    office.role === "lead" && office.committeeId !== null ? [office.committeeId] : [],
  );
}
