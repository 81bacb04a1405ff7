import { describe, expect, test } from "vitest";
import { ASKING, story } from "#test/helpers/story.ts";

describe("asking the desk", () => {
  const s = story("2026-11-23T09:00:00+08:00");

  test("a resident sees their own, in private even when asked in the group", async () => {
    await s().says("wang", "8栋1单元门禁刷不开了,麻烦来修");
    await s().later("1m");
    s().skip();
    await s().says("wang", "/我的");
    const { code } = await s().ticket();
    expect(s().hears("wang", /您登记的事/).text).toContain(code);
    s().silent("g1");
    await s().whispers("zhao", "我的");
    s().hears("zhao", /还没有登记/);
  });

  test("and where it stands, with the history", async () => {
    const { code } = await s().ticket();
    await s().whispers("wang", `查 ${code}`);
    expect(s().hears("wang", /门禁/).text).toMatch(/待接单[\s\S]*小邬[\s\S]*11-23 9:00 登记/);
  });

  test("a member sees what waits, staff see lists, figures and what is late", async () => {
    const { code } = await s().ticket();
    await s().whispers("wu2", "待办");
    expect(s().hears("wu2", /待办 1 件/).text).toContain(code);
    await s().whispers("tiao2", "待办");
    s().hears("tiao2", /没有待办/);
    await s().whispers("ban", "/列表");
    expect(s().hears("ban", /工单 1 件/).text).toContain(code);
    for (const [filter, count] of [
      ["property", 1],
      ["物业服务与维修", 1],
      ["8栋", 1],
      ["3栋", 0],
      ["待接单", 1],
      ["ended", 0],
    ] as const) {
      await s().whispers("ban", `/列表 ${filter}`);
      s().hears("ban", count === 1 ? /工单 1 件/ : /没有符合/);
    }
    await s().whispers("ban", "/列表 月亮");
    s().hears("ban", /请这样写/);
    await s().whispers("ban", "/超期");
    s().hears("ban", /没有超期/);
    await s().later("33h");
    s().skip();
    await s().whispers("ban", "/超期");
    expect(s().hears("ban", /超期 1 件/).text).toContain(code);
    await s().whispers("ban", "/统计 7");
    expect(s().hears("ban", /近 7 天/).text).toMatch(/登记 1 件,在办 1 件.*超期 1 件/);
  });

  test.each([
    ["wang", "/列表"],
    ["wang", "/超期"],
    ["wang", "/统计"],
    ["wu2", "/列表"],
  ])("%s may not ask %s", async (who, command) => {
    await s().whispers(who, command);
    s().hears(who, /办不了/);
  });

  test("each hears the help for what they are", async () => {
    await s().whispers("wang", "帮助");
    expect(s().hears("wang", /评价/).text).not.toContain("待办");
    await s().whispers("wu2", "帮助");
    expect(s().hears("wu2", /待办/).text).not.toContain("统计");
    await s().whispers("ban", "帮助");
    s().hears("ban", /统计/);
  });

  test("a command with a part missing says how it is written", async () => {
    await s().whispers("wu2", "/办结 A1234");
    s().hears("wu2", /请这样写:\/办结 编号 \[已解决\|部分解决\|无法解决\|转外部门\] 结果/);
    await s().whispers("wang", "/评价 A1234 9");
    s().hears("wang", /请这样写:\/评价/);
  });

  test("withdrawing: the member hears it; a matter with neighbours goes on without the one who leaves", async () => {
    const { code } = await s().ticket();
    await s().says("zhao", "+1", { replyTo: "m1" });
    await s().later("1m");
    s().skip();
    await s().whispers("wang", `/撤回 ${code}`);
    s().hears("wang", /不再通知您/);
    let ticket = await s().ticket();
    expect([ticket.state, ticket.reporters.length, ticket.reporters[0]?.first]).toEqual(["routed", 1, true]);
    await s().whispers("zhao", `/撤回 ${code}`);
    s().hears("zhao", /已撤回/);
    s().hears("wu2", /不用办了/);
    ticket = await s().ticket();
    expect(ticket.state).toBe("withdrawn");
    await s().later("10d");
    s().silent();
  });
});

describe("talking to Linli in private", () => {
  const s = story("2026-11-23T09:00:00+08:00");

  test("a greeting gets a greeting, thanks get a word, chatter in the group gets nothing", async () => {
    await s().whispers("zhao", "在吗");
    await s().later("1m");
    s().hears("zhao", /邻里助手/);
    await s().whispers("zhao", "谢谢");
    await s().later("1m");
    s().hears("zhao", /不客气/);
    await s().says("zhao", "今天天气真好,晚上谁去跳广场舞");
    await s().later("1m");
    s().silent();
    const kept = await s().replayed.database.message.findMany({ where: { text: { contains: "广场舞" } } });
    expect(kept).toEqual([]);
  });
});

describe("telling Linli in private what it is not sure of", () => {
  const s = story("2026-11-23T09:00:00+08:00", undefined, undefined, ASKING);

  test("unsure words get a card; 不是 forgets them, 立单 registers them", async () => {
    await s().whispers("zhao", "小区门口的路灯坏了,麻烦修一下");
    await s().later("1m");
    expect(s().hears("zhao", /登记/).buttons).toEqual(["立单", "不是"]);
    await s().presses("zhao", "不是");
    s().hears("zhao", /不登记/);
    expect(await s().replayed.database.message.findMany({ where: { text: { contains: "路灯" } } })).toEqual(
      [],
    );
    await s().whispers("zhao", "3栋的垃圾桶满了没人清,臭死了");
    await s().later("1m");
    s().hears("zhao", /登记办理吗/);
    await s().presses("zhao", "立单");
    s().hears("zhao", /已登记/);
    await s().presses("zhao", "立单");
    expect(await s().tickets()).toHaveLength(1);
  });
});
