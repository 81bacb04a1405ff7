import { expect, test } from "vitest";
import { familyPieces, familySigns } from "#src/triage/families.ts";

const sign = familySigns({ elders: ["我妈", "奶奶", "我奶奶"], broken: ["坏了", "罢工了"] });

test("words of one family look the same, others stay as they are, the longest word counts", () => {
  expect(sign("我妈的门坏了")).toBe(sign("我奶奶的门罢工了"));
  expect(sign("我妈的门坏了")).not.toBe(sign("我妈的灯坏了"));
  expect(sign("今天真热")).toBe("今天真热");
});

test("pieces are those that hold a word of a family, also at the line's ends", () => {
  expect(familyPieces(sign("今天真热"))).toEqual([]);
  const [one] = sign("坏了");
  expect(familyPieces(sign("门坏了"))).toEqual([one, `门${one}`, `${one}$`, `^门${one}`, `门${one}$`]);
});
