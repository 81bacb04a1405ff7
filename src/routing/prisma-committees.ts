// Calendars, and the committees that count by them.
import type { Calendar as CalendarRow } from "#prisma/client/client.ts";
import type { Calendar, Window } from "#src/tickets/calendar.ts";
import { compare, note, turned } from "./changes.ts";
import { calendarFrom, calendarText } from "./calendar-file.ts";
import type { CommunityFile } from "./community.ts";
import { ids, must } from "./prisma-rows.ts";
import type { Import, Tx } from "./prisma-rows.ts";

/** A calendar as it is counted by. */
export function calendarOfRow({ week, statutory, open, closed }: CalendarRow): Calendar {
  // Safe because only this file writes the column, from a checked file.
  return { week: week as Window[][], statutory, open, closed };
}

/** What of calendars and committees the file lacks; removed once nobody refers to it any more. */
export type Lacking = { calendars: number[]; committees: number[] };

/** Adds and changes calendars and committees. One that the file lacks and that has had tickets is a defect. */
export async function writeCommittees(tx: Tx, given: Import): Promise<Lacking> {
  const calendars = await writeCalendars(tx, given);
  const { file, report } = given;
  const { added, changed, gone } = compare({
    rows: await tx.committee.findMany({
      include: { calendar: true, _count: { select: { tickets: true, assists: true } } },
    }),
    entries: file.committees,
    rowKey: (row) => row.code,
    entryKey: (entry) => entry.code,
    difference: (row, { name, calendar }) => [
      ...turned(row.name, name),
      ...turned(`hours ${row.calendar?.code ?? "office"}`, `hours ${calendar ?? "office"}`),
    ],
  });
  const known = await ids(tx.calendar.findMany());
  const dataOf = ({ code, name, calendar }: CommunityFile["committees"][number]) => ({
    code,
    name,
    calendarId: calendar === undefined ? null : must(known, calendar),
  });
  await tx.committee.createMany({ data: added.map(dataOf) });
  for (const { row, entry } of changed)
    await tx.committee.update({ where: { id: row.id }, data: dataOf(entry) });
  for (const { code, _count } of gone) {
    const tickets = _count.tickets + _count.assists;
    if (tickets > 0)
      report.defects.push(
        `committees: expected ${code} among them, since it has ${tickets} tickets; got none`,
      );
  }
  note(
    report,
    "committees",
    "new",
    added.map(({ code, name }) => `${code} ${name}`),
  );
  note(
    report,
    "committees",
    "changed",
    changed.map(({ line }) => line),
  );
  note(
    report,
    "committees",
    "gone",
    gone.map(({ code, name }) => `${code} ${name}`),
  );
  return { calendars, committees: gone.map(({ id }) => id) };
}

async function writeCalendars(tx: Tx, { file, report }: Import): Promise<number[]> {
  const { added, changed, gone } = compare({
    rows: await tx.calendar.findMany(),
    entries: file.calendars.map((entry) => ({ code: entry.code, calendar: calendarFrom(entry) })),
    rowKey: (row) => row.code,
    entryKey: (entry) => entry.code,
    difference: (row, { calendar }) => turned(calendarText(calendarOfRow(row)), calendarText(calendar)),
  });
  await tx.calendar.createMany({ data: added.map(({ code, calendar }) => ({ code, ...calendar })) });
  for (const { row, entry } of changed)
    await tx.calendar.update({ where: { id: row.id }, data: entry.calendar });
  note(
    report,
    "calendars",
    "new",
    added.map(({ code, calendar }) => `${code}: ${calendarText(calendar)}`),
  );
  note(
    report,
    "calendars",
    "changed",
    changed.map(({ line }) => line),
  );
  note(
    report,
    "calendars",
    "gone",
    gone.map(({ code }) => code),
  );
  return gone.map(({ id }) => id);
}

/** Removes them; those who had an office in such a committee have left it by then. */
export async function removeLacking(tx: Tx, { calendars, committees }: Lacking): Promise<void> {
  const members = await tx.member.findMany({
    where: { committeeId: { in: committees } },
    select: { id: true },
  });
  const left = { in: members.map(({ id }) => id) };
  await tx.standIn.deleteMany({ where: { OR: [{ memberId: left }, { byId: left }] } });
  await tx.memberGrid.deleteMany({ where: { memberId: left } });
  await tx.member.deleteMany({ where: { id: left } });
  await tx.committee.deleteMany({ where: { id: { in: committees } } });
  await tx.calendar.deleteMany({ where: { id: { in: calendars } } });
}
