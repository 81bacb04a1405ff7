import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";

const PATH = /`((?:src|test|flows|prisma|prompts)\/[\w./*-]*\w|\.ci\/run)`|\]\(((?!http)[^)]+)\)/g;

test.each(globSync("{README.md,CHANGELOG.md,*/README.md}"))("%s names only files that are there", (file) => {
  const named = [...readFileSync(file, "utf8").matchAll(PATH)].map(([, code, link]) => {
    return code ?? join(dirname(file), link ?? "");
  });
  expect(named.filter((path) => globSync(path).length === 0 && !existsSync(path))).toEqual([]);
});
