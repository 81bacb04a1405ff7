import { describe, expect, test } from "vitest";
import { story } from "#test/helpers/story.ts";

describe("a broken lift, from the first word to the stars", () => {
  const s = story("2026-11-23T09:00:00+08:00");

  test("three pieces and a photo become one ticket, with one line in the group", async () => {
    await s().says("zhang", "电梯又坏了");
    await s().later("8s");
    await s().says("zhang", "3栋2单元");
    await s().later("5s");
    await s().says("zhang", "", { images: 1 });
    await s().later("1m");
    const line = s().hears("g1", /已登记/);
    expect(line.to?.id).toBe("zhang");
    expect(line.text).toMatch(/^[A-Z]\d{4} .*3栋2单元/);
    expect(line.text).not.toMatch(/张|501/);
    expect(await s().tickets()).toHaveLength(1);
  });

  test("the member on duty gets it with the resident's words and takes it", async () => {
    const task = s().hears("wu2", /新工单/);
    expect(task.text).toMatch(/电梯又坏了 3栋2单元 \[图×1\]/);
    expect(task.buttons).toEqual(["接单", "退单"]);
    await s().presses("wu2", "接单");
    s().hears("zhang", /小邬接手了/);
    s().hears("wu2", /您接了/);
    s().silent();
    expect((await s().ticket()).state).toBe("accepted");
  });

  test("a neighbour's +1 joins and hears the result too", async () => {
    await s().says("li", "+1", { replyTo: "m1" });
    await s().later("1m");
    s().hears("li", /已有邻居报过/);
    s().hears("wu2", /2 户/);
    s().silent("g1");
  });

  test("the result goes to both, and to the group without a story", async () => {
    await s().presses("wu2", "办结");
    s().hears("wu2", /怎么办好的/);
    await s().whispers("wu2", "换了门机皮带,找张先生看过了");
    await s().later("1m");
    expect(s().hears("zhang", /换了门机皮带/).buttons).toEqual(["已解决", "没解决"]);
    expect(s().hears("li", /换了门机皮带/).buttons).toEqual(["已解决", "没解决"]);
    expect(s().hears("g1", /已办结/).text).not.toMatch(/张|皮带/);
    s().hears("wu2", /正请居民确认/);
    s().silent();
  });

  test("solved, rated, ended; a second rating changes nothing", async () => {
    await s().presses("zhang", "已解决");
    expect(s().hears("zhang", /打个分/).buttons).toEqual(["1", "2", "3", "4", "5"]);
    await s().presses("zhang", "5");
    s().hears("zhang", /5 分,谢谢/);
    const ticket = await s().ticket();
    expect([ticket.state, ticket.rating]).toEqual(["ended", 5]);
    await s().presses("zhang", "1");
    s().hears("zhang", /已经评过 5 分/);
    expect((await s().ticket()).rating).toBe(5);
  });
});
