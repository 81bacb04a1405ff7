// What somebody writes of where they live, and which flats of the community it may be.
import { say } from "#src/dialogue/say.ts";
import { findPlace } from "#src/triage/place.ts";
import type { Community } from "#src/routing/community.ts";
import type { Desk } from "./answer.ts";

/** A flat as somebody writes it, in one of these estates; unit null where it is not said. */
export type Door = { estateIds: number[]; building: string; unit: string | null; room: string };
/** A unit of a building. */
export type Stairs = { building: Community["buildings"][number]; unit: string };

const BETWEEN = /[-–—_/#,,\s]|栋|幢|座|号楼|单元|门|室|房/;
const NUMBER = /^[0-9A-Za-z]{1,12}$/;
/** No door stands behind these. */
const UNFINISHED = /(?:[栋幢座楼门]|单元)$/;
/** So many numbers are listed one by one. */
const FEW = 8;

/** Reads 3-2-501, 三栋二单元501 …, with the name of an estate where one is written; `estateId`: the one meant without. */
export function readDoor(
  text: string,
  { estates }: Pick<Community, "estates">,
  estateId: number | null,
): Door | null {
  const written = text.normalize("NFKC").trim();
  const [named] = estates
    .filter(({ name }) => written.includes(name))
    .toSorted((a, b) => b.name.length - a.name.length);
  const meant = named?.id ?? estateId;
  const estateIds = meant === null ? estates.map(({ id }) => id) : [meant];
  const rest = named ? written.replace(named.name, " ") : written;
  if (UNFINISHED.test(rest.trim())) return null;
  const parts = rest.split(BETWEEN).filter((part) => part !== "");
  if (parts.every((part) => NUMBER.test(part)) && (parts.length === 2 || parts.length === 3)) {
    const [building = "", unit = "", room = unit] = parts;
    return { estateIds, building, unit: parts.length === 3 ? unit : null, room };
  }
  const { building, unit, room } = findPlace(rest) ?? {};
  return building && room ? { estateIds, building, unit: unit ?? null, room } : null;
}

/** Where the door may be, one for each estate that has such stairs; else what is asked. */
export function stairsOf(door: Door, { community, texts }: Desk): Stairs[] | { ask: string } {
  const own = community.buildings.filter(({ estateId }) => door.estateIds.includes(estateId));
  const buildings = own.filter(({ number }) => isSame(number, door.building));
  if (buildings.length === 0) {
    const list = brief(own.map(({ number }) => number));
    return { ask: say(texts, "home_no_building", { building: door.building, list }) };
  }
  const stairs = buildings.flatMap((building) => {
    const only = building.units.length === 1 ? building.units[0] : undefined;
    const unit = door.unit === null ? only : building.units.find((number) => isSame(number, door.unit ?? ""));
    return unit === undefined ? [] : [{ building, unit }];
  });
  if (stairs.length > 0) return stairs;
  const list = brief(buildings.flatMap(({ units }) => units));
  return { ask: say(texts, "home_no_unit", { building: door.building, list }) };
}

/** Whether two numbers on doors are one: 0501 is 501. */
export function isSame(one: string, other: string): boolean {
  return plain(one) === plain(other);
}

function plain(number: string): string {
  return number.toUpperCase().replace(/^0+(?=.)/, "");
}

/** Numbers in their order, all of a few, else the ends of the list. */
export function brief(numbers: string[]): string {
  const sorted = [...new Set(numbers)].toSorted((a, b) => a.localeCompare(b, "en", { numeric: true }));
  if (sorted.length <= FEW) return sorted.join("、");
  return `${sorted.slice(0, 3).join("、")}……${sorted.at(-1) ?? ""}`;
}
