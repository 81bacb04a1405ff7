import { describe, expect, test } from "vitest";
import { brief, isSame, readDoor } from "#src/desk/home.ts";

const estates = [
  { id: 1, code: "e1", name: "邻里花园" },
  { id: 2, code: "e2", name: "邻里花园二期" },
];

describe("where somebody writes that they live", () => {
  test.each([
    ["3-2-501", ["3", "2", "501"]],
    ["3栋2单元501", ["3", "2", "501"]],
    ["3号楼 2单元 501室", ["3", "2", "501"]],
    ["３－２－５０１", ["3", "2", "501"]],
    ["三栋二单元五零一", ["3", "2", "501"]],
    ["3-501", ["3", null, "501"]],
    ["A1-2-0501", ["A1", "2", "0501"]],
    ["3#2-501", ["3", "2", "501"]],
  ])("%s", (written, [building, unit, room]) => {
    expect(readDoor(written, { estates }, 1)).toEqual({ estateIds: [1], building, unit, room });
  });

  test.each(["", "3栋", "3栋2单元", "在小区里", "1-2-3-4", "东门", "; drop table"])(
    "%j is no flat",
    (written) => {
      expect(readDoor(written, { estates }, 1)).toBeNull();
    },
  );

  test.each([
    ["3-2-501", 1, [1]],
    ["3-2-501", null, [1, 2]],
    ["邻里花园 3-2-501", null, [1]],
    ["邻里花园二期3-2-501", 1, [2]],
  ])("%s, spoken in estate %s, is one of %j", (written, here, estateIds) => {
    expect(readDoor(written, { estates }, here)?.estateIds).toEqual(estateIds);
  });
});

test.each([
  ["501", "0501", true],
  ["a1", "A1", true],
  ["0", "00", true],
  ["501", "5010", false],
  ["51", "501", false],
])("the doors %s and %s are one: %s", (one, other, same) => {
  expect(isSame(one, other)).toBe(same);
});

test("a few numbers are listed in their order, of many the ends", () => {
  expect(brief(["2", "10", "1", "2"])).toBe("1、2、10");
  expect(brief(Array.from({ length: 12 }, (_, i) => String(12 - i)))).toBe("1、2、3……12");
});
