import type { CommunityFile } from "./community.ts";

/** Area in square centimetres, null where it is not known. */
export type FlatEntry = { estate: string; building: string; unit: string; room: string; area: number | null };

/** Every flat of the file: those of its floors, with the areas that are listed, and those that are only listed. */
export function flatsOf(file: CommunityFile): FlatEntry[] {
  const flats = new Map<string, FlatEntry>();
  const add = (flat: FlatEntry) => flats.set(flatKey(flat), flat);
  for (const { estate, numbers, units, floors = 0, perFloor = 0, areas = [] } of file.buildings) {
    for (const building of numbers) {
      for (const unit of units) {
        for (let index = 0; index < floors * perFloor; index += 1) {
          const room = roomAt(Math.floor(index / perFloor), index % perFloor);
          add({ estate, building, unit, room, area: areas[index % perFloor] ?? null });
        }
      }
    }
  }
  for (const { area, ...flat } of file.flats) add({ ...flat, area: area ?? null });
  return [...flats.values()];
}

/** 101, 102 … 1804: the floor and two digits. */
function roomAt(floor: number, place: number): string {
  return `${floor + 1}${String(place + 1).padStart(2, "0")}`;
}

export function flatKey(flat: { estate: string; building: string; unit: string; room: string }): string {
  return `${flat.estate}/${flat.building}-${flat.unit}-${flat.room}`;
}
