import { describe, expect, test } from "vitest";
import { story } from "#test/helpers/story.ts";

const LAMP = "3栋2单元楼道灯坏了,麻烦来修";

describe("a group that wants no lines from Linli", () => {
  const s = story("2026-11-23T09:00:00+08:00");

  test("the admin says 静听 in the group and is answered in private", async () => {
    await s().says("admin", "/群模式 静听");
    expect(s().hears("admin", /静听/).text).toContain("邻里花园业主群:静听");
    s().silent();
  });

  test("a request is registered all the same, and its resident hears in private", async () => {
    await s().says("wang", LAMP);
    await s().later("1m");
    s().hears("wang", new RegExp(`已登记 ${(await s().ticket()).code}`));
    s().hears("wu2", /新工单/);
    s().silent();
  });

  test("its result is told in private, not in the group", async () => {
    const { code } = await s().ticket();
    await s().whispers("wu2", `/办结 ${code} 换了灯泡`);
    s().hears("wang", /办好了/);
    s().hears("wu2", /已办结/);
    s().silent();
  });

  test("a quarrel told there makes one message in private, and a likely request no card", async () => {
    await s().says("li", "楼上802天天半夜吵得睡不着,上门说了几次都骂人,想请调解委员会帮忙调解一下");
    await s().later("1m");
    s().hears("li", /已登记/);
    s().hears("tiao2", /新工单/);
    s().silent();
  });

  test("only a danger is still answered where everyone reads it", async () => {
    await s().says("zhao", "11栋1单元楼道里一股煤气味,好浓");
    await s().later("10s");
    s().hears("g1", /119|燃气/);
    s().skip();
  });

  test("应答 brings the lines back", async () => {
    await s().says("admin", "/群模式 应答");
    s().skip();
    await s().says("wang", "8栋1单元门禁刷不开了,麻烦来修");
    await s().later("1m");
    s().hears("g1", /门禁/);
  });
});

describe("a group in which Linli rests", () => {
  const s = story("2026-11-23T09:00:00+08:00");

  test("what is said there is not even kept", async () => {
    await s().whispers("admin", "/暂停");
    s().hears("admin", /暂停中/);
    await s().says("wang", LAMP);
    await s().later("1m");
    expect(await s().tickets()).toEqual([]);
    expect(await s().replayed.database.message.count({ where: { text: { contains: "灯" } } })).toBe(0);
    s().silent();
  });

  test("private chats and their tickets go on", async () => {
    await s().whispers("wang", LAMP);
    await s().later("1m");
    s().hears("wang", /已登记/);
    s().skip();
  });

  test("after 恢复 it listens as before", async () => {
    await s().says("admin", "/恢复");
    s().hears("admin", /邻里花园业主群:应答$/);
    await s().says("chen", "5栋2单元下水道堵了,水往外冒");
    await s().later("1m");
    s().hears("g1", /已登记/);
    s().skip();
  });

  test.each([
    ["wang", "/群模式 关闭"],
    ["wu", "/暂停"],
    ["ban", "/群模式 静听"],
  ])("%s may not say %s", async (account, text) => {
    await s().says(account, text);
    s().hears(account, /办不了/);
    const groups = await s().replayed.database.chat.findMany({ where: { kind: "group" } });
    expect(groups.map(({ mode, paused }) => [mode, paused])).toEqual([["answer", false]]);
    s().silent();
  });

  test("a group that is not there changes nothing and the ones there are are named", async () => {
    await s().whispers("admin", "/群模式 关闭 月亮群");
    s().hears("admin", /没找到这个群.*邻里花园业主群/);
  });
});
