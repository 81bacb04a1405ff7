// Flats as a spreadsheet saves them: a heading, then a flat a line.
import type { Fault } from "./community-yaml.ts";

const COLUMNS = ["estate", "building", "unit", "room", "area"] as const;
const NEEDED = COLUMNS.slice(0, 4);

type Row = { line: number; value: Partial<Record<(typeof COLUMNS)[number], string>> };

/** Takes the text of a CSV file; returns its flats with the lines they stand on, an empty area left out, and what is wrong with its form. */
export function readCsv(text: string): { rows: Row[]; faults: Fault[] } {
  const { records, faults } = split(text);
  const [heading, ...rest] = records;
  const names = heading?.cells ?? [];
  const lacking = NEEDED.filter((name) => !names.includes(name));
  const wrong = names.filter((name, index) => !isColumn(name) || names.indexOf(name) < index);
  if (lacking.length > 0 || wrong.length > 0) {
    const says = `expected the columns ${COLUMNS.join(",")} with commas between, got ${JSON.stringify(names.join(","))}`;
    return { rows: [], faults: [...faults, { line: heading?.line ?? 1, says }] };
  }
  const rows: Row[] = [];
  for (const { line, cells } of rest) {
    if (cells.length === names.length) rows.push({ line, value: valueOf(names, cells) });
    else faults.push({ line, says: `expected ${names.length} cells, got ${cells.length}` });
  }
  return { rows, faults };
}

function isColumn(name: string): name is (typeof COLUMNS)[number] {
  return (COLUMNS as readonly string[]).includes(name);
}

function valueOf(names: string[], cells: string[]): Row["value"] {
  const value: Row["value"] = {};
  for (const [index, name] of names.entries()) {
    const cell = cells[index] ?? "";
    if (isColumn(name) && (cell !== "" || name !== "area")) value[name] = cell;
  }
  return value;
}

type Line = { line: number; cells: string[] };

/** Cells as RFC 4180 has them: quoted ones may hold commas, line ends and doubled quotes. Empty lines are passed over. */
function split(text: string): { records: Line[]; faults: Fault[] } {
  const records: Line[] = [];
  const faults: Fault[] = [];
  let line = 1;
  let begun = 1;
  let cells: string[] = [];
  const CELL = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|\r|$)/y;
  while (CELL.lastIndex < text.length || cells.length > 0) {
    const at = CELL.lastIndex;
    const found = CELL.exec(text);
    if (!found) {
      faults.push({
        line,
        says: 'expected quotes only around a whole cell, doubled within it, got a lone "',
      });
      const next = text.indexOf("\n", at) + 1;
      if (next === 0) break;
      [CELL.lastIndex, line, begun, cells] = [next, line + 1, line + 1, []];
      continue;
    }
    const [whole, quoted, plain = "", end = ""] = found;
    cells.push((quoted?.replaceAll('""', '"') ?? plain).trim());
    line += whole.match(/\r\n|\n|\r/g)?.length ?? 0;
    if (end === ",") continue;
    if (cells.some((cell) => cell !== "")) records.push({ line: begun, cells });
    cells = [];
    begun = line;
    if (end === "" || CELL.lastIndex === at) break;
  }
  return { records, faults };
}
