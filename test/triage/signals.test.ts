import fc from "fast-check";
import { expect, test } from "vitest";
import { readFlows } from "#src/dialogue/files.ts";
import { decide } from "#src/triage/decide.ts";
import { normalise } from "#src/triage/normalise.ts";
import { isAgreeing, isFragment, isJoin, isThanks, joinReach } from "#src/triage/signals.ts";

const { rulebook } = readFlows("flows");

const joins = [
  "+1",
  "＋1",
  "我家也是",
  "同求",
  "加一",
  "我们这栋也是",
  "也停了",
  "我们5栋也没水",
  "+1，我刚从七楼走下来",
  "我家也是，一滴都没有",
  "顶！",
  "我屋里也是",
  "我们单元也是",
  "我们5栋1单元也是",
  "+10086",
  "咱家也这样",
];
const thanks = [
  "谢谢",
  "好的",
  "收到",
  "辛苦了",
  "好的谢谢师傅",
  "收到，谢谢提醒🙏",
  "👍",
  "[强][强]",
  "来电了 谢谢",
  "多谢啦",
  "嗯嗯 知道了",
  "OK",
];
const fragments = [
  "3栋2单元",
  "就是东门那边",
  "有老人下不来",
  "昨晚就开始了",
  "没人管",
  "看图",
  "如图",
  "三楼",
  "好几天了",
  "12栋1803",
  "打电话没人接",
];
const chatter = [
  "今天好冷啊",
  "晚上吃啥",
  "哈哈哈哈",
  "多少钱买的",
  "你说谁呢",
  "孩子考了第一名",
  "我在楼下看烟花了",
  "",
];

test.each(joins)("%s joins somebody's matter", (text) => {
  expect([isJoin(text, rulebook), isThanks(text, rulebook)]).toEqual([true, false]);
});

test.each([
  ["我们单元也是", 3],
  ["我家也是,一滴都没有", 3],
  ["也停了", 3],
  ["+1", 1],
  ["＋10086", 1],
  ["同求", 1],
  ["我也是", 0],
  ["支持", 0],
])("%s may follow %i lines about something else", (text, lines) => {
  expect(joinReach(text)).toBe(lines);
});

test.each<[string, boolean]>([
  ["👍", true],
  ["👍🏻👍", true],
  ["[强][强]", true],
  ["🙋‍♀️", true],
  ["👍修好了", false],
  ["🌹", false],
  ["", false],
])("%s alone agrees with a neighbour: %s", (text, expected) => {
  expect(isAgreeing(text, rulebook)).toBe(expected);
});

test.each(thanks)("%s only thanks", (text) => {
  expect([isThanks(text, rulebook), isJoin(text, rulebook)]).toEqual([true, false]);
});

test.each(fragments)("%s is a piece of a request and none by itself", (text) => {
  expect([isFragment(text, rulebook), decide(text, rulebook).request]).toEqual([true, false]);
});

test.each([...chatter, "电梯坏了麻烦看看", "+1 两箱", "+1来三斤"])("%s joins nothing", (text) => {
  expect(isJoin(text, rulebook)).toBe(false);
});

test.each([...chatter, "电梯坏了", "+1", "哪一栋哦", "谢谢物业，但是灯还是不亮啊怎么回事"])(
  "%s is not thanks",
  (text) => {
    expect(isThanks(text, rulebook)).toBe(false);
  },
);

test.each([...chatter, ...thanks])("%s is no piece of a request", (text) => {
  expect(isFragment(text, rulebook)).toBe(false);
});

test("normalising makes full width half, lowers, folds spaces and keeps lines", () => {
  expect(normalise("  ３栋\u3000Ｂ区\u200B  WiFi\r\n坏\u0000了 ")).toBe("3栋 b区 wifi\n坏了");
  expect(normalise("\uD800a\uDC00\u202Eb\uFE0F")).toBe("ab");
  expect(normalise("长".repeat(20_000))).toHaveLength(4_000);
});

test("whatever is written, nothing throws, the text stays well formed and a decision stays in its bounds", () => {
  const anything = fc.oneof(
    fc.string({ unit: "binary", maxLength: 300 }),
    fc.string({ unit: "grapheme", maxLength: 300 }),
  );
  fc.assert(
    fc.property(anything, (text) => {
      expect(normalise(text).isWellFormed()).toBe(true);
      const decision = decide(text, rulebook);
      expect(decision.request).toBe(decision.label !== "none");
      expect(decision.confidence >= 0 && decision.confidence <= 1).toBe(true);
      for (const hear of [isJoin, isThanks, isFragment]) expect(typeof hear(text, rulebook)).toBe("boolean");
    }),
    { numRuns: 300 },
  );
});
