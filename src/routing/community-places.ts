import type { CommunityFile } from "./community.ts";
import { flatKey, flatsOf } from "./flats.ts";
import { isWhole, keyed, twice } from "./file-lists.ts";

/** What is wrong with the places of a file, which may have holes: doubles, and grids, units and flats that do not belong together. */
export function checkPlaces(file: CommunityFile): string[] {
  return [...doubles(file), ...buildings(file), ...flats(file), ...residents(file)];
}

function doubles(file: CommunityFile): string[] {
  const code = (list: string) => (entry: { code: string }, i: number) => [
    { key: entry.code, path: `${list}.${i}.code` },
  ];
  return [
    ...twice("estate", keyed(file.estates, code("estates"))),
    ...twice("grid", keyed(file.grids, code("grids"))),
    ...twice(
      "building",
      keyed(file.buildings, ({ estate, numbers }, i) =>
        numbers.map((number, j) => ({ key: `${estate}/${number}`, path: `buildings.${i}.numbers.${j}` })),
      ),
    ),
    ...twice(
      "flat",
      keyed(file.flats, (flat, i) => [{ key: flatKey(flat), path: `flats.${i}` }]),
    ),
    ...twice(
      "group",
      keyed(file.groups, ({ id }, i) => [{ key: id, path: `groups.${i}.id` }]),
    ),
  ];
}

function buildings(file: CommunityFile): string[] {
  const defects: string[] = [];
  file.buildings.forEach(({ estate, grid, units, floors, perFloor, areas }, i) => {
    const found = file.grids.find((entry) => entry?.code === grid);
    const own = file.grids.filter((entry) => entry.estate === estate).map((entry) => entry.code);
    if (found && found.estate !== estate && file.estates.some(({ code }) => code === found.estate))
      defects.push(
        `buildings.${i}.grid: expected a grid of ${estate} (${own.join(", ")}), got ${grid} of ${found.estate}`,
      );
    defects.push(
      ...twice(
        "unit",
        units.map((key, j) => ({ key, path: `buildings.${i}.units.${j}` })),
      ),
    );
    if ((floors === undefined) !== (perFloor === undefined))
      defects.push(
        `buildings.${i}: expected floors together with perFloor, got only ${floors === undefined ? "perFloor" : "floors"}`,
      );
    if (areas && areas.length !== perFloor)
      defects.push(
        `buildings.${i}.areas: expected ${perFloor ?? 0}, one for each flat of a floor, got ${areas.length}`,
      );
  });
  return defects;
}

function flats(file: CommunityFile): string[] {
  if (!isWhole(file.buildings)) return [];
  const units = unitsOf(file);
  const defects: string[] = [];
  file.flats.forEach(({ estate, building, unit }, i) => {
    if (!file.estates.some((entry) => entry.code === estate)) return;
    const known = units.get(`${estate}/${building}`);
    if (!known) defects.push(`flats.${i}.building: expected a building of ${estate}, got ${building}`);
    else if (!known.includes(unit))
      defects.push(
        `flats.${i}.unit: expected a unit of ${estate}/${building} (${known.join(", ")}), got ${unit}`,
      );
  });
  return defects;
}

/** The units of each building, by estate and number. */
function unitsOf(file: CommunityFile): Map<string, string[]> {
  const units = new Map<string, string[]>();
  file.buildings.forEach(({ estate, numbers, units: own }) =>
    numbers.forEach((number) => units.set(`${estate}/${number}`, own)),
  );
  return units;
}

function residents(file: CommunityFile): string[] {
  if (![file.estates, file.buildings, file.flats].every(isWhole)) return [];
  const estates = new Set(file.estates.map((entry) => entry.code));
  const known = new Set(flatsOf(file).map(flatKey));
  const defects: string[] = [];
  file.residents.forEach((resident, i) => {
    const estate = estateOf(resident, file);
    if (estate === null) {
      defects.push(`residents.${i}.estate: expected one of ${[...estates].join(", ")}, got nothing`);
    } else if (estates.has(estate) && !known.has(flatKey({ ...resident, estate }))) {
      const { building, unit, room } = resident;
      defects.push(`residents.${i}: expected a flat of ${estate}, got ${building}-${unit}-${room}`);
    }
  });
  return defects;
}

/** The estate that a resident lives in; null where it is not said and there are several. */
export function estateOf(
  resident: { estate?: string | undefined },
  { estates }: CommunityFile,
): string | null {
  const codes = new Set(estates.map(({ code }) => code));
  return resident.estate ?? (codes.size === 1 ? (estates[0]?.code ?? null) : null);
}
