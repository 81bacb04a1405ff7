import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { PERSONAL } from "#src/intake/personal.ts";
import { MOVING } from "#src/intake/prisma-move.ts";

const LEADS_TO_A_PERSON = /^(personId|actorId|assigneeId|accountId|author|addressee|owner)$/;
const schema = readFileSync("prisma/schema.prisma", "utf8");
const models = [...schema.matchAll(/^model (\w+) \{(.*?)^\}/gms)].map(([, model = "", body = ""]) => ({
  model,
  body,
}));
const columns = models.flatMap(({ model, body }) =>
  [...body.matchAll(/^ {2}(\w+) +\w/gm)].map(([, column = ""]) => ({ model, column })),
);

test("every column of the schema that leads to a chat goes with a group that moves", () => {
  const leading = columns.filter(({ column }) => /chatId$/i.test(column));
  expect(leading.map(({ model, column }) => `${model}.${column}`).toSorted()).toEqual(
    Object.keys(MOVING).toSorted(),
  );
});

test("every column of the schema that leads to a person is known to 删除我 and 绑定", () => {
  const related = models.flatMap(({ model, body }) =>
    [...body.matchAll(/^ {2}\w+ +(?:Person|Account)\?? +.*fields: \[(\w+)\]/gm)].map(
      ([, column = ""]) => `${model}.${column}`,
    ),
  );
  const named = columns
    .filter(({ column }) => LEADS_TO_A_PERSON.test(column))
    .map(({ model, column }) => `${model}.${column}`);
  expect(related.length).toBeGreaterThan(8);
  expect(named.length).toBeGreaterThan(10);
  expect([...related, ...named].filter((name) => !(name in PERSONAL))).toEqual([]);
  const known = new Set(columns.map(({ model, column }) => `${model}.${column}`));
  expect(Object.keys(PERSONAL).filter((name) => !known.has(name))).toEqual([]);
});

test("what is moved once goes by the columns that it is unique with", () => {
  const once = Object.entries(PERSONAL).flatMap(([path, { joined }]) =>
    typeof joined === "object" ? [{ path, with: joined.once }] : [],
  );
  for (const { path, with: others } of once) {
    const [model, column = ""] = path.split(".");
    const body = models.find((one) => one.model === model)?.body ?? "";
    const keys = [...body.matchAll(/^ {2}@@(?:id|unique)\(\[(.*)\]\)/gm)].map(([, key = ""]) =>
      key.split(", "),
    );
    const key = keys.find((names) => names.includes(column));
    expect(key?.filter((name) => name !== column).toSorted(), path).toEqual(others.toSorted());
  }
  // And what has such a key is not moved blindly.
  const blind = Object.keys(PERSONAL).filter((path) => PERSONAL[path]?.joined === "moved");
  for (const path of blind) {
    const [model, column = ""] = path.split(".");
    const body = models.find((one) => one.model === model)?.body ?? "";
    const keys = [...body.matchAll(/^ {2}@@(?:id|unique)\(\[(.*)\]\)/gm)].map(([, key = ""]) => key);
    expect(
      keys.filter((key) => key.split(", ").includes(column)),
      path,
    ).toEqual([]);
  }
});
