import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { AppError } from "#src/errors.ts";
import { readFlows } from "#src/dialogue/files.ts";
import { CATEGORIES, URGENCIES } from "#src/words.ts";

let home = "";
const folder = () => join(home, "flows");
const file = (name: string) => join(folder(), name);

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "linli-flows-"));
  cpSync("flows", folder(), { recursive: true });
});
afterEach(() => rmSync(home, { recursive: true }));

function edit(name: string, change: (text: string) => string): void {
  writeFileSync(file(name), change(readFileSync(file(name), "utf8")));
}

function faults(): string[] {
  try {
    readFlows(folder());
    return [];
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    expect(error.code).toBe("bad_input");
    return error.message.split("\n");
  }
}

test("every category has its flow, every label enough example sentences to learn from", () => {
  const flows = readFlows("flows");
  expect(flows.categories.map(({ code }) => code)).toEqual([...CATEGORIES]);
  const counts = Map.groupBy(flows.sentences, ({ label }) => label);
  expect([...counts].filter(([, sentences]) => sentences.length < 100).map(([label]) => label)).toEqual([]);
  expect(counts.get("none")?.length).toBeGreaterThanOrEqual(2000);
});

test("the sensitive categories are those whose content no group may see", () => {
  const sensitive = readFlows("flows").categories.filter((flow) => flow.sensitive);
  expect(sensitive.map(({ code }) => code)).toEqual(["mediation", "aid", "disability", "children", "mental"]);
});

test("the clocks are the ladder of the field; mediation and aid have their own", () => {
  const { clocks, categories } = readFlows("flows");
  expect(Object.keys(clocks).toSorted()).toEqual([...URGENCIES, "correction"].toSorted());
  expect(clocks.correction).toEqual({ workingDays: 5 });
  expect(clocks.emergency).toEqual({ answer: { minutes: 30 }, result: { hours: 2 } });
  expect(clocks.low).toEqual({ answer: { workingDays: 1 }, result: { days: 15 } });
  const own = Object.fromEntries(
    categories.flatMap((flow) => (flow.clocks ? [[flow.code, flow.clocks]] : [])),
  );
  expect(own).toEqual({
    mediation: { answer: { workingDays: 3 }, result: { days: 30 } },
    aid: { answer: { hours: 24 } },
  });
});

test("each danger's first line names a number and fits one line", () => {
  for (const { call } of readFlows("flows").emergency.kinds) expect(call).toMatch(/^[^\n]*1[12]\d[^\n]*$/);
});

test("every fault of every file is told at once, each with file, field, what was expected and what came", () => {
  rmSync(file("aid.yaml"));
  writeFileSync(file("pets.yaml"), "code: pets\n");
  edit("parking.yaml", (text) => text.replace("urgency: normal", "urgency: soon"));
  edit("health.yaml", (text) => text.replace("sensitive: false", "sensitive: false\ncolour: green"));
  edit("mental.yaml", (text) => text.replace("code: mental", "code: health"));
  edit("volunteer.yaml", (text) => text.replace(/about: \[[^\]]*\]/, "about: []"));
  edit("elderly.yaml", (text) => text.replace("committee: welfare", "committee: [welfare"));
  edit("clocks.yaml", (text) => text.replace("{ minutes: 30 }", "{ minutes: 30, hours: 1 }"));
  const told = faults();
  expect(told).toContain("flows/aid.yaml: expected a file, found none");
  expect(told).toContain(
    `flows/pets.yaml: expected a category's code as name (${CATEGORIES.join(", ")}), got pets.yaml`,
  );
  expect(told).toContain(
    'flows/parking.yaml: urgency: expected one of emergency, urgent, normal, low, got "soon"',
  );
  expect(told).toContain('flows/health.yaml: colour: expected no such field, got "green"');
  expect(told).toContain('flows/mental.yaml: code: expected "mental" as the file is named, got "health"');
  expect(told).toContain("flows/volunteer.yaml: matters[0].about: expected a list that is not empty, got []");
  expect(told.some((line) => /^flows\/elderly\.yaml: line \d+: /.test(line))).toBe(true);
  expect(
    told.some((line) =>
      line.startsWith("flows/clocks.yaml: emergency.answer: expected exactly one of minutes, hours"),
    ),
  ).toBe(true);
});

test.each([
  [
    "a word said twice",
    "about: [我要投诉, 我要投诉]",
    'matters[0].about[1]: expected each only once, got "我要投诉" again',
  ],
  [
    "a gap at the end",
    "about: [我要投诉…]",
    'matters[0].about[0]: expected a word, "…" only between two parts of it, got "我要投诉…"',
  ],
  [
    "a word of never that would silence a word for good",
    "about: [投诉你试试]",
    'matters[0].never[0]: expected a word that is no part of 投诉你试试, got "投诉你"',
  ],
  [
    "a thing that the matter is not about",
    "about: [我要投诉]\n    things: [[我要投诉, 我要举报]]",
    'matters[0].things[0][1]: expected a word of about, got "我要举报"',
  ],
  ["a number for a word", "about: [110]", "matters[0].about[0]: expected string, got 110"],
  ["words that are no list", "about: 我要投诉", 'matters[0].about: expected array, got "我要投诉"'],
])("%s is a fault", (_, words, fault) => {
  edit("other.yaml", (text) => text.replace(/about: \[[^\]]*\]/, words));
  expect(faults()).toEqual([`flows/other.yaml: ${fault}`]);
});

test("a word in two families is a fault", () => {
  edit("families.yaml", (text) => `${text}甲: [这个词]\n乙: [那个词, 这个词]\n`);
  expect(faults()).toEqual([
    'flows/families.yaml: 乙[1]: expected a word of one family, it is in 甲 too, got "这个词"',
  ]);
});

test("two matters of one name, a sentence in two files, one far too long and a stranger's file are faults", () => {
  edit("other.yaml", (text) => text.replace(/(\n {2}- name: )\S+/g, "$1同名"));
  const [first = ""] = readFileSync(file("examples/parking.txt"), "utf8").split("\n");
  edit("examples/aid.txt", (text) => `${first}\n${"长".repeat(301)}\n${text}`);
  writeFileSync(file("examples/parkng.txt"), "");
  const told = faults();
  expect(told[0]).toBe('flows/other.yaml: matters[1]: expected each only once, got "同名" again');
  expect(told.filter((line) => !line.startsWith("flows/other.yaml"))).toEqual([
    expect.stringMatching(
      /^flows\/examples\/parkng\.txt: expected a label as name \(parking, .*, got parkng\.txt$/,
    ),
    "flows/examples/aid.txt: line 1: expected each sentence only once, also in flows/examples/parking.txt: line 1",
    "flows/examples/aid.txt: line 2: expected at most 300 characters, got 301",
  ]);
});

test("a folder that is not there names every file it should hold", () => {
  rmSync(folder(), { recursive: true });
  expect(faults().length).toBeGreaterThanOrEqual(CATEGORIES.length + 3);
});
