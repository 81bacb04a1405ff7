import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, expect, test } from "vitest";
import { readCsv } from "#src/routing/community-csv.ts";
import { flatsOf } from "#src/routing/flats.ts";
import { readCommunity } from "#src/wire.ts";

const folder = mkdtempSync(join(tmpdir(), "linli-community-"));
const file = join(folder, "east.yaml");
afterAll(() => rmSync(folder, { recursive: true }));

const YAML = `estates:
  - { code: e1, name: 东园 }
grids:
  - { code: grid1, name: 一网格, estate: e1 }
buildings:
  - { estate: e1, grid: grid1, numbers: [1], units: [1] }
flatsFile: flats.csv
committees:
  - { code: desk, name: 服务台 }
members:
  - account: bian
    name: 卞
    role: lead
    committee: desk
groups:
  - { id: g1, title: 群, estate: e1 }
residents:
  - { account: zhang, name: 张, building: 1, unit: 1, room: "0101" }
`;
const CSV = "estate,building,unit,room,area\r\ne1,1,1,0101,80.50\r\ne1,1,1,0102,\r\n";

const write = (yaml: string | Buffer, csv: string | Buffer = CSV) => {
  writeFileSync(file, yaml);
  writeFileSync(join(folder, "flats.csv"), csv);
};
beforeEach(() => write(YAML));

/** What is said of the files, with the folder left out. */
function said(): string[] {
  try {
    readCommunity(file);
    return [];
  } catch (error) {
    return (error as Error).message.replaceAll(`${folder}/`, "").split("\n");
  }
}

test("flats come from the CSV file beside, with or without a byte order mark", () => {
  const expected = [
    { estate: "e1", building: "1", unit: "1", room: "0101", area: 805_000 },
    { estate: "e1", building: "1", unit: "1", room: "0102", area: null },
  ];
  expect(flatsOf(readCommunity(file))).toEqual(expected);
  write(`\uFEFF${YAML}`, `\uFEFF${CSV}`);
  expect(flatsOf(readCommunity(file))).toEqual(expected);
});

/** 东园 as GB18030 writes it. */
const GB = Buffer.from([0xb6, 0xab, 0xd4, 0xb0]);

test.each<[string, string | Buffer, string | Buffer, string[]]>([
  [
    "defects of both files at once, with their lines",
    YAML.replace("estate: e1 }\nbuildings", "estate: e9 }\nbuildings").replace("role: lead", "role: boss"),
    CSV.replace("80.50", "0").replace("1,0102", "2,0102"),
    [
      "east.yaml:4: grids.0.estate: expected an estate of this file (e1), got e9",
      'east.yaml:13: members.0.role: expected one of lead, member, grid_worker, staff, admin, got "boss"',
      'flats.csv:2: area: expected square metres above 0 with up to two decimals, got "0"',
      "flats.csv:3: unit: expected a unit of e1/1 (1), got 2",
    ],
  ],
  [
    "a flat twice in the CSV",
    YAML,
    `${CSV}e1,1,1,0101,\n`,
    ["flats.csv:4: expected each flat once, got e1/1-1-0101 again"],
  ],
  [
    "a missing lead, at the committee",
    YAML.replace("role: lead", "role: member"),
    CSV,
    ["east.yaml:9: committees.0: expected one lead among the members for desk, got none"],
  ],
  [
    "a number that would lose its zero",
    YAML.replace('"0101"', "0101"),
    CSV,
    [
      "east.yaml:18: expected quotes around a number that begins with 0, got 0101",
      "east.yaml:18: residents.0: expected a flat of e1, got 1-1-101",
    ],
  ],
  [
    "YAML that is none",
    YAML.replace("members:", "members: ["),
    CSV,
    ["east.yaml:11: expected YAML, got what it refuses: Nested mappings are not allowed in compact mappings"],
  ],
  [
    "the same field twice",
    YAML.replace("    role: lead\n", "    role: lead\n    role: member\n"),
    CSV,
    ["east.yaml:14: expected YAML, got what it refuses: Map keys must be unique"],
  ],
  [
    "GB18030 in the CSV, and nothing that only follows from it",
    YAML,
    Buffer.concat([Buffer.from("estate,building,unit,room\n"), GB]),
    [
      'east.yaml:7: flatsFile: flats.csv: expected UTF-8, got what looks like GB18030 (GBK); save it as UTF-8 ("CSV UTF-8" in a spreadsheet)',
    ],
  ],
  [
    "GB18030 in the YAML",
    GB,
    CSV,
    [
      'east.yaml: expected UTF-8, got what looks like GB18030 (GBK); save it as UTF-8 ("CSV UTF-8" in a spreadsheet)',
    ],
  ],
  [
    "UTF-16",
    Buffer.from(`\uFEFF${YAML}`, "utf16le"),
    CSV,
    ['east.yaml: expected UTF-8, got UTF-16; save it as UTF-8 ("CSV UTF-8" in a spreadsheet)'],
  ],
  [
    "a file of flats that is not there",
    YAML.replace("flats.csv", "none.csv"),
    CSV,
    [
      expect.stringMatching(
        /^east\.yaml:7: flatsFile: none\.csv: expected a readable file, got ENOENT/,
      ) as string,
    ],
  ],
  [
    "semicolons instead of commas",
    YAML,
    CSV.replaceAll(",", ";"),
    [
      'flats.csv:1: expected the columns estate,building,unit,room,area with commas between, got "estate;building;unit;room;area"',
    ],
  ],
  [
    "a row that is too short, beside one that is right",
    YAML,
    CSV.replace("e1,1,1,0101,80.50", "e1,1,0101"),
    ["flats.csv:2: expected 5 cells, got 3"],
  ],
])("the reader names %s", (_, yaml, csv, expected) => {
  write(yaml, csv);
  expect(said()).toEqual(expected);
});

test("cells may be quoted and hold line ends; empty lines are passed over", () => {
  const text =
    'estate,building,unit,room,area\n\n"e1","1", 2 ,"a ""b"",\nc",\n,,,,\ne1,"2"x,1,1,\ne2,1,1,1,5';
  expect(readCsv(text)).toEqual({
    rows: [
      { line: 3, value: { estate: "e1", building: "1", unit: "2", room: 'a "b",\nc' } },
      { line: 7, value: { estate: "e2", building: "1", unit: "1", room: "1", area: "5" } },
    ],
    faults: [{ line: 6, says: 'expected quotes only around a whole cell, doubled within it, got a lone "' }],
  });
});
