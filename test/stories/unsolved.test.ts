import { describe, expect, test } from "vitest";
import { story } from "#test/helpers/story.ts";

describe("reported as done, but it is not", () => {
  const s = story("2026-11-23T09:00:00+08:00");

  test("没解决 brings it back to the lead with a new limit", async () => {
    await s().says("wang", "8栋1单元楼道垃圾堆了三天没人清,臭死了");
    await s().later("1m");
    const { code } = await s().ticket();
    await s().whispers("wu2", `/接 ${code}`);
    await s().whispers("wu2", `/办结 ${code} 已清运`);
    s().skip();
    await s().presses("wang", "没解决");
    s().hears("wang", /吴主任重新处理.*哪里还没好/);
    const task = s().hears("wu", /转由您处理/);
    expect(task.buttons).toEqual(["接单"]);
    const ticket = await s().ticket();
    expect(ticket.state).toBe("returned");
    expect(ticket.resultBy > new Date("2026-11-30T00:00:00Z")).toBe(true);
  });

  test.each(["后面那堆还在", "还没清完", "还是老样子,楼梯口那几个纸箱还没搬", "好了,刚才看又清掉了"])(
    "what is said then reaches the lead, whatever it sounds like: %s",
    async (words) => {
      s().skip();
      await s().whispers("wang", words);
      await s().later("1m");
      s().hears("wang", /补充到/);
      expect(s().hears("wu", /居民补充/).text).toContain(words);
      s().silent("wu2");
    },
  );

  test("a matter of its own, told while we wait for the answer, gets a ticket of its own", async () => {
    s().skip();
    await s().whispers("wang", "还有我们单元门禁刷不开了");
    await s().later("1m");
    s().hears("wang", /已登记/);
    expect((await s().tickets()).map(({ category }) => category)).toEqual(["environment", "property"]);
  });

  test("the second time it is solved; each closing asks once", async () => {
    const { code } = await s().ticket();
    await s().whispers("wu", `/办结 ${code} 后面也清了`);
    await s().presses("wang", "已解决");
    await s().presses("wang", "已解决");
    await s().presses("wang", "3");
    const { state, rating, events } = await s().ticket();
    expect([state, rating]).toEqual(["ended", 3]);
    expect(events.map((event) => event.kind)).toEqual([
      "found",
      "routed",
      "accepted",
      "reported",
      "disputed",
      "added",
      "added",
      "added",
      "added",
      "accepted",
      "reported",
      "confirmed",
      "rated",
      "ended",
    ]);
  });
});

describe("nobody answers", () => {
  const s = story("2026-11-23T09:00:00+08:00");

  test("the member is reminded, then the lead is told that it is late", async () => {
    await s().says("wang", "8栋1单元门禁刷不开了,麻烦来修");
    await s().later("1m");
    s().hears("wu2", /新工单/);
    s().skip();
    await s().later("25h");
    s().hears("wu2", /还没人接/);
    s().silent();
    await s().later("8h");
    s().hears("wu", /过了答复时限/);
    s().silent();
  });

  test("the resident says nothing: one reminder after two days, the end a day later, and nothing more", async () => {
    const { code } = await s().ticket();
    await s().whispers("wu2", `/办结 ${code} 换了读卡器`);
    s().skip();
    await s().later("48h");
    expect(s().hears("wang", /解决了吗/).buttons).toEqual(["已解决", "没解决"]);
    await s().later("24h");
    expect((await s().ticket()).state).toBe("ended");
    await s().later("30d");
    s().silent();
  });

  test("stars given after the end still count, once", async () => {
    const { code } = await s().ticket();
    await s().whispers("wang", `/评价 ${code} 5`);
    s().hears("wang", /记下了 5 分/);
    const ticket = await s().ticket();
    expect([ticket.state, ticket.rating]).toEqual(["ended", 5]);
  });
});
