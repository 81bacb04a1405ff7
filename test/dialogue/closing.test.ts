import { describe, expect, test } from "vitest";
import { completed, completes, missingIn, needsOf, readClosing } from "#src/dialogue/closing.ts";
import type { Missing, Need } from "#src/dialogue/closing.ts";
import { readFlows } from "#src/dialogue/files.ts";
import { readVerdict } from "#src/dialogue/verdict.ts";
import { CATEGORIES } from "#src/words.ts";
import type { Outcome } from "#src/words.ts";

test.each<[string, Outcome, boolean, string]>([
  ["换了门机皮带", "solved", false, "换了门机皮带"],
  ["已解决 换了门机皮带", "solved", true, "换了门机皮带"],
  ["已解决", "solved", true, ""],
  ["已解决漏水问题", "solved", false, "已解决漏水问题"],
  ["部分解决 换了两盏,剩一盏等配件", "partly", true, "换了两盏,剩一盏等配件"],
  ["部分解决了,剩一盏等配件", "partly", true, "剩一盏等配件"],
  ["无法解决:产权不归小区", "unsolvable", true, "产权不归小区"],
  ["无法解决因为产权不归小区", "unsolvable", true, "因为产权不归小区"],
  ["无法解决的几处已经上报", "solved", false, "无法解决的几处已经上报"],
  ["转外部门 已转区城管局", "outside", true, "已转区城管局"],
  ["outside 12345", "outside", true, "12345"],
  ["", "solved", false, ""],
])("the closing %j says %s", (said, outcome, named, text) => {
  expect(readClosing(said)).toEqual({ outcome, named, text });
});

test.each<[string, { outcome: Outcome; text: string }, string, { outcome: Outcome; text: string }]>([
  [
    "the rest is added",
    { outcome: "solved", text: "谈好了" },
    "口头协议",
    { outcome: "solved", text: "谈好了;口头协议" },
  ],
  [
    "a picture alone adds no words",
    { outcome: "solved", text: "谈好了" },
    "",
    { outcome: "solved", text: "谈好了" },
  ],
  [
    "all said anew stands for itself",
    { outcome: "solved", text: "谈好了" },
    "谈好了,口头协议",
    { outcome: "solved", text: "谈好了,口头协议" },
  ],
  [
    "the outcome stays",
    { outcome: "unsolvable", text: "" },
    "产权不归小区",
    { outcome: "unsolvable", text: "产权不归小区" },
  ],
  [
    "another outcome begins anew",
    { outcome: "solved", text: "谈好了" },
    "无法解决 对方搬走了",
    { outcome: "unsolvable", text: "对方搬走了" },
  ],
])("%s", (_, before, said, expected) => {
  expect(completed(before, readClosing(said))).toMatchObject(expected);
});

type Case = [string, Need[], number, Missing[], Missing[]];
test.each<Case>([
  ["换了皮带", ["text"], 0, [], []],
  ["已解决", ["text"], 0, [], ["text"]],
  ["换了皮带", ["photo"], 0, [], ["photo"]],
  ["换了皮带", ["photo"], 1, [], []],
  ["部分解决 换了两盏", [], 0, [], ["rest"]],
  ["部分解决 换了两盏;车棚那盏", [], 0, ["rest"], []],
  ["部分解决 换了两盏,剩一盏", [], 0, [], []],
  ["无法解决", [], 0, [], ["reason"]],
  ["无法解决 办不了", [], 0, ["reason"], ["reason"]],
  ["无法解决 不归我们管。", [], 0, [], ["reason"]],
  ["无法解决 管线在红线外,产权是自来水公司", [], 0, [], []],
  ["转外部门", [], 0, [], ["whom"]],
  ["转外部门 已经转了", [], 0, [], ["whom"]],
  ["转外部门 区城管执法局", [], 0, [], []],
  ["双方谈过了", ["agreement"], 0, [], ["agreement"]],
  ["双方谈过了", ["agreement"], 1, [], []],
  ["签了调解协议", ["agreement"], 0, [], []],
  ["达成口头协议,每月赔两百", ["agreement"], 0, [], []],
  ["没有达成一致", ["agreement"], 0, [], ["agreement"]],
  ["对方拒绝签字,也不肯和解", ["agreement"], 0, [], ["agreement"]],
  ["双方没再吵,握手言和了", ["agreement"], 0, [], []],
  ["已经看过了", ["visit"], 0, [], ["visit"]],
  ["今天上午看望了陈奶奶", ["visit"], 0, [], []],
  ["11月20日电话联系了家属", ["visit"], 0, [], []],
  ["下月起上门", ["visit"], 0, [], ["visit"]],
  ["看了", ["photo", "visit"], 0, [], ["photo", "visit"]],
])("the closing %j where %j is needed, with %i pictures", (said, needs, pictures, asked, expected) => {
  expect(missingIn(readClosing(said), { needs, pictures, asked })).toEqual(expected);
});

test.each([
  ["部分解决 还剩一盏", [], true],
  ["已解决", [], true],
  ["今天上午看望了陈奶奶", ["visit"], true],
  ["今天上午看望了陈奶奶", [], false],
  ["达成了口头协议", ["agreement"], true],
  ["8栋水管爆了", ["agreement", "visit"], false],
] as const)("whether %j can only belong to a closing that lacks %j", (text, asked, expected) => {
  expect(completes(text, asked)).toBe(expected);
});

describe("what flows ask for", () => {
  const flows = readFlows("flows");
  const needs = (category: "mediation" | "elderly" | "property", matter: string, outcome: Outcome) =>
    needsOf(flows, { category, matter }, outcome);

  test("mediation wants an agreement for what is solved, not for a question of law", () => {
    expect(needs("mediation", "邻里纠纷", "solved")).toEqual(["text", "agreement"]);
    expect(needs("mediation", "邻里纠纷", "unsolvable")).toEqual(["text"]);
    expect(needs("mediation", "法律咨询", "solved")).toEqual(["text"]);
  });

  test("an old person is visited or called, unless they only ask for an allowance", () => {
    expect(needs("elderly", "独居探访", "partly")).toEqual(["text", "visit"]);
    expect(needs("elderly", "高龄津贴", "solved")).toEqual(["text"]);
    expect(needs("property", "电梯故障", "solved")).toEqual([]);
  });

  test("nobody has to take a photo unless a community asks for it", () => {
    const all = CATEGORIES.flatMap((category) =>
      (flows.categories.find(({ code }) => code === category)?.matters ?? []).flatMap(({ name }) =>
        needsOf(flows, { category, matter: name }, "solved"),
      ),
    );
    expect(all).not.toContain("photo");
  });
});

test.each([
  "谢谢",
  "好的谢谢",
  "还是要谢谢你们",
  "还是谢谢物业",
  "没有,谢谢",
  "还没来得及谢谢您",
  "辛苦了",
  "收到",
])("%s is neither a no nor a rating", (text) => {
  expect(readVerdict(text)).toBeNull();
});

test.each([
  ["还是没好,谢谢", { deed: "dispute", plain: true }],
  ["还没来修,谢谢", { deed: "dispute" }],
  ["不行,辛苦再来一趟", { deed: "dispute" }],
  ["非常满意", { deed: "rate", text: "5" }],
  ["基本满意", { deed: "rate", text: "3" }],
  ["不满意", { deed: "dispute" }],
])("%s is understood in spite of its manners", (text, expected) => {
  expect(readVerdict(text)).toMatchObject(expected);
});
