import { describe, expect, test } from "vitest";
import { story } from "#test/helpers/story.ts";

describe("a quarrel with the neighbour upstairs, told in the group", () => {
  const s = story("2026-11-23T10:00:00+08:00");

  test("the group hears only that it is answered in private", async () => {
    await s().says("li", "楼上802天天半夜吵得睡不着,上门说了几次都骂人,想请调解委员会帮忙调解一下");
    await s().later("1m");
    const ticket = await s().ticket();
    expect([ticket.category, ticket.private]).toEqual(["mediation", true]);
    const line = s().hears("g1", /私下/);
    expect(line.text).not.toMatch(/802|骂|调解|吵/);
    s().hears("li", new RegExp(`已登记 ${ticket.code}`));
    expect(s().hears("tiao2", /新工单/).text).toMatch(/802/);
    s().silent();
  });

  test("+1 does not join it, and the lists of staff carry no story", async () => {
    await s().says("zhao", "+1", { replyTo: "m1" });
    await s().later("1m");
    s().silent();
    await s().whispers("ban", `/单 ${(await s().ticket()).code}`);
    expect(s().hears("ban", /调解/).text).not.toMatch(/802|骂/);
    await s().whispers("grid1", `/单 ${(await s().ticket()).code}`);
    s().hears("grid1", /没有找到/);
  });

  test("its end is told in private only", async () => {
    const { code } = await s().ticket();
    await s().whispers("tiao2", `接${code}`);
    await s().whispers("tiao2", `/办结 ${code} 双方签了调解协议,晚上十点后不拖家具`);
    s().hears("li", /调解协议/);
    await s().presses("li", "已解决");
    await s().presses("li", "4");
    s().silent("g1");
    expect((await s().ticket()).state).toBe("ended");
  });
});
