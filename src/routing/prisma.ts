import type { Prisma, PrismaClient } from "#prisma/client/client.ts";
import { officeHours } from "#src/tickets/calendar.ts";
import { COMMITTEES } from "#src/words.ts";
import { minutes, timeText } from "./calendar-file.ts";
import { lineChanges } from "./changes.ts";
import type { Report } from "./changes.ts";
import type { Community, CommunityFile, Member } from "./community.ts";
import { readMoment } from "./moment.ts";
import { calendarOfRow, removeLacking, writeCommittees } from "./prisma-committees.ts";
import { writeGroups } from "./prisma-groups.ts";
import { writeMembers } from "./prisma-members.ts";
import { writePeople } from "./prisma-people.ts";
import { writePlaces } from "./prisma-places.ts";
import { removePlaces } from "./prisma-remove.ts";
import { ids, must } from "./prisma-rows.ts";
import type { Import, Tx } from "./prisma-rows.ts";

/** Counts the changes of the community, by whatever process. */
export async function communityRevision(database: Tx): Promise<number> {
  return (await database.communityRevision.findFirstOrThrow()).number;
}

/** The community as the database has it. */
export async function loadCommunity(database: Tx): Promise<Community> {
  // First of all: what is changed meanwhile is seen by its moving on.
  const revision = await communityRevision(database);
  const committees = await database.committee.findMany({ orderBy: { id: "asc" } });
  const members = await database.member.findMany({ include: SHAPE, orderBy: { id: "asc" } });
  const duties = await database.duty.findMany({ orderBy: { id: "asc" } });
  const rows = await database.calendar.findMany();
  const calendars = new Map(rows.map((row) => [row.id, calendarOfRow(row)]));
  const common = rows.find(({ code }) => code === COMMON_CALENDAR);
  return {
    revision,
    estates: await database.estate.findMany({ orderBy: { id: "asc" } }),
    grids: await database.grid.findMany({ orderBy: { id: "asc" } }),
    buildings: await database.building.findMany({ orderBy: { id: "asc" } }),
    committees: committees.flatMap((row) => {
      const code = COMMITTEES.find((candidate) => candidate === row.code);
      return code
        ? [{ id: row.id, code, name: row.name, calendar: calendars.get(row.calendarId ?? 0) ?? null }]
        : [];
    }),
    calendar: common ? calendarOfRow(common) : officeHours,
    members: members.filter(({ leftAt }) => leftAt === null).map(memberOf),
    former: members.filter(({ leftAt }) => leftAt !== null).map(memberOf),
    duties: duties.map(({ category, gridCode, committeeId }) => ({ category, gridCode, committeeId })),
    shifts: await database.dutyShift.findMany({ orderBy: { id: "asc" } }),
    standIns: await database.standIn.findMany({ orderBy: { id: "asc" } }),
  };
}

const SHAPE = {
  person: { include: { accounts: { orderBy: { id: "asc" } } } },
  grids: true,
} satisfies Prisma.MemberInclude;

function memberOf(row: Prisma.MemberGetPayload<{ include: typeof SHAPE }>): Member {
  const { id, personId, role, committeeId, person, grids } = row;
  const accounts = [...new Set(person.accounts.map(({ externalId }) => externalId))];
  return {
    id,
    personId,
    name: person.name,
    accounts,
    role,
    committeeId,
    gridIds: grids.map((grid) => grid.gridId),
  };
}

/** The calendar of everyone who has no other. */
const COMMON_CALENDAR = "office";

type Applying = { channels: string[]; now: Date };
const LONG = { maxWait: 20_000, timeout: 300_000 };

/**
 * Writes a checked community file into a database that has none yet, with accounts on the given channels.
 * Returns false, and writes nothing, when there is a community already.
 */
export async function applyCommunity(
  database: PrismaClient,
  file: CommunityFile,
  { channels, now }: Applying,
): Promise<boolean> {
  return database.$transaction(async (tx) => {
    await lock(tx);
    if ((await tx.estate.count()) > 0) return false;
    await write(tx, { file, channels, now, report: { changes: [], defects: [] } });
    return true;
  }, LONG);
}

/**
 * Makes the community of the database that of a checked file, in one transaction, and tells what that changes. Nothing
 * is written where there is a defect, where nothing changes, or where it is only tried.
 */
export async function importCommunity(
  database: PrismaClient,
  file: CommunityFile,
  { channels, now, dryRun }: Applying & { dryRun: boolean },
): Promise<Report> {
  const report: Report = { changes: [], defects: [] };
  const undo = new Error("community: not to be kept");
  try {
    await database.$transaction(async (tx) => {
      await lock(tx);
      await write(tx, { file, channels, now, report });
      if (dryRun || report.defects.length > 0 || report.changes.length === 0) throw undo;
    }, LONG);
  } catch (error) {
    if (error !== undo) throw error;
  }
  return report;
}

async function lock(tx: Tx): Promise<void> {
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtext('linli-community'))`;
}

async function write(tx: Tx, given: Import): Promise<void> {
  const gone = await writePlaces(tx, given);
  const people = await writePeople(tx, given);
  const lacking = await writeCommittees(tx, given);
  const before = await rosterOf(tx, given);
  await tx.duty.deleteMany();
  await tx.dutyShift.deleteMany();
  await writeMembers(tx, given, people.ids);
  await people.rename();
  await writeDuties(tx, given);
  const after = await rosterOf(tx, given);
  given.report.changes.push(
    ...lineChanges("duties", before.duties, after.duties),
    ...lineChanges("shifts", before.shifts, after.shifts),
  );
  await writeGroups(tx, given);
  await removePlaces(tx, given, gone);
  if (given.report.defects.length === 0) await removeLacking(tx, lacking);
}

/** The list of duties and the roster as lines. */
async function rosterOf(tx: Tx, { channels }: Import): Promise<{ duties: string[]; shifts: string[] }> {
  const duties = await tx.duty.findMany({ include: { committee: true }, orderBy: { id: "asc" } });
  const account = { where: { channel: { in: channels } }, take: 1 };
  const member = { include: { person: { include: { accounts: account } } } };
  const shifts = await tx.dutyShift.findMany({
    include: { committee: true, member },
    orderBy: { id: "asc" },
  });
  return {
    duties: duties.map(({ category, gridCode, committee }) => {
      return `${category}${gridCode === null ? "" : ` in ${gridCode}`} to ${committee.code}`;
    }),
    shifts: shifts.map((shift) => {
      const who = shift.member.person.accounts[0]?.externalId ?? "";
      const hours = `${timeText(shift.fromMinute)}-${timeText(shift.toMinute)}`;
      const days = `weekdays ${shift.weekdays.join(" ")}${shift.on === "every" ? "" : `, ${shift.on} days`}`;
      const grid = shift.gridCode === null ? "" : ` for ${shift.gridCode}`;
      return `${shift.committee.code} ${who}, ${days} ${hours}${grid}`;
    }),
  };
}

async function writeDuties(tx: Tx, { file, channels }: Import): Promise<void> {
  const committees = await ids(tx.committee.findMany());
  await tx.duty.createMany({
    data: file.duties.map(({ category, committee, grid }) => ({
      category,
      gridCode: grid ?? null,
      committeeId: must(committees, committee),
    })),
  });
  const accounts = { where: { channel: { in: channels } } };
  const members = await tx.member.findMany({
    where: { leftAt: null },
    include: { person: { include: { accounts } }, committee: true },
  });
  const memberId = (account: string, committee: string) =>
    members.find(
      (member) =>
        member.committee?.code === committee &&
        member.person.accounts.some(({ externalId }) => externalId === account),
    )?.id;
  await tx.dutyShift.createMany({
    data: file.shifts.flatMap(({ committee, member, grid, weekdays, on, from, to }) => {
      const id = memberId(member, committee);
      const days = { weekdays, on, gridCode: grid ?? null };
      const shift = { ...days, fromMinute: minutes(from), toMinute: minutes(to) };
      return id === undefined ? [] : [{ ...shift, memberId: id, committeeId: must(committees, committee) }];
    }),
  });
  await tx.standIn.createMany({
    data: file.standIns.flatMap((standIn) => {
      const committee = file.members.find(({ account }) => account === standIn.member)?.committee ?? "";
      const [absent, by] = [memberId(standIn.member, committee), memberId(standIn.by, committee)];
      const [from, until] = [readMoment(standIn.from, "from"), readMoment(standIn.until, "until")];
      return absent === undefined || by === undefined || !from || !until
        ? []
        : [{ memberId: absent, byId: by, from, until }];
    }),
  });
}
