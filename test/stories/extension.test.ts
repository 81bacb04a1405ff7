import { describe, expect, test } from "vitest";
import { story } from "#test/helpers/story.ts";

const CHINA = 8 * 3_600_000;
const day = (limit: Date) => new Date(limit.getTime() + CHINA).toISOString().slice(5, 16).replace("T", " ");

describe("a result that needs longer", () => {
  const s = story("2026-09-23T09:00:00+08:00");

  test("a date that will not do changes nothing, and is answered in one line", async () => {
    await s().says("wang", "8栋1单元门禁刷不开了,麻烦来修");
    await s().later("1m");
    const { code, resultBy } = await s().ticket();
    expect(day(resultBy)).toBe("09-30 17:30");
    await s().whispers("wu2", `/接 ${code}`);
    s().skip();
    for (const [said, answer] of [
      ["下礼拜 等厂家", /没看懂延到哪天/],
      ["9-22 等厂家", /日期已经过去/],
      ["明天 等厂家", /本来就是9月30日17:30前办结/],
      ["9月30日 等厂家", /本来就是9月30日/],
      ["10-31 等厂家", /最多延到10月30日/],
      ["10-10", /为什么延期/],
    ] as const) {
      await s().whispers("wu2", `/延期 ${code} ${said}`);
      s().hears("wu2", answer);
      s().silent();
    }
    await s().whispers("wu2", `/延期 ${code}`);
    s().hears("wu2", /请这样写:\/延期 编号 日期 理由/);
    const ticket = await s().ticket();
    expect([day(ticket.resultBy), ticket.events.length]).toEqual(["09-30 17:30", 3]);
  });

  test("the resident hears the new day and why; a day in the holiday week is the first day after it", async () => {
    const { code } = await s().ticket();
    await s().whispers("wu2", `/延期 ${code} 10月5日 主板要从厂家寄来`);
    s().hears("wang", /要晚一些:主板要从厂家寄来。改为10月8日17:30前给您结果/);
    s().hears("wu2", /延期了,请10月8日17:30前办结/);
    s().silent();
    expect(day((await s().ticket()).resultBy)).toBe("10-08 17:30");
  });

  test("once is enough", async () => {
    const { code } = await s().ticket();
    await s().whispers("wu2", `/延期 ${code} 10-12 还没寄到`);
    s().hears("wu2", /已经延过一次/);
    expect(day((await s().ticket()).resultBy)).toBe("10-08 17:30");
  });

  test("the new day is reminded of and kept to: nothing before, the lead when it has passed", async () => {
    await s().later("6d");
    s().silent("wu");
    await s().later("1d");
    s().hears("wu2", /请10月8日17:30前办结/);
    await s().later("8d");
    s().silent("wu");
    await s().later("1d");
    s().hears("wu", /过了办结时限/);
    s().silent("wu");
  });

  test("what is late already is not put off, and what was not solved may be once more", async () => {
    const { code } = await s().ticket();
    await s().whispers("wu", `/延期 ${code} 10-20 还没寄到`);
    s().hears("wu", /已经延过一次/);
    await s().whispers("wu2", `/办结 ${code} 换好了`);
    await s().presses("wang", "没解决");
    s().skip();
    await s().whispers("wu", `/extend ${code} 2026-10-26 换一套门禁`);
    s().hears("wang", /改为10月26日17:30前/);
    expect(day((await s().ticket()).resultBy)).toBe("10-26 17:30");
  });
});

describe("asked too late", () => {
  const s = story("2026-11-23T09:00:00+08:00");

  test("a limit that has passed stays passed", async () => {
    await s().says("wang", "8栋1单元门禁刷不开了,麻烦来修");
    await s().later("1m");
    const { code } = await s().ticket();
    await s().whispers("wu2", `/接 ${code}`);
    await s().later("8d");
    s().skip();
    await s().whispers("wu2", `/延期 ${code} 12-10 忘了`);
    s().hears("wu2", /已过办结时限\(11月30日17:30前\)/);
    s().silent();
  });

  test("but one that stood still when it would have passed has not", async () => {
    await s().says("li", "3栋2单元声控灯坏了,晚上看不见");
    await s().later("1m");
    const { code } = await s().ticket(2);
    await s().whispers("wu2", `/接 ${code}`);
    await s().whispers("wu2", `/等 ${code} 配件 灯头缺货`);
    await s().later("9d");
    s().skip();
    await s().whispers("wu2", `/延期 ${code} 12-25 灯头月底才到`);
    s().hears("li", /改为12月25日17:30前/);
    s().hears("wu2", /延期了/);
    expect((await s().ticket(2)).waiting).toBe("parts");
  });
});
