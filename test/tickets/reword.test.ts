import { expect, test } from "vitest";
import { reword } from "#src/tickets/reword.ts";

const GONE = "〔已收回〕";

test.each([
  ["after a name", "张:电梯坏了", "电梯坏了", "张:〔已收回〕"],
  ["among other words", "张:电梯坏了 3栋2单元 [图×1]", "3栋2单元", "张:电梯坏了 〔已收回〕 [图×1]"],
  ["on a line of their own", "新工单\n张:电梯坏了\n请接单。", "电梯坏了", "新工单\n张:〔已收回〕\n请接单。"],
  ["several lines put on one", "张:电梯坏了 快来", "电梯坏了\n快来", "张:〔已收回〕"],
  ["wherever they stand", "电梯坏了\n电梯坏了", "电梯坏了", "〔已收回〕\n〔已收回〕"],
  ["with signs of all kinds", "张:坏了(又?)[a]*", "坏了(又?)[a]*", "张:〔已收回〕"],
])("words taken back are gone %s", (_, text, from, expected) =>
  expect(reword(text, { from, to: GONE })).toBe(expected),
);

test.each([
  ["a part of another sentence", "张:3栋电梯坏了", "电梯坏了"],
  ["a part of a word", "A1042【加急】门禁", "急"],
  ["nothing", "张:电梯坏了", ""],
])("%s stays as it is", (_, text, from) => expect(reword(text, { from, to: GONE })).toBe(text));

test("new words come in the place of old ones as they are", () => {
  expect(reword("张:怀了", { from: "怀了", to: "坏了\n$& 快来" })).toBe("张:坏了 $& 快来");
});
