import { expect, test } from "vitest";
import { describe } from "#src/database/client.ts";

test.each([
  ["postgresql://linli:secret@db.example:5433/linli", "db.example:5433/linli"],
  ["postgres://linli@127.0.0.1/house?sslmode=require", "127.0.0.1:5432/house"],
])("%s is shown as %s", (url, shown) => {
  expect(describe(url)).toBe(shown);
});

test.each(["", "linli", "mysql://a:secret@b/c", "postgresql://a:secret@b"])("%j is no database", (url) => {
  expect(() => describe(url)).toThrow("DATABASE_URL: expected postgresql://user:password@host:port/database");
});
