import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { MOVING } from "#src/intake/prisma-move.ts";
import { PERSONAL } from "#src/intake/prisma-people.ts";

const LEADS_TO_A_PERSON = /^(personId|actorId|assigneeId|accountId|author|addressee|owner)$/;
/** Columns of the schema, with their table. */
function columns() {
  const schema = readFileSync("prisma/schema.prisma", "utf8");
  return [...schema.matchAll(/^model (\w+) \{(.*?)^\}/gms)].flatMap(([, model, body = ""]) =>
    [...body.matchAll(/^ {2}(\w+) +\w/gm)].map(([, column = ""]) => ({ model, column })),
  );
}

test("every column of the schema that leads to a chat goes with a group that moves", () => {
  const leading = columns().filter(({ column }) => /chatId$/i.test(column));
  expect(leading.map(({ model, column }) => `${model}.${column}`).toSorted()).toEqual(
    Object.keys(MOVING).toSorted(),
  );
});

test("every column of the schema that leads to a person is known to 删除我", () => {
  const leading = columns().filter(({ column }) => LEADS_TO_A_PERSON.test(column));
  expect(leading.length).toBeGreaterThan(10);
  expect(
    leading.map(({ model, column }) => `${model}.${column}`).filter((name) => !(name in PERSONAL)),
  ).toEqual([]);
  const known = new Set(columns().map(({ model, column }) => `${model}.${column}`));
  expect(Object.keys(PERSONAL).filter((name) => !known.has(name))).toEqual([]);
});
