import { describe, expect, test } from "vitest";
import { readChoice } from "#src/dialogue/choice.ts";

const SOLVED = ["已解决", "没解决"];
const STARS = ["1", "2", "3", "4", "5"];
const TASK = ["接单", "退单"];
const CARD = ["立单", "不是"];
const SURE = ["确认", "不是"];

const chosen = (text: string, buttons: string[]) => {
  const choice = readChoice(text, buttons);
  return choice === null || choice === "unclear" ? choice : choice.button;
};

describe.each<[string, string[], Record<string, string[]>]>([
  [
    "whether it is solved",
    SOLVED,
    {
      已解决: [
        ..."1 1. １ ① ❶ 1️⃣ 一 1、 回1 回复1 选1 我选1 1号 第一个 选项1 1吧 点1 “1” 【1】 1。 1！".split(" "),
        ..."已解决 解决了 已经解决了 好了 修好了 好啦 可以了 搞定 没问题了 是 是的 嗯嗯 OK 👍 👍🏻 1已解决 1.已解决".split(
          " ",
        ),
        "1 已解决",
        "选 1",
        "1、好了",
      ],
      没解决: [
        ..."2 ２ ② ❷ 2️⃣ 二 回2 没解决 没有解决 还没好 还没 没 不是 没好 未解决 还是没解决 不行 还不行 没修好 老样子 2没解决".split(
          " ",
        ),
        "2 没解决",
        "没解决!",
      ],
    },
  ],
  [
    "how many stars",
    STARS,
    {
      "5": "5 五 五星 5星 五分 5分 五颗星 打5分 给5星 5星好评 非常满意 满分 ⑤ ５ ⭐⭐⭐⭐⭐ 好评 评5分".split(
        " ",
      ),
      "4": "4 四分 满意 4分吧 ⭐️⭐️⭐️⭐️".split(" "),
      "3": "3 三星 基本满意 一般 还行".split(" "),
      "2": "2 两分 不满意 二星".split(" "),
      "1": "1 一分 一星 非常不满意 差评 1分".split(" "),
    },
  ],
  [
    "what becomes of a task",
    TASK,
    { 接单: "1 接 接了 我来 我接 接单 1接单".split(" "), 退单: "2 退 不接 退单".split(" ") },
  ],
  [
    "a card",
    CARD,
    { 立单: "1 立单 要 好的 登记吧 可以 对".split(" "), 不是: "2 不是 不用 不要 算了 不".split(" ") },
  ],
  [
    "a card that may be a danger",
    [...CARD, "紧急"],
    { 不是: ["2", "不是"], 紧急: "紧急 紧急! 3紧急".split(" ") },
  ],
  ["what cannot be undone", SURE, { 确认: "1 确认 确定 是的".split(" "), 不是: "2 不是 算了".split(" ") }],
  ["one button alone", ["撤销"], { 撤销: "1 撤销 取消".split(" ") }],
  ["tickets by their codes", ["A1042", "A6213"], { A1042: "1 a1042 Ａ1042".split(" "), A6213: ["第二个"] }],
])("%s", (_, buttons, cases) => {
  test.each(Object.entries(cases))("%s", (button, texts) => {
    expect(texts.map((text) => [text, chosen(text, buttons)])).toEqual(texts.map((text) => [text, button]));
  });
});

test.each<[string, string[]]>([
  ["3", TASK],
  ["9", ["撤销"]],
  ["1或2", SOLVED],
  ["1 2", SOLVED],
  ["1还是2", SOLVED],
  ["1没解决", SOLVED],
  ["2、好了", SOLVED],
  ["7", STARS],
  ["3", [...CARD, "紧急"]],
])("%j is a choice, but not clear which", (text, buttons) => {
  expect(readChoice(text, buttons)).toBe("unclear");
});

test.each<[string, string[]]>([
  ["", SOLVED],
  ["谢谢", SOLVED],
  ["好的谢谢", SURE],
  ["好的", SURE],
  ["嗯", SURE],
  ["👍", STARS],
  ["👍", TASK],
  ["收到", TASK],
  ["+1", CARD],
  ["3栋2单元", SOLVED],
  ["3栋", TASK],
  ["12", TASK],
  ["1栋电梯坏了", CARD],
  ["5", SOLVED],
  ["还是没好,门根本关不上", SOLVED],
  ["解决了一半", SOLVED],
  ["好了我去问问", SOLVED],
  ["1楼的灯不亮", TASK],
  ["5分钟后到", STARS],
  ["A1042", TASK],
  ["不满意", SOLVED],
  ["1", []],
  ["1", ["紧急"]],
  ["3 2", ["紧急"]],
  ["三", ["紧急"]],
])("%j is no choice of %j", (text, buttons) => {
  expect(readChoice(text, buttons)).toBeNull();
});

test("a choice tells by what it was made", () => {
  expect(readChoice("2", SOLVED)).toEqual({ button: "没解决", by: "number" });
  expect(readChoice("已解决。", SOLVED)).toEqual({ button: "已解决", by: "own" });
  expect(readChoice("好了", SOLVED)).toEqual({ button: "已解决", by: "other" });
});
