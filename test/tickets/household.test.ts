import { expect, test } from "vitest";
import { homeOf, households } from "#src/tickets/household.ts";

const flat = { building: "3", unit: "2", room: "501", spot: null };

test.each([
  ["as registered", flat, "果果", "3-2-501"],
  ["registered, whatever the name says", flat, "5-1-101 张", "3-2-501"],
  ["as the name says it whole", null, "3-2-501 张", "3-2-501"],
  ["not by a name that says half of it", null, "3-2 王", null],
  ["not by a name that says nothing", null, "阳光总在", null],
])("a home is known %s", (_, registered, name, expected) => {
  expect(homeOf({ flat: registered, name })).toBe(expected);
});

test.each<[string, (string | null)[], number]>([
  ["nobody", [], 0],
  ["three of one flat", ["3-2-501", "3-2-501", "3-2-501"], 1],
  ["two flats", ["3-2-501", "3-2-702", "3-2-501"], 2],
  ["two of whom no flat is known", [null, null], 2],
  ["both kinds", ["3-2-501", null, "3-2-501", null], 3],
])("%s: households are counted once", (_, homes, expected) => {
  expect(households(homes.map((home, index) => ({ personId: index + 1, home })))).toBe(expected);
});
