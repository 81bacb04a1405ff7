// What an import changes, told kind by kind.

export const KINDS = [
  "estates",
  "grids",
  "buildings",
  "flats",
  "calendars",
  "committees",
  "members",
  "duties",
  "shifts",
  "groups",
  "residents",
] as const;
export type Kind = (typeof KINDS)[number];

export const HOW = ["new", "changed", "gone"] as const;
export type Change = { kind: Kind; how: (typeof HOW)[number]; line: string };
/** What an import has changed, and what it must not change. */
export type Report = { changes: Change[]; defects: string[] };

type Comparing<Row, Entry> = {
  rows: readonly Row[];
  entries: readonly Entry[];
  rowKey(row: Row): string;
  entryKey(entry: Entry): string;
  /** What is different, in words; empty where nothing is. */
  difference(row: Row, entry: Entry): string[];
};
type Compared<Row, Entry> = {
  added: Entry[];
  changed: { row: Row; entry: Entry; line: string }[];
  gone: Row[];
};

/** Matches what the database has with what the file says, by keys that are unique in each. */
export function compare<Row, Entry>(comparing: Comparing<Row, Entry>): Compared<Row, Entry> {
  const { rows, entries, rowKey, entryKey, difference } = comparing;
  const known = new Map(rows.map((row) => [rowKey(row), row]));
  const compared: Compared<Row, Entry> = { added: [], changed: [], gone: [] };
  for (const entry of entries) {
    const key = entryKey(entry);
    const row = known.get(key);
    known.delete(key);
    if (row === undefined) {
      compared.added.push(entry);
      continue;
    }
    const differences = difference(row, entry);
    if (differences.length > 0)
      compared.changed.push({ row, entry, line: `${key}: ${differences.join(", ")}` });
  }
  compared.gone.push(...known.values());
  return compared;
}

/** "old → new" where the two differ. */
export function turned(before: string, after: string): string[] {
  return before === after ? [] : [`${before} → ${after}`];
}

/** How two lists of lines differ; a line that stands twice counts twice. */
export function lineChanges(kind: Kind, before: readonly string[], after: readonly string[]): Change[] {
  return [
    ...without(after, before).map((line) => ({ kind, how: "new" as const, line })),
    ...without(before, after).map((line) => ({ kind, how: "gone" as const, line })),
  ];
}

function without(lines: readonly string[], others: readonly string[]): string[] {
  const left = new Map<string, number>();
  for (const line of others) left.set(line, (left.get(line) ?? 0) + 1);
  return lines.filter((line) => {
    const count = left.get(line) ?? 0;
    left.set(line, count - 1);
    return count <= 0;
  });
}

/** Adds the lines of one kind and one way to the report. */
export function note(report: Report, kind: Kind, how: Change["how"], lines: readonly string[]): void {
  for (const line of lines) report.changes.push({ kind, how, line });
}
