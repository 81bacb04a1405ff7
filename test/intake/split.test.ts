import { describe, expect, test } from "vitest";
import type { Judge } from "#src/intake/gather.ts";
import { gather } from "#src/intake/gather.ts";
import type { Heard } from "#src/intake/inbox.ts";
import { partsOf } from "#src/intake/parts.ts";
import { split } from "#src/intake/split.ts";

/** Words, and what triage makes of a text that has them; the first that is found counts. */
const HEARD: [RegExp, string, string, number][] = [
  [/着火|浓烟/, "safety", "火情", 0.95],
  [/煤气/, "safety", "燃气泄漏", 0.95],
  [/被困|困在/, "property", "电梯困人", 0.95],
  [/电梯/, "property", "电梯故障", 0.95],
  [/灯/, "property", "照明损坏", 0.95],
  [/门禁/, "property", "门禁门锁", 0.8],
  [/漏水|渗水/, "property", "漏水渗水", 0.95],
  [/发霉|墙皮/, "property", "墙面屋面", 0.9],
  [/物业.*(?:不管|没人接)|保安/, "property", "物业服务", 0.72],
  [/垃圾/, "environment", "垃圾清运", 0.95],
  [/油烟/, "environment", "油烟异味", 0.9],
  [/苍蝇|蟑螂/, "health", "病媒消杀", 0.9],
  [/车位|堵在/, "parking", "车位被占", 0.9],
  [/医保/, "public_service", "医保", 0.9],
  [/吵|打骂/, "mediation", "邻里纠纷", 0.9],
  [/摔/, "elderly", "助老服务", 0.9],
  [/监控/, "other", "查看监控", 0.75],
  [/绿化/, "environment", "绿化养护", 0.6],
];
const DANGERS = /火情|燃气泄漏|电梯困人/;
const judge: Judge = (text) => {
  const found = HEARD.find(([words]) => words.test(text));
  if (!found || /演习|修好了|开玩笑/.test(text)) return null;
  const [, label, matter, confidence] = found;
  const building = /(\d+)栋/.exec(text)?.[1] ?? null;
  return { label, matter, confidence, building, emergency: DANGERS.test(matter) };
};

describe("several matters", () => {
  test.each<[string, string[]]>([
    ["3栋电梯又坏了,另外东门路灯也不亮", ["3栋电梯又坏了", "另外东门路灯也不亮"]],
    ["电梯坏了没人修。还有楼下烧烤摊油烟太大", ["电梯坏了没人修。", "还有楼下烧烤摊油烟太大"]],
    ["1.楼道灯坏了 2.垃圾没人收", ["楼道灯坏了", "垃圾没人收"]],
    ["1、楼道灯坏了。2、垃圾没人收。", ["楼道灯坏了。", "垃圾没人收。"]],
    ["求助:1.楼道灯坏了 2.垃圾没人收", ["求助:楼道灯坏了", "垃圾没人收"]],
    ["(1)楼道灯坏了(2)垃圾没人收", ["楼道灯坏了", "垃圾没人收"]],
    ["①楼道灯坏了②垃圾没人收③车位被占了", ["楼道灯坏了", "垃圾没人收", "车位被占了"]],
    ["1.3栋电梯坏了 2.5栋垃圾没人清", ["3栋电梯坏了", "5栋垃圾没人清"]],
    ["反映两个问题,一是楼道灯坏了,二是垃圾没人收", ["反映两个问题,楼道灯坏了", "垃圾没人收"]],
    ["第一,楼道灯坏了。第二,楼下油烟太大", ["楼道灯坏了。", "楼下油烟太大"]],
    ["物业两件事:楼道灯坏了;垃圾没人收", ["物业两件事:楼道灯坏了", "垃圾没人收"]],
    ["两件事,一个是门禁坏了,一个是垃圾没人清", ["两件事,一个是门禁坏了", "一个是垃圾没人清"]],
    ["几个问题:电梯坏了;路灯不亮", ["几个问题:电梯坏了", "路灯不亮"]],
    ["3栋电梯坏了。5栋电梯也坏了", ["3栋电梯坏了。", "5栋电梯也坏了"]],
    ["3栋电梯坏了,还有5栋电梯也坏了", ["3栋电梯坏了", "还有5栋电梯也坏了"]],
    ["楼道灯坏了,顺便问一下医保怎么办", ["楼道灯坏了", "顺便问一下医保怎么办"]],
    ["楼道灯坏了\n垃圾没人收", ["楼道灯坏了", "垃圾没人收"]],
    ["垃圾桶满了没人收。楼道灯也坏了", ["垃圾桶满了没人收。", "楼道灯也坏了"]],
    ["门禁刷不开了 还有 楼道垃圾没人清", ["门禁刷不开了", "还有 楼道垃圾没人清"]],
    ["楼道灯坏了另外垃圾没人收", ["楼道灯坏了", "另外垃圾没人收"]],
    ["楼道灯坏了,另外有件小事。垃圾没人收", ["楼道灯坏了", "另外有件小事。垃圾没人收"]],
    ["楼道灯坏了。对了,我家好大煤气味", ["楼道灯坏了。", "对了,我家好大煤气味"]],
    ["着火了!快来人!另外车位被占,消防车进不来", ["着火了!快来人!", "另外车位被占,消防车进不来"]],
    ["1.楼道灯坏了 2.垃圾没人收 3.电表间的灯也坏了", ["楼道灯坏了\n电表间的灯也坏了", "垃圾没人收"]],
    ["楼道灯坏了。一个月了。还有垃圾没人收。臭死了", ["楼道灯坏了。一个月了。", "还有垃圾没人收。臭死了"]],
  ])("%j are cut", (text, parts) => {
    expect(split(text, judge)).toEqual(parts);
  });
});

describe("one matter", () => {
  test.each([
    "楼上漏水,找物业不管,墙都发霉了",
    "楼上漏水。找物业不管!墙都发霉了",
    "楼上漏水\n物业不管\n墙都发霉了",
    "电梯坏了 老人下不来 物业电话没人接",
    "电梯坏了。老人下不来。物业电话没人接。",
    "电梯坏了,还有老人下不来",
    "电梯坏了,还有电梯按钮也不灵",
    "电梯坏了,还有老人被困",
    "电梯坏了。有人被困在电梯里",
    "着火了!煤气也漏了!",
    "着火了。老人摔在楼道里",
    "1.楼道灯坏了",
    "3栋1、2单元的灯不亮",
    "1、2、3号楼的电梯都坏了",
    "电梯第一次坏是上周,第二次是今天",
    "8:30楼道灯坏了,9:30垃圾没人收",
    "万一是电梯坏了呢,二是垃圾没人收",
    "对了,楼道灯坏了",
    "另外,楼道灯坏了",
    "楼道灯坏了。晚上老人摔了一跤",
    "垃圾没人清。苍蝇到处飞",
    "垃圾没人清,臭死了,还有味道",
    "车位被占了。打电话不接,物业也不管",
    "楼道灯坏了。保安也不巡逻",
    "楼道灯坏了。我家老人摔了",
    "我的车被划了。物业不给看监控",
    "楼道灯坏了,另外绿化也不错",
    "楼道灯坏了,另外谢谢物业",
    "楼道灯修好了,另外垃圾也清了",
    "有没有人拼单?另外楼道灯坏了,开玩笑的",
    "消防演习:听到着火了请有序下楼。另外电梯停用",
    "几栋几单元的灯坏了?说一下",
    "两个问题要说:电梯坏了",
    "楼道灯坏了",
    "",
    "。。。!!!\n\n",
    "在吗",
    `电梯坏了。另外垃圾没人收。${"说来话长。".repeat(60)}`,
  ])("%j is one", (text) => {
    expect(split(text, judge)).toEqual([text]);
  });
});

test("a text made to be slow is read as a whole, and few times", () => {
  let read = 0;
  const counting: Judge = (text) => ((read += 1), judge(text));
  for (const text of ["灯。".repeat(2000), "另外,".repeat(1300), "1.灯2.".repeat(600), "\n".repeat(4000)]) {
    split(text.slice(0, 4000), counting);
    split(text.slice(0, 240), counting);
  }
  expect(read).toBeLessThan(4 * 3 * 240);
});

const message = (text: string, more: Partial<Heard> = {}): Heard => ({
  id: 1,
  externalId: "m1",
  at: new Date(Date.UTC(2026, 10, 23, 1)),
  gate: "request",
  text,
  images: [],
  replyTo: null,
  press: null,
  ...more,
});
const IMAGES = [{ ref: "a" }];

test.each<[string, string, number[]]>([
  ["go with the first part", "楼道灯坏了,另外垃圾没人收", [1, 0]],
  ["go with a later part that speaks of a picture", "楼道灯坏了,另外垃圾没人收,如图", [0, 1]],
  ["go with the first part where it does so too", "楼道灯坏了见照片,另外垃圾没人收见图", [1, 0]],
  ["stay with the part though a danger goes before it", "楼道灯坏了见图。另外好大煤气味", [0, 1]],
])("images %s", (_, text, expected) => {
  const parts = partsOf(message(text, { images: IMAGES }), judge);
  expect(parts.map((part) => part.images.length)).toEqual(expected);
});

test.each(["press", "command", "join"] as const)("a %s is never cut", (gate) => {
  const whole = message("楼道灯坏了,另外垃圾没人收", { gate });
  expect(partsOf(whole, judge)).toEqual([whole]);
});

test("a message of one matter stays as it was written", () => {
  const whole = message(" 楼道灯坏了。\n好几天了, ");
  expect(partsOf(whole, judge)).toEqual([whole]);
});

test("what is said before and after goes with the nearest part, and each part knows what stands beside it", () => {
  const parts = partsOf(message("楼道灯坏了,另外垃圾没人收", { id: 2 }), judge);
  const pieces = gather(
    [message("3单元", { id: 1, gate: "fragment" }), ...parts, message("臭死了", { id: 3 })],
    judge,
  );
  expect(pieces.map(({ text, beside }) => [text, beside])).toEqual([
    ["3单元\n楼道灯坏了", ["另外垃圾没人收"]],
    ["另外垃圾没人收\n臭死了", ["楼道灯坏了"]],
  ]);
});
