import { expect, test } from "vitest";
import { readFlows } from "#src/dialogue/files.ts";
import { splitJoin } from "#src/intake/split.ts";
import { verdictOf } from "#src/corridor/judge-piece.ts";
import { isJoin } from "#src/triage/signals.ts";

const { rulebook } = readFlows("flows");
const parts = (text: string) => {
  const both = splitJoin(
    text,
    (part) => verdictOf(part, rulebook),
    (part) => isJoin(part, rulebook),
  );
  return both && [both.head, both.more];
};

test.each([
  ["我家也是!另外路灯不亮", "我家也是!", "另外路灯不亮"],
  ["+1,还有东门路灯坏了没人修", "+1", "还有东门路灯坏了没人修"],
  ["我们单元也是。对了北门垃圾堆成山了没人清", "我们单元也是。", "对了北门垃圾堆成山了没人清"],
  ["我家也是,一滴都没有。另外3栋2单元电梯坏了", "我家也是,一滴都没有。", "另外3栋2单元电梯坏了"],
  ["加一。3栋门口井盖也坏了", "加一。", "3栋门口井盖也坏了"],
])("%s joins, and asks for something else", (text, head, more) => {
  expect(parts(text)).toEqual([head, more]);
});

test.each([
  "我家也是",
  "我家也是!急死了",
  "我家也是,老人下不来楼",
  "+1,我刚从七楼走下来,腿都软了",
  "我家也是。物业电话打不通",
  "我家也是。希望快点修好",
  "3栋电梯坏了,另外路灯不亮",
  "另外路灯不亮",
  "",
])("%s joins at most", (text) => {
  expect(parts(text)).toBeNull();
});
