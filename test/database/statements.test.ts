import { expect, test } from "vitest";
import { statementNames } from "#src/database/statements.ts";

test("a statement has a name from the second time on, and keeps it", () => {
  const nameOf = statementNames();
  const named = ["a", "b", "a", "b", "a", "c", "b"].map((sql) => nameOf({ sql }));
  expect(named).toEqual(["", "", "s0", "s1", "s0", "", "s1"]);
});

test("however many there are, so many are kept and the others go without", () => {
  const nameOf = statementNames();
  const twice = (sql: string) => [nameOf({ sql }), nameOf({ sql })][1];
  const names = Array.from({ length: 2_000 }, (_, n) => twice(`select ${n}`));
  expect(new Set(names.filter((name) => name !== "")).size).toBe(300);
  expect(names.slice(300)).toEqual(Array.from({ length: 1_700 }, () => ""));
  expect(nameOf({ sql: "select 7" })).toBe("s7");
});

test("what is said once only takes nobody's place", () => {
  const nameOf = statementNames();
  for (let n = 0; n < 5_000; n += 1) nameOf({ sql: `select ${n}` });
  nameOf({ sql: "often" });
  expect(nameOf({ sql: "often" })).toBe("s0");
});
