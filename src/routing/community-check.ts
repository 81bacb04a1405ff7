// A community file is either right as a whole or refused with every defect named.
import { explain } from "#src/dialogue/explain.ts";
import { CommunityFile } from "./community.ts";
import { checkOffices } from "./community-offices.ts";
import type { Answering } from "./community-offices.ts";
import { checkPlaces } from "./community-places.ts";
import { readMoment } from "./moment.ts";

type Found = { file: CommunityFile } | { defects: string[] };

/**
 * Checks a parsed community file: its shape, that every code it refers to exists, that nothing is there twice, and that
 * somebody answers for each of the categories. Defects read `members.3.committee: expected …, got …`.
 */
export function checkCommunity(input: unknown, categories: readonly Answering[] = []): Found {
  const parsed = CommunityFile.safeParse(input);
  const wrong = parsed.success ? [] : parsed.error.issues.flatMap((issue) => explain(issue, input));
  const shape = wrong.map(({ path, says }) => `${path.map(String).join(".") || "the file"}: ${says}`);
  if (!parsed.success && typeof input !== "object") return { defects: shape };
  const file = parsed.success ? parsed.data : soundPartOf(input);
  const defects = [
    ...shape,
    ...references(file, codesOf(input)),
    ...checkPlaces(file),
    ...checkOffices(file, categories),
    ...standIns(file),
  ];
  return defects.length > 0 || !parsed.success ? { defects } : { file };
}

const LISTS = {
  estates: CommunityFile.shape.estates.element,
  grids: CommunityFile.shape.grids.element,
  buildings: CommunityFile.shape.buildings.element,
  flats: CommunityFile.shape.flats.unwrap().element,
  calendars: CommunityFile.shape.calendars.unwrap().element,
  committees: CommunityFile.shape.committees.element,
  members: CommunityFile.shape.members.element,
  duties: CommunityFile.shape.duties.unwrap().element,
  shifts: CommunityFile.shape.shifts.unwrap().element,
  standIns: CommunityFile.shape.standIns.unwrap().element,
  groups: CommunityFile.shape.groups.element,
  residents: CommunityFile.shape.residents.unwrap().element,
};

/** What of a wrong file can be looked at further: its entries that are right, with holes in place of the others. */
function soundPartOf(input: unknown): CommunityFile {
  const lists = Object.entries(LISTS).map(([name, shape]) => {
    const sound: unknown[] = [];
    const entries = entriesOf(input, name);
    sound.length = entries.length;
    for (const [index, entry] of entries.entries()) {
      const parsed = shape.safeParse(entry);
      if (parsed.success) sound[index] = parsed.data;
    }
    return [name, sound];
  });
  // Safe because each entry has the shape of its list, and the checks pass over holes.
  return Object.fromEntries(lists) as CommunityFile;
}

function entriesOf(input: unknown, name: string): unknown[] {
  const list: unknown = (input as Record<string, unknown> | null)?.[name];
  return Array.isArray(list) ? list : [];
}

type Codes = Record<"estate" | "grid" | "committee" | "calendar" | "member", Set<string>>;

/** Every code the file defines, be its entry right or not. */
function codesOf(input: unknown): Codes {
  const codes = (name: string, key: string) =>
    new Set(
      entriesOf(input, name)
        .map((entry) => (entry as Record<string, unknown> | null)?.[key])
        .filter((code) => typeof code === "string"),
    );
  return {
    estate: codes("estates", "code"),
    grid: codes("grids", "code"),
    committee: codes("committees", "code"),
    calendar: codes("calendars", "code"),
    member: codes("members", "account"),
  };
}

function references(file: CommunityFile, known: Codes): string[] {
  const defects: string[] = [];
  const need = (kind: keyof typeof known, code: string | undefined, path: string) => {
    if (code !== undefined && !known[kind].has(code)) {
      defects.push(
        `${path}: expected ${kind === "estate" ? "an" : "a"} ${kind} of this file (${[...known[kind]].join(", ")}), got ${code}`,
      );
    }
  };
  file.grids.forEach((grid, i) => need("estate", grid.estate, `grids.${i}.estate`));
  file.buildings.forEach((building, i) => {
    need("estate", building.estate, `buildings.${i}.estate`);
    need("grid", building.grid, `buildings.${i}.grid`);
  });
  file.flats.forEach((flat, i) => need("estate", flat.estate, `flats.${i}.estate`));
  file.committees.forEach((committee, i) => need("calendar", committee.calendar, `committees.${i}.calendar`));
  file.members.forEach((member, i) => {
    need("committee", member.committee, `members.${i}.committee`);
    member.grids.forEach((grid, j) => need("grid", grid, `members.${i}.grids.${j}`));
  });
  file.duties.forEach((duty, i) => {
    need("committee", duty.committee, `duties.${i}.committee`);
    need("grid", duty.grid, `duties.${i}.grid`);
  });
  file.shifts.forEach((shift, i) => {
    need("committee", shift.committee, `shifts.${i}.committee`);
    need("member", shift.member, `shifts.${i}.member`);
    need("grid", shift.grid, `shifts.${i}.grid`);
  });
  file.standIns.forEach((standIn, i) => {
    need("member", standIn.member, `standIns.${i}.member`);
    need("member", standIn.by, `standIns.${i}.by`);
  });
  file.groups.forEach((group, i) => need("estate", group.estate, `groups.${i}.estate`));
  file.residents.forEach((resident, i) => need("estate", resident.estate, `residents.${i}.estate`));
  return defects;
}

/** Who stands in works on the absent member's tickets, which only their committee may. */
function standIns(file: CommunityFile): string[] {
  // Without the holes that wrong entries leave.
  const members = file.members.filter(() => true);
  const committeeOf = (account: string) => members.find((member) => member.account === account)?.committee;
  return file.standIns.flatMap(({ member, by, from, until }, i) => {
    const known = [member, by].every((account) => members.some((each) => each.account === account));
    const own = committeeOf(member);
    const begin = readMoment(from, "from");
    const end = readMoment(until, "until");
    return [
      ...(known && (own === undefined || committeeOf(by) !== own)
        ? [`standIns.${i}.by: expected a member of ${own ?? "a committee"}, as ${member} is, got ${by}`]
        : []),
      ...(member === by ? [`standIns.${i}.by: expected another member than ${member}, got the same`] : []),
      ...(begin && end && begin >= end
        ? [`standIns.${i}.until: expected a moment after ${from}, got ${until}`]
        : []),
    ];
  });
}
