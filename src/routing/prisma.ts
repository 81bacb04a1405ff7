import type { Calendar as CalendarRow, Prisma, PrismaClient } from "#prisma/client/client.ts";
import { officeHours } from "#src/tickets/calendar.ts";
import type { Calendar, Window } from "#src/tickets/calendar.ts";
import { COMMITTEES } from "#src/words.ts";
import type { Community, CommunityFile } from "./community.ts";

type Tx = Prisma.TransactionClient;

/** The community as the database has it. */
export async function loadCommunity(database: PrismaClient): Promise<Community> {
  const committees = await database.committee.findMany({ orderBy: { id: "asc" } });
  const members = await database.member.findMany({
    where: { leftAt: null },
    include: { person: { include: { accounts: { orderBy: { id: "asc" } } } }, grids: true },
    orderBy: { id: "asc" },
  });
  const duties = await database.duty.findMany({ orderBy: { id: "asc" } });
  const rows = await database.calendar.findMany();
  const calendars = new Map(rows.map((row) => [row.id, calendarFrom(row)]));
  const common = rows.find(({ code }) => code === COMMON_CALENDAR);
  return {
    estates: await database.estate.findMany({ orderBy: { id: "asc" } }),
    grids: await database.grid.findMany({ orderBy: { id: "asc" } }),
    buildings: await database.building.findMany({ orderBy: { id: "asc" } }),
    committees: committees.flatMap((row) => {
      const code = COMMITTEES.find((candidate) => candidate === row.code);
      return code
        ? [{ id: row.id, code, name: row.name, calendar: calendars.get(row.calendarId ?? 0) ?? null }]
        : [];
    }),
    calendar: common ? calendarFrom(common) : officeHours,
    members: members.map(({ id, personId, role, committeeId, person, grids }) => {
      return {
        id,
        personId,
        role,
        committeeId,
        name: person.name,
        accounts: [...new Set(person.accounts.map(({ externalId }) => externalId))],
        gridIds: grids.map((grid) => grid.gridId),
      };
    }),
    duties: duties.map(({ category, gridCode, committeeId }) => ({ category, gridCode, committeeId })),
    shifts: await database.dutyShift.findMany({ orderBy: { id: "asc" } }),
  };
}

/** The calendar of everyone who has no other. */
const COMMON_CALENDAR = "office";

function calendarFrom({ week, statutory, open, closed }: CalendarRow): Calendar {
  // Safe because only this file writes the column, from a checked file.
  return { week: week as Window[][], statutory, open, closed };
}

/**
 * Writes a checked community file into a database that has none yet, with accounts on the given channels.
 * Returns false, and writes nothing, when there is a community already.
 */
export async function applyCommunity(
  database: PrismaClient,
  file: CommunityFile,
  { channels, now }: { channels: string[]; now: Date },
): Promise<boolean> {
  return database.$transaction(
    async (tx) => {
      await tx.$executeRaw`select pg_advisory_xact_lock(hashtext('linli-community'))`;
      if ((await tx.estate.count()) > 0) return false;
      await writePlaces(tx, file);
      await writePeople(tx, file, { channels, now });
      await writeDuties(tx, file);
      const estates = await ids(tx.estate.findMany());
      await tx.chat.createMany({
        data: channels.flatMap((channel) =>
          file.groups.map((group) => ({
            channel,
            externalId: group.id,
            kind: "group" as const,
            title: group.title,
            estateId: estates.get(group.estate) ?? null,
          })),
        ),
      });
      return true;
    },
    { timeout: 60_000 },
  );
}

async function ids(rows: Promise<{ id: number; code: string }[]>): Promise<Map<string, number>> {
  return new Map((await rows).map((row) => [row.code, row.id]));
}

function must(map: Map<string, number>, code: string): number {
  const id = map.get(code);
  if (id === undefined) throw new Error(`community: ${code} was checked but is not there`);
  return id;
}

async function writePlaces(tx: Tx, file: CommunityFile): Promise<void> {
  await tx.estate.createMany({ data: file.estates });
  const estates = await ids(tx.estate.findMany());
  await tx.grid.createMany({
    data: file.grids.map(({ code, name, estate }) => ({ code, name, estateId: must(estates, estate) })),
  });
  const grids = await ids(tx.grid.findMany());
  for (const { estate, grid, numbers, units, floors, perFloor } of file.buildings) {
    for (const number of numbers) {
      const building = { number, units, estateId: must(estates, estate), gridId: must(grids, grid) };
      const { id } = await tx.building.create({ data: building });
      await tx.flat.createMany({
        data: units.flatMap((unit) =>
          rooms(floors, perFloor).map((room) => ({ buildingId: id, unit, room })),
        ),
      });
    }
  }
}

/** 101, 102 … 1804: the floor and two digits. */
function rooms(floors: number, perFloor: number): string[] {
  return Array.from({ length: floors * perFloor }, (_, index) => {
    return `${Math.floor(index / perFloor) + 1}${String((index % perFloor) + 1).padStart(2, "0")}`;
  });
}

async function writePeople(
  tx: Tx,
  file: CommunityFile,
  { channels, now }: { channels: string[]; now: Date },
): Promise<void> {
  await tx.committee.createMany({ data: file.committees });
  const committees = await ids(tx.committee.findMany());
  const grids = await ids(tx.grid.findMany());
  for (const member of file.members) {
    const personId = await writePerson(tx, member, { channels, now, flatId: null });
    await tx.member.create({
      data: {
        personId,
        role: member.role,
        committeeId: member.committee ? must(committees, member.committee) : null,
        grids: { create: member.grids.map((grid) => ({ gridId: must(grids, grid) })) },
      },
    });
  }
  for (const resident of file.residents) {
    const { building, unit, room } = resident;
    const flat = await tx.flat.findFirst({ where: { unit, room, building: { number: building } } });
    await writePerson(tx, resident, { channels, now, flatId: flat?.id ?? null });
  }
}

type Writing = { channels: string[]; now: Date; flatId: number | null };

/** A person with an account, and a private chat of the account's name, on each channel. */
async function writePerson(
  tx: Tx,
  person: { account: string; name: string },
  writing: Writing,
): Promise<number> {
  const { channels, now, flatId } = writing;
  const { id } = await tx.person.create({
    data: {
      name: person.name,
      createdAt: now,
      flatId,
      accounts: {
        create: channels.map((channel) => ({ channel, externalId: person.account, name: person.name })),
      },
    },
  });
  const estate = await tx.estate.findFirst({ orderBy: { id: "asc" } });
  await tx.chat.createMany({
    data: channels.map((channel) => ({
      channel,
      externalId: person.account,
      kind: "private" as const,
      title: "",
      personId: id,
      estateId: estate?.id ?? null,
    })),
  });
  return id;
}

async function writeDuties(tx: Tx, file: CommunityFile): Promise<void> {
  const committees = await ids(tx.committee.findMany());
  await tx.duty.createMany({
    data: file.duties.map(({ category, committee, grid }) => ({
      category,
      gridCode: grid ?? null,
      committeeId: must(committees, committee),
    })),
  });
  const members = await tx.member.findMany({ include: { person: { include: { accounts: true } } } });
  const memberId = (account: string) =>
    members.find((member) => member.person.accounts.some(({ externalId }) => externalId === account))?.id;
  const minutes = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
  await tx.dutyShift.createMany({
    data: file.shifts.flatMap(({ committee, member, weekdays, from, to }) => {
      const id = memberId(member);
      const shift = { weekdays, fromMinute: minutes(from), toMinute: minutes(to) };
      return id === undefined ? [] : [{ ...shift, memberId: id, committeeId: must(committees, committee) }];
    }),
  });
}
