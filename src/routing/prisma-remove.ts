// What a file lacks is removed only where nobody lives and no ticket is about it.
import { note } from "./changes.ts";
import { flatKey } from "./flats.ts";
import type { Import, Tx } from "./prisma-rows.ts";

type GoneFlat = { id: number; estate: string; building: string; unit: string; room: string };
/** The ids of buildings, and flats of other buildings, that a file lacks. */
export type Gone = { buildings: number[]; flats: GoneFlat[] };
type Held = { people: number; codes: string[] };

/** Removes them, and the grids and estates that the file lacks; where somebody lives, or a ticket is about, becomes a defect. */
export async function removePlaces(tx: Tx, given: Import, { buildings, flats }: Gone): Promise<void> {
  await removeFlats(tx, given, flats);
  await removeBuildings(tx, given, buildings);
  if (given.report.defects.length === 0) await removeAreas(tx, given);
}

async function removeFlats(tx: Tx, { report }: Import, gone: GoneFlat[]): Promise<void> {
  if (gone.length === 0) return;
  const living = await peopleIn(
    tx,
    gone.map(({ id }) => id),
  );
  const rows = await tx.$queryRaw<{ id: number; codes: string[] }[]>`
    select f.id, array_agg(t.code order by t.id) as codes
    from "Flat" f
      join "Building" b on b.id = f."buildingId"
      join "Ticket" t on t.place ->> 'building' = b.number
        and t.place ->> 'unit' = f.unit and t.place ->> 'room' = f.room
      join "Chat" c on c.id = t."chatId" and coalesce(c."estateId", b."estateId") = b."estateId"
    where f.id = any(${gone.map(({ id }) => id)}::int[]) group by f.id`;
  const tickets = new Map(rows.map(({ id, codes }) => [id, codes]));
  for (const flat of gone) {
    const held = { people: living.get(flat.id) ?? 0, codes: tickets.get(flat.id) ?? [] };
    report.defects.push(...missed("flats", flatKey(flat), held));
  }
  await tx.$executeRaw`delete from "Flat" where id = any(${gone.map(({ id }) => id)}::int[])`;
  note(
    report,
    "flats",
    "gone",
    gone.map((flat) => flatKey(flat)),
  );
}

async function removeBuildings(tx: Tx, { report }: Import, gone: number[]): Promise<void> {
  if (gone.length === 0) return;
  const include = { estate: true, flats: { select: { id: true } } };
  const buildings = await tx.building.findMany({
    where: { id: { in: gone } },
    include,
    orderBy: { id: "asc" },
  });
  const living = await peopleIn(
    tx,
    buildings.flatMap(({ flats }) => flats.map(({ id }) => id)),
  );
  const rows = await tx.$queryRaw<{ id: number; codes: string[] }[]>`
    select b.id, array_agg(t.code order by t.id) as codes
    from "Building" b
      join "Ticket" t on t.place ->> 'building' = b.number
      join "Chat" c on c.id = t."chatId" and coalesce(c."estateId", b."estateId") = b."estateId"
    where b.id = any(${gone}::int[]) group by b.id`;
  const tickets = new Map(rows.map(({ id, codes }) => [id, codes]));
  for (const { id, estate, number, flats } of buildings) {
    const people = flats.reduce((sum, flat) => sum + (living.get(flat.id) ?? 0), 0);
    const held = { people, codes: tickets.get(id) ?? [] };
    report.defects.push(...missed("buildings", `${estate.code}/${number}`, held));
  }
  await tx.flat.deleteMany({ where: { buildingId: { in: gone } } });
  await tx.building.deleteMany({ where: { id: { in: gone } } });
  const lines = buildings.map(
    ({ estate, number, flats }) => `${estate.code}/${number} with ${flats.length} flats`,
  );
  note(report, "buildings", "gone", lines);
}

/** Nothing is left in them by then. */
async function removeAreas(tx: Tx, { file, report }: Import): Promise<void> {
  const grids = await tx.grid.findMany({ where: { code: { notIn: file.grids.map(({ code }) => code) } } });
  const gridIds = grids.map(({ id }) => id);
  await tx.memberGrid.deleteMany({ where: { gridId: { in: gridIds } } });
  await tx.grid.deleteMany({ where: { id: { in: gridIds } } });
  const estates = await tx.estate.findMany({
    where: { code: { notIn: file.estates.map(({ code }) => code) } },
  });
  await tx.estate.deleteMany({ where: { id: { in: estates.map(({ id }) => id) } } });
  note(
    report,
    "grids",
    "gone",
    grids.map(({ code, name }) => `${code} ${name}`),
  );
  note(
    report,
    "estates",
    "gone",
    estates.map(({ code, name }) => `${code} ${name}`),
  );
}

async function peopleIn(tx: Tx, flats: number[]): Promise<Map<number, number>> {
  const rows = await tx.$queryRaw<{ flat: number; people: number }[]>`
    select "flatId" as flat, count(*)::int as people from "Person"
    where "flatId" = any(${flats}::int[]) group by "flatId"`;
  return new Map(rows.map(({ flat, people }) => [flat, people]));
}

const SHOWN = 5;

function missed(list: string, name: string, { people, codes }: Held): string[] {
  if (people === 0 && codes.length === 0) return [];
  const more = codes.length > SHOWN ? ` and ${codes.length - SHOWN} more` : "";
  const why = [
    ...(people > 0 ? [`${people} ${people === 1 ? "person lives" : "people live"} there`] : []),
    ...(codes.length > 0 ? [`the tickets ${codes.slice(0, SHOWN).join(", ")}${more} are about it`] : []),
  ];
  return [`${list}: expected ${name} among them, since ${why.join(" and ")}; got none`];
}
