// Estates, grids, buildings and flats, as the file has them.
import { compare, note, turned } from "./changes.ts";
import { areaText } from "./door.ts";
import { flatKey, flatsOf } from "./flats.ts";
import type { Gone } from "./prisma-remove.ts";
import { ids, inChunks, must } from "./prisma-rows.ts";
import type { Import, Tx } from "./prisma-rows.ts";

/** Adds and changes what the file says of places; returns the buildings and flats that it lacks. */
export async function writePlaces(tx: Tx, given: Import): Promise<Gone> {
  await writeEstates(tx, given);
  await writeGrids(tx, given);
  const buildings = await writeBuildings(tx, given);
  return { buildings, flats: await writeFlats(tx, given, buildings) };
}

async function writeEstates(tx: Tx, { file, report }: Import): Promise<void> {
  const { added, changed } = compare({
    rows: await tx.estate.findMany(),
    entries: file.estates,
    rowKey: (row) => row.code,
    entryKey: (entry) => entry.code,
    difference: (row, entry) => turned(row.name, entry.name),
  });
  await tx.estate.createMany({ data: added });
  for (const { row, entry } of changed)
    await tx.estate.update({ where: { id: row.id }, data: { name: entry.name } });
  note(
    report,
    "estates",
    "new",
    added.map(({ code, name }) => `${code} ${name}`),
  );
  note(
    report,
    "estates",
    "changed",
    changed.map(({ line }) => line),
  );
}

async function writeGrids(tx: Tx, { file, report }: Import): Promise<void> {
  const { added, changed } = compare({
    rows: await tx.grid.findMany({ include: { estate: true } }),
    entries: file.grids,
    rowKey: (row) => row.code,
    entryKey: (entry) => entry.code,
    difference: (row, entry) => [...turned(row.name, entry.name), ...turned(row.estate.code, entry.estate)],
  });
  const estates = await ids(tx.estate.findMany());
  const dataOf = ({ code, name, estate }: (typeof added)[number]) => ({
    code,
    name,
    estateId: must(estates, estate),
  });
  await tx.grid.createMany({ data: added.map(dataOf) });
  for (const { row, entry } of changed) await tx.grid.update({ where: { id: row.id }, data: dataOf(entry) });
  note(
    report,
    "grids",
    "new",
    added.map(({ code, name }) => `${code} ${name}`),
  );
  note(
    report,
    "grids",
    "changed",
    changed.map(({ line }) => line),
  );
}

/** Returns the ids of the buildings that the file lacks. */
async function writeBuildings(tx: Tx, { file, report }: Import): Promise<number[]> {
  const { added, changed, gone } = compare({
    rows: await tx.building.findMany({ include: { estate: true, grid: true } }),
    entries: file.buildings.flatMap(({ estate, grid, numbers, units }) =>
      numbers.map((number) => ({ estate, grid, number, units })),
    ),
    rowKey: ({ estate, number }) => `${estate.code}/${number}`,
    entryKey: ({ estate, number }) => `${estate}/${number}`,
    difference: (row, entry) => [
      ...turned(row.grid.code, entry.grid),
      ...turned(`units ${row.units.join(" ")}`, `units ${entry.units.join(" ")}`),
    ],
  });
  const estates = await ids(tx.estate.findMany());
  const grids = await ids(tx.grid.findMany());
  const dataOf = ({ estate, grid, number, units }: (typeof added)[number]) => ({
    number,
    units,
    estateId: must(estates, estate),
    gridId: must(grids, grid),
  });
  await tx.building.createMany({ data: added.map(dataOf) });
  for (const { row, entry } of changed)
    await tx.building.update({ where: { id: row.id }, data: dataOf(entry) });
  note(
    report,
    "buildings",
    "new",
    added.map(({ estate, number, grid }) => `${estate}/${number} in ${grid}`),
  );
  note(
    report,
    "buildings",
    "changed",
    changed.map(({ line }) => line),
  );
  return gone.map(({ id }) => id);
}

/** Returns the flats that the file lacks in buildings that it has. */
async function writeFlats(tx: Tx, { file, report }: Import, goneBuildings: number[]): Promise<Gone["flats"]> {
  const buildings = await tx.building.findMany({ include: { estate: true } });
  const nameOf = new Map(
    buildings.map(({ id, number, estate }) => [id, { estate: estate.code, building: number }]),
  );
  const idOf = new Map(buildings.map(({ id, number, estate }) => [`${estate.code}/${number}`, id]));
  const rows = await tx.flat.findMany({
    where: { buildingId: { notIn: goneBuildings } },
    orderBy: { id: "asc" },
  });
  const { added, changed, gone } = compare({
    rows: rows.map((row) => ({ ...row, ...(nameOf.get(row.buildingId) ?? { estate: "", building: "" }) })),
    entries: flatsOf(file),
    rowKey: (row) => flatKey(row),
    entryKey: (entry) => flatKey(entry),
    difference: (row, entry) => turned(areaText(row.area), areaText(entry.area)),
  });
  // As lists, a parameter each: Prisma takes seconds over a statement with ten thousand rows.
  await inChunks(added, (some) => {
    const at = some.map(({ estate, building }) => must(idOf, `${estate}/${building}`));
    const units = some.map(({ unit }) => unit);
    const rooms = some.map(({ room }) => room);
    const areas = some.map(({ area }) => area);
    return tx.$executeRaw`insert into "Flat" ("buildingId", unit, room, area)
      select * from unnest(${at}::int[], ${units}::text[], ${rooms}::text[], ${areas}::int[])`;
  });
  await inChunks(changed, (some) => {
    const flats = some.map(({ row }) => row.id);
    const areas = some.map(({ entry }) => entry.area);
    return tx.$executeRaw`update "Flat" set area = given.area
      from unnest(${flats}::int[], ${areas}::int[]) as given (id, area) where "Flat".id = given.id`;
  });
  note(
    report,
    "flats",
    "new",
    added.map((flat) => `${flatKey(flat)} ${areaText(flat.area)}`),
  );
  note(
    report,
    "flats",
    "changed",
    changed.map(({ line }) => line),
  );
  return gone;
}
