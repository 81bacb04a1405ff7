import { describe, expect, test } from "vitest";
import { secondChannel } from "#test/helpers/second-channel.ts";
import { story } from "#test/helpers/story.ts";

describe("the first words in private", () => {
  const s = story("2026-11-23T09:00:00+08:00");

  test.each(["/start", "/start hello", "/start g-1"])(
    "%s welcomes a resident in three lines",
    async (text) => {
      await s().whispers("xin", text);
      const told = s().hears("xin", /邻里助手/).text;
      expect(told.split("\n").length).toBeLessThanOrEqual(3);
      expect(told).toMatch(/直接.*说[^]*不会发到群里[^]*\/帮助/);
      s().silent();
    },
  );

  test("a member hears of the committee and what is in hand", async () => {
    await s().says("wang", "8栋1单元门禁刷不开了,麻烦来修");
    await s().later("1m");
    s().skip();
    await s().whispers("wu2", "/start");
    s().hears("wu2", /小邬\(环境和物业委员会委员\).*1 件.*\/待办/);
    await s().whispers("grid1", "/start");
    s().hears("grid1", /网格员小葛\(网格员\)/);
    s().silent();
  });

  test("staff hear the commands they need", async () => {
    await s().whispers("ban", "/start");
    const told = s().hears("ban", /社区工作者/).text;
    for (const command of ["/列表", "/超期", "/邀请"]) expect(told).toContain(command);
    expect(told).not.toContain("/待办");
  });

  test("in a group it is answered in private", async () => {
    await s().says("zhao", "/start@linli_bot");
    s().hears("zhao", /邻里助手/);
    s().silent("g1");
  });

  test("it opens the private chat: from then on news comes there", async () => {
    const other = secondChannel(s());
    await other.says("6001", "3栋2单元下水道堵了,水往外冒,麻烦来修", { in: "og" });
    await s().later("1m");
    await other.says("6001", "/start hello");
    s().hears("6001", /邻里助手/);
    const [, ticket] = await s().tickets();
    s().skip();
    await s().whispers("wu2", `/进展 ${ticket?.code} 师傅在路上`);
    s().hears("6001", /师傅在路上/);
  });
});
