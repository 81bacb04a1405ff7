// Who has an account: members and residents of the file, each with a private chat of the account's name.
import { compare, note, turned } from "./changes.ts";
import { estateOf } from "./community-places.ts";
import { flatKey } from "./flats.ts";
import { ids, inChunks } from "./prisma-rows.ts";
import type { Import, Tx } from "./prisma-rows.ts";

/** Flat undefined: the file says nothing of it. */
type Wanted = { account: string; name: string; flat: Flat | undefined };
type Flat = { id: number; key: string; estateId: number };
export type People = {
  /** By account. */
  ids: Map<string, number>;
  /** Gives those who were there already the names that the file has for them. */
  rename(): Promise<void>;
};

/** Adds the people of the file who are not there yet, and moves residents to their flats. */
export async function writePeople(tx: Tx, given: Import): Promise<People> {
  const { file, channels, report } = given;
  const residents = await residentsOf(tx, given);
  const members = new Map(file.members.map(({ account, name }) => [account, name]));
  const listed = [
    ...[...members].map(([account, name]) => ({ account, name, flat: undefined })),
    ...residents,
  ];
  const known = await accounts(
    tx,
    listed.map(({ account }) => account),
    channels,
  );
  const wanted = asOne(listed, known);
  const lived = await flatNames(
    tx,
    [...known.values()].flatMap(({ flatId }) => flatId ?? []),
  );
  const { added, changed } = compare<Known, Wanted>({
    rows: [...known.values()],
    entries: wanted,
    rowKey: (row) => row.account,
    entryKey: (entry) => entry.account,
    difference: (row, { name, flat }) => [
      ...turned(row.name, name),
      ...(flat ? turned(lived.get(row.flatId ?? 0) ?? "no flat", flat.key) : []),
    ],
  });
  const fresh = await addPeople(tx, given, added);
  await moveHouse(tx, changed);
  const told = {
    new: added.flatMap(lineOf),
    changed: changed.flatMap(({ line, entry }) => (entry.flat ? [line] : [])),
  };
  note(report, "residents", "new", told.new);
  note(report, "residents", "changed", told.changed);
  return {
    ids: new Map([...[...known.values()].map((row) => [row.account, row.personId] as const), ...fresh]),
    rename: () => rename(tx, changed, channels),
  };
}

/** Entries whose accounts have come together are one person: by the name and the flat that are listed first. */
function asOne(listed: Wanted[], known: Map<string, Known>): Wanted[] {
  const said = new Map<number, Wanted>();
  return listed.map((entry) => {
    const id = known.get(entry.account)?.personId;
    if (id === undefined) return entry;
    const { name, flat } = said.get(id) ?? entry;
    const one = { account: entry.account, name, flat: flat ?? entry.flat };
    said.set(id, one);
    return one;
  });
}

function lineOf({ account, name, flat }: Wanted): string[] {
  return flat ? [`${account} ${name}, ${flat.key}`] : [];
}

type Changed = { row: Known; entry: Wanted };

async function moveHouse(tx: Tx, changed: Changed[]): Promise<void> {
  for (const { row, entry } of changed) {
    if (!entry.flat || entry.flat.id === row.flatId) continue;
    await tx.person.update({ where: { id: row.personId }, data: { flatId: entry.flat.id } });
    const where = { personId: row.personId, kind: "private" as const };
    await tx.chat.updateMany({ where, data: { estateId: entry.flat.estateId } });
  }
}

async function rename(tx: Tx, changed: Changed[], channels: string[]): Promise<void> {
  for (const { row, entry } of changed) {
    if (row.name === entry.name) continue;
    await tx.person.update({ where: { id: row.personId }, data: { name: entry.name } });
    const where = { personId: row.personId, channel: { in: channels } };
    await tx.account.updateMany({ where, data: { name: entry.name } });
  }
}

async function residentsOf(tx: Tx, { file }: Import): Promise<Wanted[]> {
  if (file.residents.length === 0) return [];
  const rows = await tx.flat.findMany({ include: { building: { include: { estate: true } } } });
  const flats = new Map(
    rows.map(({ id, unit, room, building: { number, estate } }) => {
      const key = flatKey({ estate: estate.code, building: number, unit, room });
      return [key, { id, key, estateId: estate.id }];
    }),
  );
  return file.residents.map(({ account, name, ...place }) => {
    const key = flatKey({ ...place, estate: estateOf(place, file) ?? "" });
    return { account, name, flat: flats.get(key) };
  });
}

async function flatNames(tx: Tx, flatIds: number[]): Promise<Map<number, string>> {
  const names = new Map<number, string>();
  await inChunks(flatIds, async (some) => {
    const include = { building: { include: { estate: true } } };
    for (const { id, unit, room, building } of await tx.flat.findMany({
      where: { id: { in: some } },
      include,
    }))
      names.set(id, flatKey({ estate: building.estate.code, building: building.number, unit, room }));
  });
  return names;
}

type Known = { account: string; personId: number; name: string; flatId: number | null };

async function accounts(tx: Tx, names: string[], channels: string[]): Promise<Map<string, Known>> {
  const known = new Map<string, Known>();
  await inChunks(names, async (some) => {
    const where = { channel: { in: channels }, externalId: { in: some } };
    for (const { externalId, personId, person } of await tx.account.findMany({
      where,
      include: { person: true },
    }))
      known.set(externalId, { account: externalId, personId, name: person.name, flatId: person.flatId });
  });
  return known;
}

async function addPeople(tx: Tx, { channels, now }: Import, added: Wanted[]): Promise<[string, number][]> {
  const estates = [...(await ids(tx.estate.findMany({ take: 2 }))).values()];
  const only = estates.length === 1 ? (estates[0] ?? null) : null;
  const serials = await tx.$queryRaw<{ id: bigint }[]>`
    select nextval(pg_get_serial_sequence('"Person"', 'id')) as id from generate_series(1, ${added.length}::int)`;
  const fresh = added.map((person, index) => ({ ...person, id: Number(serials[index]?.id) }));
  await inChunks(fresh, async (some) => {
    await tx.person.createMany({
      data: some.map(({ id, name, flat }) => ({ id, name, createdAt: now, flatId: flat?.id ?? null })),
    });
    const each = some.flatMap((person) => channels.map((channel) => ({ ...person, channel })));
    await tx.account.createMany({
      data: each.map(({ id, channel, account, name }) => ({
        channel,
        externalId: account,
        name,
        personId: id,
      })),
    });
    await tx.chat.createMany({
      data: each.map(({ id, channel, account, flat }) => ({
        channel,
        externalId: account,
        kind: "private" as const,
        title: "",
        personId: id,
        estateId: flat?.estateId ?? only,
      })),
      skipDuplicates: true,
    });
  });
  return fresh.map(({ account, id }) => [account, id]);
}
