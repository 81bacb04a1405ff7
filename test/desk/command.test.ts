import { expect, test } from "vitest";
import { parseCommand } from "#src/desk/command.ts";

test.each([
  ["/我的", true, { name: "mine", code: null, rest: "" }],
  ["我的", true, { name: "mine", code: null, rest: "" }],
  ["/查 A1042", false, { name: "look", code: "A1042", rest: "" }],
  ["查a1042", true, { name: "look", code: "A1042", rest: "" }],
  ["/查@linli_bot A1042", false, { name: "look", code: "A1042", rest: "" }],
  ["／办结　Ａ１０４２　修好了", false, { name: "report", code: "A1042", rest: "修好了" }],
  ["/close A1042 fixed", false, { name: "report", code: "A1042", rest: "fixed" }],
  ["/办结 A1042", false, { wrong: "report" }],
  ["/评价 A1042 5", true, { name: "rate", code: "A1042", rest: "5" }],
  ["/评价 A1042", true, { wrong: "rate" }],
  ["/改类 A1042 停车", false, { name: "recategorise", code: "A1042", rest: "停车" }],
  ["改类A1042 加装电梯", true, { name: "recategorise", code: "A1042", rest: "加装电梯" }],
  ["/category a1042 parking", false, { name: "recategorise", code: "A1042", rest: "parking" }],
  ["/改类 A1042", false, { wrong: "recategorise" }],
  ["/等 A1042 配件 周四到货", false, { name: "wait", code: "A1042", rest: "配件 周四到货" }],
  ["等A1042 居民 哪天在家", true, { name: "wait", code: "A1042", rest: "居民 哪天在家" }],
  ["/wait a1042 parts on order", false, { name: "wait", code: "A1042", rest: "parts on order" }],
  ["/等 A1042", false, { wrong: "wait" }],
  ["/续 A1042", false, { name: "resume", code: "A1042", rest: "" }],
  ["/延期 A1042 10-08 等厂家", false, { name: "extend", code: "A1042", rest: "10-08 等厂家" }],
  ["/延期 A1042", false, { wrong: "extend" }],
  ["/没解决 A1042 后面还有一堆", false, { name: "dispute", code: "A1042", rest: "后面还有一堆" }],
  ["没解决A1042", true, { name: "dispute", code: "A1042", rest: "" }],
  ["/已解决 A1042", true, { name: "confirm", code: "A1042", rest: "" }],
  ["/回访 A1042 已重新清运", true, { name: "call_back", code: "A1042", rest: "已重新清运" }],
  ["/回访 A1042", true, { wrong: "call_back" }],
  ["/合并 A1042 A6213", false, { name: "merge", code: "A1042", rest: "A6213" }],
  ["合并a1042 a6213", true, { name: "merge", code: "A1042", rest: "a6213" }],
  ["/合并 A1042", false, { wrong: "merge" }],
  ["/拆 A6213", false, { name: "split", code: "A6213", rest: "" }],
  ["/查", true, { wrong: "look" }],
  ["/查 B12", true, { wrong: "look" }],
  ["/统计 7", false, { name: "stats", code: null, rest: "7" }],
  ["列表 3栋", true, { name: "list", code: null, rest: "3栋" }],
  ["接A1042", true, { name: "accept", code: "A1042", rest: "" }],
  ["/接 {{T9}}", true, { wrong: "accept" }],
  ["/start", true, { name: "start", code: null, rest: "" }],
  ["/start K7Q29MXD4TB8", true, { name: "start", code: null, rest: "K7Q29MXD4TB8" }],
  ["/start@linli_bot hello", false, { name: "start", code: null, rest: "hello" }],
  ["/绑定", false, { name: "bind", code: null, rest: "" }],
  ["绑定 k7q2-9mxd-4tb8", true, { name: "bind", code: null, rest: "k7q2-9mxd-4tb8" }],
  ["/bind 月亮", true, { name: "bind", code: null, rest: "月亮" }],
  ["k7q2-9mxd-4tb8", true, { name: "bind", code: null, rest: "K7Q29MXD4TB8" }],
  ["解绑", true, { name: "unbind", code: null, rest: "" }],
  ["/邀请 小邬", false, { name: "invite", code: null, rest: "小邬" }],
  ["邀请 小邬", true, { name: "invite", code: null, rest: "小邬" }],
  ["/我家 3-2-501", true, { name: "home", code: null, rest: "3-2-501" }],
  ["/home", true, { name: "home", code: null, rest: "" }],
])("%s is a command", (text, isPrivate, expected) => {
  expect(parseCommand(text, isPrivate)).toEqual(expected);
});

test("a picture may be all that a closing lacks, and nothing else", () => {
  expect(parseCommand("/办结 A1042", true, true)).toEqual({ name: "report", code: "A1042", rest: "" });
  expect(parseCommand("/办结", true, true)).toEqual({ wrong: "report" });
  expect(parseCommand("/退 A1042", true, true)).toEqual({ wrong: "return" });
});

test.each([
  ["我的电动车被偷了", true],
  ["查一下水费怎么交", true],
  ["接孩子放学的班还有名额吗", true],
  ["单元门坏了", true],
  ["改类别的事谁管", true],
  ["等一下再说", true],
  ["续费怎么交", true],
  ["延期交房怎么办", true],
  ["我的", false],
  ["查 A1042", false],
  ["/不存在", true],
  ["/", true],
  ["", true],
  ["帮助老人的活动什么时候", true],
  ["统计一下几户要装电梯", true],
  ["k7q2-9mxd-4tb8", false],
  ["绑定 银行卡怎么弄", true],
  ["解绑门禁卡找谁", true],
  ["我家", true],
  ["我家 3-2-501", true],
  ["我家 3-2-501 漏水了", true],
  ["邀请 大家 明天来", true],
])("%s is talk (private: %s)", (text, isPrivate) => {
  expect(parseCommand(text, isPrivate)).toBeNull();
});
