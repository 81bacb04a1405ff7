import { describe, expect, test } from "vitest";
import { readFlows } from "#src/dialogue/files.ts";
import { hearCorrection } from "#src/triage/hear-correction.ts";

const { rulebook } = readFlows("flows");

function short(text: string): string | null {
  const heard = hearCorrection(text, rulebook);
  if (heard?.of === "category") return heard.category;
  if (heard?.of !== "place") return heard?.of ?? null;
  const { building, unit, spot } = heard.place;
  return [building && `${building}栋`, unit && `${unit}单元`, spot].filter(Boolean).join("");
}

describe("a correction", () => {
  test.each([
    ["不是停车,是电梯", "property"],
    ["不是停车是电梯", "property"],
    ["不是停车的问题,是电梯的问题", "property"],
    ["搞错了 是电梯坏了", "property"],
    ["搞错了\n电梯坏了", "property"],
    ["你们搞错了,我说的是电梯坏了", "property"],
    ["我说的是电梯不是停车", "property"],
    ["是电梯,不是停车", "property"],
    ["不是这个意思,我说的是电梯坏了", "property"],
    ["我的意思是电梯坏了", "property"],
    ["@邻里助手 分错了,应该是公共卫生", "health"],
    ["不好意思,登记错了,是加装电梯", "elevator_retrofit"],
    ["不是电梯故障,是加装电梯的事", "elevator_retrofit"],
    ["不对,应该是心理服务", "mental"],
    ["不是物业,是邻居吵架", "mediation"],
    ["搞错了,不是停车,是垃圾清运", "environment"],
    ["不是的,我说的是我的车位被占了", "parking"],
    ["类别不对,应该属于安全隐患", "safety"],
    ["错了错了,是电梯", "property"],
    ["我反映的是狗咬人", "safety"],
    ["不是物业费,是停车费", "parking"],
  ])("%s says what it is instead: %s", (text, category) => {
    expect(short(text)).toBe(category);
  });

  test.each([
    ["不是,是3栋", "3栋"],
    ["不是3栋,是5栋", "5栋"],
    ["搞错了,是3栋2单元", "3栋2单元"],
    ["地址错了 5栋1单元", "5栋1单元"],
    ["是5栋不是3栋", "5栋"],
    ["不是东门,是西门", "西门"],
    ["不是这栋,是11栋", "11栋"],
    ["打错字了,是3号楼不是5号楼", "3栋"],
    ["搞错了 是小区东门", "东门"],
  ])("%s says where it is instead: %s", (text, place) => {
    expect(short(text)).toBe(place);
  });

  test.each([
    "搞错了,没事",
    "搞错了,没事了,谢谢",
    "不是诉求,我随便说说",
    "我就是随便说说",
    "弄错了 不用登记",
    "发错了,当我没说",
    "只是吐槽一下而已",
    "误会了,没事",
    "开玩笑的",
  ])("%s says that it was nothing", (text) => {
    expect(short(text)).toBe("none");
  });
});

test.each([
  "不是一天两天了,是天天这样",
  "不是我说,物业真不行",
  "不是我不想停,是没地方停车",
  "不是每个人都是这样的",
  "不是吧,又坏了",
  "是不是电梯又坏了",
  "不是停车吗,是电梯?",
  "电梯坏了",
  "我说的是真的",
  "我是说你们什么时候来",
  "是3栋2单元",
  "3栋",
  "搞错了",
  "不对",
  "不是",
  "没事",
  "没事了,已经修好了",
  "谢谢,不用了",
  "他们不是邻居,是亲戚",
  "不是停车,是着火了",
  "搞错了,是有人晕倒了没有呼吸",
  "这事不是小事,是大事",
  "又不是过年,是谁在放炮",
  "不是,你们怎么还不来",
  "算了,不说了",
  "应该是明天来修吧",
  "说错了话得罪人",
  "错峰停车怎么收费",
  "搞错车位编号要去哪里改",
  "我们聊聊",
  "不对啊,电梯是昨天修的",
  "不是投诉,是咨询",
  "不是报修,是想问问物业费",
  "我只是问问",
  "你搞错了吧",
  "不是我不交物业费,是他们保洁根本不扫地",
  "是物业不管,不是业主不交停车费",
  "不是停车,是别的",
  "物业不是来修电梯的,是来收费的",
  "说说电梯的事",
  `不是停车,是电梯${"真的等了好久了".repeat(12)}`,
  "",
])("%j is no correction", (text) => {
  expect(short(text)).toBeNull();
});

test("the matter is named where the words are clear enough, else it is left open", () => {
  const matter = (text: string) => {
    const heard = hearCorrection(text, rulebook);
    return heard?.of === "category" ? heard.matter : "none";
  };
  expect(["搞错了,是停水", "搞错了,是电梯故障", "搞错了,是电梯", "搞错了,是安全隐患"].map(matter)).toEqual([
    "停水",
    "电梯故障",
    null,
    null,
  ]);
});
