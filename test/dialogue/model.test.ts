import { execFileSync } from "node:child_process";
import { statSync } from "node:fs";
import { expect, test } from "vitest";
import { readFlows } from "#src/dialogue/files.ts";

test("the model in the repository is what the flows have taught: after a change of theirs it is committed with them", () => {
  readFlows("flows");
  const changed = execFileSync("git", ["diff", "--name-only", "--", "flows/model.bin"], { encoding: "utf8" });
  expect(changed).toBe("");
});

test("it is less than a megabyte, however many sentences have taught it", () => {
  expect(statSync("flows/model.bin").size).toBeLessThan(1_000_000);
});
