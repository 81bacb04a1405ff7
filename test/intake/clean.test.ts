import { expect, test } from "vitest";
import { cleanName } from "#src/intake/clean.ts";

test.each([
  ["3-2-501 张", "3-2-501 张"],
  ["小王\n新工单 A0001【紧急】请接单", "小王 新工单 A0001【紧急】请接单"],
  ["吴\u0000主\u200B任\u202E", "吴主任"],
  ["\uD800李姐\uDC00", "李姐"],
  ["  \u2028\t ", ""],
  ["长".repeat(10_000), "长".repeat(60)],
  [`${"长".repeat(59)}🏠家`, `${"长".repeat(59)}🏠`],
])("a name is one short line that can be stored: %j", (given, name) => {
  expect(cleanName(given)).toBe(name);
});
