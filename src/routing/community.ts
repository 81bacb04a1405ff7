// The community as plain data: who lives where, who answers for what, who is on duty when.
import { z } from "zod";
import { CATEGORIES, COMMITTEES, ROLES, SHIFT_DAYS } from "#src/words.ts";
import type { CommitteeCode, Place, Role, ShiftDays } from "#src/words.ts";
import type { Calendar } from "#src/tickets/calendar.ts";
import { CALENDAR, refineCalendar } from "./calendar-file.ts";
import { Area, Door } from "./door.ts";
import { readMoment } from "./moment.ts";

const Code = z.string().regex(/^[a-z][a-z0-9_]*$/, "a code such as grid1 (lower case letters, digits, _)");
const Time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "a time such as 08:30");
const Moment = z
  .string()
  .refine((text) => readMoment(text, "from") !== null, "a day such as 2026-10-01, or 2026-10-01 08:30");

/** The file that describes a community; `prisma/seed/demo.yaml` is an example. */
export const CommunityFile = z.strictObject({
  estates: z.array(z.strictObject({ code: Code, name: z.string().min(1) })).min(1),
  grids: z.array(z.strictObject({ code: Code, name: z.string().min(1), estate: Code })).min(1),
  buildings: z
    .array(
      z.strictObject({
        estate: Code,
        grid: Code,
        numbers: z.array(Door).min(1),
        units: z.array(Door).min(1),
        /** With perFloor: the flats 101, 102 … of every unit; without both only those listed under flats. */
        floors: z.int().min(1).max(100).optional(),
        perFloor: z.int().min(1).max(20).optional(),
        /** Of the flats of a floor, in order. */
        areas: z.array(Area).optional(),
      }),
    )
    .min(1),
  flats: z
    .array(z.strictObject({ estate: Code, building: Door, unit: Door, room: Door, area: Area.optional() }))
    .default([]),
  /** A CSV file with more of them, beside this one. */
  flatsFile: z.string().min(1).optional(),
  calendars: z.array(z.strictObject({ code: Code, ...CALENDAR }).superRefine(refineCalendar)).default([]),
  committees: z
    .array(z.strictObject({ code: z.enum(COMMITTEES), name: z.string().min(1), calendar: Code.optional() }))
    .min(1),
  members: z.array(
    z.strictObject({
      account: Code,
      name: z.string().min(1),
      role: z.enum(ROLES),
      committee: z.enum(COMMITTEES).optional(),
      grids: z.array(Code).default([]),
    }),
  ),
  duties: z
    .array(
      z.strictObject({ category: z.enum(CATEGORIES), committee: z.enum(COMMITTEES), grid: Code.optional() }),
    )
    .default([]),
  shifts: z
    .array(
      z.strictObject({
        committee: z.enum(COMMITTEES),
        member: Code,
        grid: Code.optional(),
        weekdays: z.array(z.int().min(0).max(6)).min(1).default([0, 1, 2, 3, 4, 5, 6]),
        on: z.enum(SHIFT_DAYS).default("every"),
        from: Time,
        to: Time,
      }),
    )
    .default([]),
  standIns: z.array(z.strictObject({ member: Code, by: Code, from: Moment, until: Moment })).default([]),
  groups: z.array(z.strictObject({ id: z.string().min(1), title: z.string().min(1), estate: Code })).min(1),
  residents: z
    .array(
      z.strictObject({
        account: Code,
        name: z.string().min(1),
        /** Needed only where there are several. */
        estate: Code.optional(),
        building: Door,
        unit: Door,
        room: Door,
      }),
    )
    .default([]),
});
export type CommunityFile = z.infer<typeof CommunityFile>;

export type Member = {
  id: number;
  personId: number;
  name: string;
  /** What they are called on the platforms, by which others may name them. */
  accounts: string[];
  role: Role;
  committeeId: number | null;
  gridIds: number[];
};
export type Shift = {
  committeeId: number;
  memberId: number;
  /** Only for this grid's matters; null: for all. */
  gridCode: string | null;
  weekdays: number[];
  on: ShiftDays;
  fromMinute: number;
  toMinute: number;
};
/** All that is the absent member's to do is somebody else's, from one moment until another that is not included. */
export type StandIn = { memberId: number; byId: number; from: Date; until: Date };
export type Community = {
  /** Moves with each change of what follows, whoever makes it. */
  revision: number;
  estates: { id: number; code: string; name: string }[];
  grids: { id: number; code: string; name: string; estateId: number }[];
  buildings: { id: number; number: string; units: string[]; estateId: number; gridId: number }[];
  committees: { id: number; code: CommitteeCode; name: string; calendar: Calendar | null }[];
  /** The office hours of all who have none of their own. */
  calendar: Calendar;
  members: Member[];
  /** Who has left: nobody is asked any more, but named in what has been. */
  former: Member[];
  duties: { category: string; gridCode: string | null; committeeId: number }[];
  shifts: Shift[];
  /** In the order in which they were noted: of two at a time the later holds. */
  standIns: StandIn[];
};

/** The offices a person holds; an empty list for a resident. */
export function officesOf(community: Community, personId: number): Member[] {
  return community.members.filter((member) => member.personId === personId);
}

/** The residents' committee's staff, by person. */
export function staffOf({ members }: Community): number[] {
  return members.filter(({ role }) => role === "staff").map(({ personId }) => personId);
}

/** Who holds an office, else who held one; null for a resident. */
export function memberOrFormer({ members, former }: Community, personId: number | null): Member | null {
  return [...members, ...former].find((member) => member.personId === personId) ?? null;
}

/** The lead of a committee, or null where it has none. */
export function leadOf(community: Community, committeeId: number): Member | null {
  return (
    community.members.find((member) => member.committeeId === committeeId && member.role === "lead") ?? null
  );
}

/** The office hours by which a committee's limits are counted. */
export function calendarOf(community: Community, committeeId: number): Calendar {
  return community.committees.find(({ id }) => id === committeeId)?.calendar ?? community.calendar;
}

export function committeeName(community: Community, committeeId: number): string {
  return community.committees.find((committee) => committee.id === committeeId)?.name ?? "居委会";
}

/** The building that a place names in an estate; null when it names none, "unknown" when the estate has no such building or unit. */
export function buildingOf(
  community: Community,
  estateId: number | null,
  place: Place | null,
): Community["buildings"][number] | "unknown" | null {
  if (!place?.building) return null;
  const building = community.buildings.find(
    (candidate) =>
      candidate.number === place.building && (estateId === null || candidate.estateId === estateId),
  );
  if (!building) return "unknown";
  return place.unit && !building.units.includes(place.unit) ? "unknown" : building;
}

/** The grid in which a place of an estate lies; null where that is not known. */
export function gridOf(
  community: Community,
  estateId: number | null,
  place: Place | null,
): Community["grids"][number] | null {
  const building = buildingOf(community, estateId, place);
  if (building === null || building === "unknown") return null;
  return community.grids.find(({ id }) => id === building.gridId) ?? null;
}
