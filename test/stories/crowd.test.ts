// Several neighbours, one matter; and what only sounds like it.
import { describe, expect, test } from "vitest";
import { story } from "#test/helpers/story.ts";

const START = "2026-11-23T09:00:00+08:00";
const CARD = /要登记办理吗/;

describe("one matter in two groups of the estate and in private", () => {
  const s = story(START, ({ groups }) => groups.push({ id: "g2", title: "邻里花园二群", estate: "e1" }));
  const SECOND = { in: "g2", title: "邻里花园二群" };

  test("is one ticket, with one line in the group where it was told first", async () => {
    await s().says("zhang", "3栋2单元电梯坏了,麻烦来修");
    await s().later("1m");
    s().hears("g1", /电梯故障.*已登记/);
    await s().says("r1", "3栋2单元电梯又不动了", { ...SECOND, name: "果果" });
    await s().later("1m");
    s().hears("r1", /电梯故障.*已有邻居报过/);
    await s().whispers("li", "3栋2单元的电梯坏了,老人下不来");
    await s().later("1m");
    s().hears("li", /电梯故障.*已有邻居报过/);
    s().silent("g1");
    s().silent("g2");
    expect(await s().tickets()).toHaveLength(1);
  });

  test("the member is told how many households it touches, and reads it in the ticket", async () => {
    s().hears("wu2", /现在 2 户/);
    s().hears("wu2", /现在 3 户/);
    const { code } = await s().ticket();
    await s().whispers("wu2", `/单 ${code}`);
    expect(s().hears("wu2", /电梯故障.*待接单/).text).toContain("涉及 3 户");
    await s().whispers("zhang", `/查 ${code}`);
    expect(s().hears("zhang", /电梯故障/).text).toContain("涉及 3 户");
  });

  test("another of a family counts no second household", async () => {
    await s().says("r2", "3栋2单元电梯怎么还是坏的,快来修", { ...SECOND, name: "3-2-501 张奶奶" });
    await s().later("1m");
    s().hears("wu2", /现在 3 户/);
    expect((await s().ticket()).reporters).toHaveLength(4);
  });

  test("each hears the result, and the first group a line with the number", async () => {
    s().skip();
    const { code } = await s().ticket();
    await s().whispers("wu2", `/办结 ${code} 门机换好了`);
    for (const who of ["zhang", "r1", "li", "r2"]) s().hears(who, /门机换好了/);
    expect(s().hears("g1", /已办结/).text).toContain("涉及 3 户");
    s().silent("g2");
  });

  test("the same words weeks later, when it has been handled, are a new matter", async () => {
    await s().later("21d");
    s().skip();
    await s().says("wang", "3栋2单元电梯坏了,麻烦来修");
    await s().later("1m");
    s().hears("g1", /电梯故障.*已登记/);
    expect(await s().tickets()).toHaveLength(2);
  });
});

describe("what only sounds the same", () => {
  const s = story(START);

  test("in another building, another unit, another flat is a matter of its own", async () => {
    for (const [who, text] of [
      ["r1", "3栋2单元501厨房漏水,漏到楼下了"],
      ["r2", "5栋2单元501厨房漏水,漏到楼下了"],
      ["r3", "3栋1单元501厨房漏水,漏到楼下了"],
      ["r4", "3栋2单元702厨房漏水,漏到楼下了"],
    ] as const) {
      await s().says(who, text);
      await s().later("2m");
    }
    expect(await s().tickets()).toHaveLength(4);
  });

  test("a public lamp named by its spot is one, however it is said", async () => {
    await s().says("r5", "东门路灯不亮了,麻烦修一下");
    await s().later("10m");
    await s().says("r6", "东门的路灯坏了好几天了,麻烦修一下");
    await s().later("10m");
    await s().says("r7", "西门路灯不亮了,麻烦修一下");
    await s().later("1m");
    const tickets = (await s().tickets()).slice(4);
    expect(tickets.map(({ reporters }) => reporters.length)).toEqual([2, 1]);
  });

  test("a fire hours after another in the same place rings again", async () => {
    await s().says("r8", "9栋1单元着火了!浓烟滚滚");
    await s().later("5h");
    s().skip();
    await s().says("r9", "9栋1单元着火了!火很大");
    s().hears("zhian", /火情/);
    expect((await s().tickets()).slice(6)).toHaveLength(2);
  });
});

describe("joining in few words", () => {
  const s = story(START);

  test.each([
    ["r1", "+10086"],
    ["r2", "加一"],
    ["r3", "我们单元也是"],
    ["r4", "同求"],
  ])("%s says %s just after the matter and is with it", async (who, text) => {
    if (who === "r1") await s().says("wang", "8栋1单元门禁刷不开了,麻烦来修");
    await s().later("20s");
    await s().says(who, text, { name: "邻居" });
    await s().later("1m");
    s().hears(who, /门禁门锁.*已有邻居报过/);
  });

  test("a thumb in answer to it joins too, alone in the group it is applause", async () => {
    await s().says("r5", "👍", { replyTo: "m1" });
    await s().later("1m");
    s().hears("r5", /已有邻居报过/);
    await s().says("r6", "👍");
    await s().later("1m");
    s().silent("r6");
    expect((await s().ticket()).reporters).toHaveLength(6);
  });

  test("我也是 to something else, or long after, joins nothing", async () => {
    s().skip();
    await s().says("r7", "门禁还是刷不开啊", { replyTo: "m1", name: "邻居" });
    await s().later("30s");
    const joined = (await s().ticket()).reporters.length;
    await s().says("r8", "今天真冷,不想出门");
    await s().says("r9", "我也是");
    await s().later("1m");
    s().silent("r9");
    await s().later("1h");
    await s().says("r10", "我也是");
    const other = await s().says("r8", "晚上谁去跳广场舞");
    await s().says("r11", "+1", { replyTo: other });
    await s().later("1m");
    expect((await s().ticket()).reporters.length).toBe(joined);
    expect(await s().tickets()).toHaveLength(1);
  });

  test("我们5栋也是 to a matter of building 8 is one of building 5", async () => {
    s().skip();
    await s().says("r12", "我们5栋1单元也是", { replyTo: "m1", name: "邻居" });
    await s().later("1m");
    s().hears("g1", /门禁门锁.*5栋1单元.*已登记/);
    expect(s().hears("wu2", /新工单/).text).toMatch(/5栋1单元[\s\S]*我们5栋1单元也是/);
    await s().says("r13", "我们5栋1单元也是,刷不开", { replyTo: "m1", name: "邻居" });
    await s().later("1m");
    expect((await s().ticket(2)).reporters).toHaveLength(2);
  });
});

describe("who joins and has another matter as well", () => {
  const s = story(START);

  test("is heard with both", async () => {
    await s().says("wang", "8栋1单元停水了,麻烦看看");
    await s().later("30s");
    await s().says("r1", "我家也是!另外东门路灯不亮,麻烦修一下", { name: "邻居" });
    await s().later("1m");
    s().hears("r1", /停水.*已有邻居报过/);
    const [water, lamp] = await s().tickets();
    expect([water?.matter, lamp?.matter]).toEqual(["停水", "照明损坏"]);
    expect(s().hears("wu2", /新工单.*照明/).text).not.toMatch(/我家也是/);
  });

  test("also where the neighbour's words are still being gathered", async () => {
    s().skip();
    await s().says("zhao", "11栋1单元电梯坏了");
    await s().says("r2", "+1。还有北门垃圾堆成山了没人清", { replyTo: "m3", name: "邻居" });
    await s().later("3m");
    const [, , lift, rubbish] = await s().tickets();
    expect([lift?.matter, rubbish?.matter]).toEqual(["电梯故障", "垃圾清运"]);
    expect(lift?.reporters).toHaveLength(2);
    expect(await s().tickets()).toHaveLength(4);
  });
});

describe("a card that several speak for", () => {
  const s = story(START, undefined, undefined, { certain: 1 });

  test("says how many, and whoever joined before the tap is with the ticket", async () => {
    await s().says("zhang", "3栋2单元的楼道灯坏了好几天");
    await s().later("10s");
    await s().says("li", "我家也是", { replyTo: "m1" });
    await s().says("r1", "3-2-702也是", { replyTo: "m1", name: "3-2-702 李叔" });
    await s().later("2m");
    expect(s().hears("g1", CARD).text).toContain("已有 2 户提到");
    s().silent("g1");
    await s().says("chen", "+1");
    await s().later("1m");
    await s().presses("wang", "立单", { in: "g1" });
    await s().later("1m");
    const { reporters } = await s().ticket();
    expect(reporters.length).toBeGreaterThanOrEqual(3);
    s().hears("li", /已有邻居报过/);
    s().hears("chen", /已有邻居报过/);
  });

  test("said again in other words it is asked once more, with all of them", async () => {
    s().skip();
    await s().says("zhao", "11栋1单元单元门关不上");
    await s().later("2m");
    s().hears("g1", CARD);
    await s().says("r2", "11栋1单元门禁坏了关不上门", { name: "邻居" });
    await s().later("2m");
    expect(s().hears("g1", CARD).text).toContain("已有 2 户提到");
    await s().presses("wang", "立单", { in: "g1" });
    await s().later("1m");
    expect((await s().ticket(2)).reporters).toHaveLength(2);
    expect(await s().tickets()).toHaveLength(2);
  });
});
