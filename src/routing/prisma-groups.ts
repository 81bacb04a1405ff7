import { compare, note, turned } from "./changes.ts";
import { ids, must } from "./prisma-rows.ts";
import type { Import, Tx } from "./prisma-rows.ts";

/** Adds and changes the groups of the file; others stay as they are, since a group may be met before it is in a file. */
export async function writeGroups(tx: Tx, { file, channels, report }: Import): Promise<void> {
  const estates = await ids(tx.estate.findMany());
  for (const channel of channels) {
    const where = { channel, externalId: { in: file.groups.map(({ id }) => id) } };
    const { added, changed } = compare({
      rows: await tx.chat.findMany({ where, include: { estate: true } }),
      entries: file.groups,
      rowKey: (row) => row.externalId,
      entryKey: (entry) => entry.id,
      difference: (row, { title, estate }) => [
        ...turned(row.title, title),
        ...turned(row.estate?.code ?? "no estate", estate),
      ],
    });
    for (const { row, entry } of changed) {
      if (row.kind !== "group")
        report.defects.push(`groups: expected ids of groups, got ${entry.id}, a private chat on ${channel}`);
      const data = { title: entry.title, estateId: must(estates, entry.estate) };
      await tx.chat.update({ where: { id: row.id }, data });
    }
    await tx.chat.createMany({
      data: added.map(({ id, title, estate }) => ({
        channel,
        externalId: id,
        kind: "group" as const,
        title,
        estateId: must(estates, estate),
      })),
    });
    note(
      report,
      "groups",
      "new",
      added.map(({ id, title }) => `${id} ${title}`),
    );
    note(
      report,
      "groups",
      "changed",
      changed.map(({ line }) => line),
    );
  }
}
