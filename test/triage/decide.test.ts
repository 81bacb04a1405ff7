import { expect, test } from "vitest";
import { readFlows } from "#src/dialogue/files.ts";
import { decide } from "#src/triage/decide.ts";

const { rulebook } = readFlows("flows");
/** At these shares only words that are sure ring. */
const withoutModel = {
  ...rulebook,
  thresholds: { ...rulebook.thresholds, emergency: 1, emergency_asked: 1 },
};

test.each([
  ["3号楼2单元电梯坏了", "property", "normal", false],
  ["我们这栋停水了", "property", "urgent", false],
  ["楼上漏水漏到我家了", "property", "urgent", false],
  ["我们单元想加装电梯", "elevator_retrofit", "low", false],
  ["建议小区多划几个停车位", "parking", "low", false],
  ["我的车位被人占了", "parking", "normal", false],
  ["楼道里给电动车充电太危险了", "safety", "normal", false],
  ["工地半夜施工太吵了", "environment", "normal", false],
  ["楼上太吵跟我吵起来了，想请社区调解", "mediation", "normal", true],
  ["家里困难想申请低保", "aid", "normal", true],
  ["孩子抑郁不肯上学怎么办", "mental", "normal", true],
  ["幼儿园好几个孩子得了手足口", "health", "normal", true],
  ["小区蚊子太多，什么时候消杀", "health", "normal", false],
  ["今晚没地方睡，带着孩子", "aid", "urgent", true],
])("%s", (text, label, urgency, sensitive) => {
  const decision = decide(text, rulebook);
  expect([decision.label, decision.urgency, decision.sensitive]).toEqual([label, urgency, sensitive]);
  expect([decision.request, decision.emergency, decision.via]).toEqual([true, null, "rules"]);
  expect(decision.why.length).toBeGreaterThan(0);
});

test("a matter's name is the staff's word for it, not the resident's", () => {
  expect(decide("气死了电梯又双叒叕罢工不动了", rulebook).matter).toBe("电梯故障");
});

test("what is missing is asked for only where the flow needs it", () => {
  expect(decide("电梯坏了", rulebook).needs).toEqual(["building"]);
  expect(decide("3栋电梯坏了", rulebook).needs).toEqual([]);
  expect(decide("东门电梯坏了", rulebook).needs).toEqual([]);
  expect(decide("居住证怎么办理", rulebook).needs).toEqual([]);
});

test("several pieces joined by newlines are judged as one", () => {
  const decision = decide("电梯\n3栋2单元\n又坏了\n五楼有老人下不来", rulebook);
  expect([decision.label, decision.matter, decision.urgency]).toEqual(["property", "电梯故障", "urgent"]);
  expect(decision.place).toEqual({ building: "3", unit: "2", room: null, spot: null });
});

test("thanks at the end of a request do not silence it, a repaired lift does", () => {
  expect(decide("电梯坏了麻烦派人看一下，谢谢", rulebook).request).toBe(true);
  expect(decide("电梯修好了，谢谢师傅", rulebook).request).toBe(false);
  expect(decide("电梯刚修好又坏了", rulebook).request).toBe(true);
});

test("label none and request false go together, with no matter and no place asked for", () => {
  const decision = decide("今天天气真好", rulebook);
  expect(decision).toMatchObject({ request: false, label: "none", matter: "", needs: [], emergency: null });
  expect(decision.confidence).toBeGreaterThan(0.5);
});

test("an emergency says first which number to call, in one line, and is urgent whatever else is said", () => {
  const decision = decide("谢谢大家，哈，3栋2单元有煤气味", rulebook);
  expect(decision).toMatchObject({ label: "safety", urgency: "emergency", emergency: { kind: "gas" } });
  expect(decision.emergency?.call).toMatch(/119/);
  expect(decision.emergency?.call).not.toContain("\n");
});

test.each([
  ["有人在不", "有人在吗", "谁在家", "来个人聊天", "有人下楼不", "在线等"],
  ["管家在吗", "物业有人没", "书记在不", "楼上的在吗", "居委会上班吗"],
  ["快下来", "快下来吃饭", "马上来", "门开着", "别打了", "等等我"],
  ["笑死我了", "吓我一跳", "手机摔了", "饭糊了", "孩子睡了", "没事了"],
])("short calls and cries among neighbours are silence: %s …", (...lines) => {
  for (const line of lines) {
    expect(decide(line, rulebook), line).toMatchObject({ request: false, emergency: null });
  }
});

test("dialect and slips of the keyboard are read as what they mean", () => {
  expect(decide("我屋里冇水了", rulebook).label).toBe("property");
  expect(decide("电体又坏了", rulebook).matter).toBe("电梯故障");
  expect(decide("底保啷样申请", rulebook).label).toBe("aid");
  expect(decide("電梯壞了", rulebook).label).toBe("property");
});

const nothing: [string, string][] = [
  ["nothing", ""],
  ["white space", " \n\t　\u3000 "],
  ["emoji only", "😂🤣👍🏽👨‍👩‍👧‍👦🏳️‍🌈".repeat(50)],
  ["right to left", "مرحبا كيف حالك \u202Eשלום\u202C"],
  ["zero width", "\u200B\u200C\u200D\uFEFF\u2060".repeat(200)],
  ["lone surrogates", "\uD800你\uDC00好\uDBFF"],
  ["control characters", "\u0000\u0001\u001B[31m\u007F"],
  ["20,000 characters of one letter", "哈".repeat(20_000)],
  ["20,000 digits and dashes", "3-".repeat(10_000)],
  ["20,000 spaces and a dot", " ".repeat(19_999) + "."],
  ["expanding ligatures", "\uFDFA".repeat(20_000)],
];
test.each(nothing)("%s is no request and does no harm", (_, text) => {
  expect(decide(text, rulebook)).toMatchObject({ request: false, label: "none", emergency: null });
});

test("hidden characters do not hide a request", () => {
  expect(decide("3栋电\u200B梯\u202E坏\u00AD了", rulebook)).toMatchObject({
    label: "property",
    place: { building: "3" },
  });
  expect(decide("３栋２单元电梯坏了", rulebook).place).toMatchObject({ building: "3", unit: "2" });
});

test("a place in a message of its own makes the matter before it no less sure", () => {
  const alone = decide("牙刷到一半没水了", rulebook);
  const placed = decide("牙刷到一半没水了\n5栋1单元", rulebook);
  expect(placed).toMatchObject({
    grade: "certain",
    matter: alone.matter,
    place: { building: "5", unit: "1" },
  });
  expect(placed.chance).toBeGreaterThan(alone.chance - 0.05);
});

test("a long text costs no more than its length: words repeated thousands of times", () => {
  const words = "电梯坏了老人摔倒着火漏水3栋2单元501室";
  for (const word of [words, "电梯", "一二三四五", "3栋", "-3-2-501", "请处理"]) {
    expect(() => decide(word.repeat(20_000 / word.length), rulebook)).not.toThrow();
  }
});

test.each([
  ["车库里汽油味混着煤气味,车还在充电", "gas"],
  ["煤气灶打不着火,有股味", "gas"],
  ["我吃了一整瓶安定药,多久会没知觉", "suicide"],
  ["想问问,吃了一整盒感冒药会不会死", "suicide"],
  ["爷爷摔了一跤起不来", "medical"],
  ["奶奶摔了爬不起来,帮忙扶一下,我怕扶不动", "medical"],
  ["王医生我奶奶不省人事了", "medical"],
  ["我妈晕倒了,差点摔下楼", "medical"],
  ["孩子不见了,我以为他在奶奶家", "child"],
  ["孩子找不到了", "child"],
  ["有人落水了怎么救,谁会游泳", "fall"],
  ["着火了着火了,119打不着", "fire"],
])("words that are sure of a danger need no model: %s", (text, kind) => {
  expect(decide(text, withoutModel).emergency?.kind).toBe(kind);
});

test.each([
  "以为是汽油味和煤气味,原来是隔壁刷漆",
  "不是煤气味,是地库汽油味,大家放心",
  "煤气灶打不着火,也没什么味道",
  "燃气灶打不着火,只好点外卖,味道还不错",
  "打了麻药多久没感觉,吃了一整盒止痛药",
  "娃吃了一把维生素软糖当药,会不会死",
  "怕老人摔了起不来,想装扶手",
  "我妈前阵子摔了,起不来床,想请个钟点工",
  "老人摔倒后长期站不起来,能评残吗",
  "布娃娃不见了,谁捡到了",
  "我家娃不见了一件校服,谁拿错了",
  "车子打不着火了",
])("words that only look like those are not: %s", (text) => {
  expect(decide(text, withoutModel).emergency).toBeNull();
});

test("why names rules and shares, never the words that somebody said", () => {
  expect(decide("8栋1单元楼道好大煤气味", rulebook).why).toEqual(["sure: gas"]);
  expect(decide("3栋电梯又不动了,麻烦来修", rulebook).why.slice(1)).toContain("matter: property 电梯故障");
});

test("a danger rings by its own share, and sooner where it is likelier than that nothing is asked", () => {
  const rings = (text: string, shares: { emergency: number; emergency_asked: number }) =>
    decide(text, { ...rulebook, thresholds: { ...rulebook.thresholds, ...shares } }).emergency?.kind;
  const stroke = "老伴突然半边身子动不了,话也说不清";
  expect(rings(stroke, { emergency: 1, emergency_asked: 0.16 })).toBe("medical");
  expect(decide(stroke, withoutModel)).toMatchObject({ emergency: null, suspect: { kind: "medical" } });
  const chess = "他把我打得落花流水";
  expect(rings(chess, { emergency: 0.1, emergency_asked: 0.01 })).toBe("violence");
  expect(rings(chess, { emergency: 1, emergency_asked: 0.01 })).toBeUndefined();
});
