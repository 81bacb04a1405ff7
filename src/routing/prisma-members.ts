// Who holds which office.
import { compare, note, turned } from "./changes.ts";
import { officeKey } from "./community-offices.ts";
import type { CommunityFile } from "./community.ts";
import { ids, must } from "./prisma-rows.ts";
import type { Import, Tx } from "./prisma-rows.ts";

type Entry = CommunityFile["members"][number];

/** Adds and changes offices; who is not in the file any more has left, whose tickets the house then gives to the lead. */
export async function writeMembers(tx: Tx, given: Import, people: Map<string, number>): Promise<void> {
  const { file, now, report } = given;
  const rows = await membersOf(tx, given, people);
  const { added, changed, gone } = compare({
    rows,
    entries: file.members,
    rowKey: (row) => officeKey(row),
    entryKey: (entry) => officeKey(entry),
    difference: (row, entry) => [
      ...(row.leftAt ? ["back"] : []),
      ...turned(row.name, entry.name),
      ...turned(row.role, entry.role),
      ...turned(`grids ${row.grids.join(" ")}`, `grids ${entry.grids.toSorted().join(" ")}`),
    ],
  });
  const committees = await ids(tx.committee.findMany());
  const grids = await ids(tx.grid.findMany());
  const dataOf = ({ role, committee, grids: own }: Entry) => ({
    role,
    leftAt: null,
    committeeId: committee === undefined ? null : must(committees, committee),
    grids: { create: own.map((grid) => ({ gridId: must(grids, grid) })) },
  });
  for (const entry of added)
    await tx.member.create({ data: { personId: must(people, entry.account), ...dataOf(entry) } });
  for (const { row, entry } of changed) {
    await tx.memberGrid.deleteMany({ where: { memberId: row.id } });
    await tx.member.update({ where: { id: row.id }, data: dataOf(entry) });
  }
  const leaving = gone.filter((row) => row.leftAt === null);
  await tx.member.updateMany({ where: { id: { in: leaving.map(({ id }) => id) } }, data: { leftAt: now } });
  note(
    report,
    "members",
    "new",
    added.map((entry) => lineOf(entry)),
  );
  note(
    report,
    "members",
    "changed",
    changed.map(({ row, line }) => `${row.name}, ${line}`),
  );
  for (const row of leaving) note(report, "members", "gone", [`${lineOf(row)}${await ticketsOf(tx, row)}`]);
}

type Row = Awaited<ReturnType<typeof membersOf>>[number];

/** Every office there is or was, by the account that the file knows its holder by. */
async function membersOf(tx: Tx, { file, channels }: Import, people: Map<string, number>) {
  const accounts = new Map([...people].map(([account, id]) => [id, account]));
  // A member may be a resident of the file too, by another account that has been bound.
  for (const { account } of file.members) accounts.set(must(people, account), account);
  const include = {
    person: { include: { accounts: { where: { channel: { in: channels } } } } },
    committee: true,
    grids: { include: { grid: true } },
  };
  const rows = await tx.member.findMany({ include, orderBy: { id: "asc" } });
  return rows.map(({ person, committee, grids, ...row }) => ({
    ...row,
    account: accounts.get(person.id) ?? person.accounts[0]?.externalId ?? `person ${person.id}`,
    name: person.name,
    committee: committee?.code,
    grids: grids.map(({ grid }) => grid.code).toSorted(),
  }));
}

function lineOf(office: {
  account: string;
  name: string;
  role: string;
  committee?: string | undefined;
}): string {
  return `${office.name}, ${officeKey(office)}, ${office.role}`;
}

async function ticketsOf(tx: Tx, { personId, committeeId }: Row): Promise<string> {
  if (committeeId === null) return "";
  const tickets = await tx.ticket.findMany({
    where: {
      assigneeId: personId,
      committeeId,
      state: { in: ["routed", "accepted", "handling", "returned"] },
    },
    select: { code: true },
    orderBy: { id: "asc" },
  });
  if (tickets.length === 0) return "";
  return `; goes to the lead: ${tickets.map(({ code }) => code).join(", ")}`;
}
