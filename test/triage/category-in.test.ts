import { expect, test } from "vitest";
import { readFlows } from "#src/dialogue/files.ts";
import { categoryIn } from "#src/triage/category.ts";
import { FLOWS } from "#src/wire.ts";

const { categories } = readFlows(FLOWS);

test.each([
  ["应该是停车出行", "parking"],
  ["不归我们,是安全隐患", "safety"],
  ["类别:养老助老", "elderly"],
  ["类别应为 加装电梯", "elevator_retrofit"],
  ["这属于矛盾纠纷调解,请他们看", "mediation"],
  ["这是心理服务的事", "mental"],
  ["公共卫生类", "health"],
])("%s names %s", (reason, expected) => {
  expect(categoryIn(reason, categories)).toBe(expected);
});

test.each(["不是停车出行", "人手不够", "已经联系物业", "停车", "是服务", "这户是老人", ""])(
  "%j names none",
  (reason) => {
    expect(categoryIn(reason, categories)).toBeNull();
  },
);
