import { expect, test } from "vitest";
import { readFlows } from "#src/dialogue/files.ts";
import { asCategory, namedCategory } from "#src/triage/category.ts";
import { casesOf } from "#src/triage/corrections.ts";
import type { Correction } from "#src/triage/corrections.ts";

const { categories, rulebook } = readFlows("flows");

test.each([
  ["parking", "parking"],
  ["停车出行", "parking"],
  ["停车", "parking"],
  [" 停车 ", "parking"],
  ["PARKING", "parking"],
  ["物业", "property"],
  ["公共卫生", "health"],
  ["加装电梯", "elevator_retrofit"],
  ["调解", "mediation"],
  ["other", "other"],
  ["卫生", null],
  ["服务", null],
  ["停", null],
  ["park", null],
  ["停车出行的事", null],
  ["月亮", null],
  ["", null],
])("%j names the category %s", (word, expected) => {
  expect(namedCategory(word, categories)).toBe(expected);
});

test.each([
  ["电梯坏了", "property", "电梯故障", false],
  ["电梯坏了", "parking", "停车出行", false],
  ["我的车位被占了", "parking", "车位被占", false],
  ["", "mental", "心理服务", true],
] as const)("%j as %s is %s", (text, code, matter, sensitive) => {
  expect(asCategory(text, code, rulebook)).toMatchObject({ matter, sensitive });
});

test("of a ticket corrected twice the last word counts; cases without a ticket all count", () => {
  const made = (id: number, ticketId: number | null): Correction => ({
    id,
    at: new Date(0),
    ticketId,
    fromLabel: "parking",
    toLabel: "property",
    source: "staff",
    text: "电梯",
  });
  const kept = [made(1, 7), made(2, null), made(3, 8), made(4, 7), made(5, null)];
  expect(casesOf(kept).map(({ id }) => id)).toEqual([2, 3, 4, 5]);
});
