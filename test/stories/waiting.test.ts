import { describe, expect, test } from "vitest";
import { story } from "#test/helpers/story.ts";
import type { Story } from "#test/helpers/story.ts";

/** A door that does not open, taken by 小邬; nothing of it is unheard. Returns the code. */
async function takenDoor(s: Story): Promise<string> {
  await s.says("wang", "8栋1单元门禁刷不开了,麻烦来修");
  await s.later("1m");
  const { code } = await s.ticket();
  await s.whispers("wu2", `/接 ${code}`);
  s.skip();
  return code;
}
const CHINA = 8 * 3_600_000;
const day = (limit: Date) => new Date(limit.getTime() + CHINA).toISOString().slice(5, 16).replace("T", " ");

describe("waiting for parts", () => {
  const s = story("2026-11-23T09:00:00+08:00");

  test("the resident hears once what is waited for, that the time stands still and that they will be told", async () => {
    const code = await takenDoor(s());
    await s().whispers("wu2", `/等 ${code} 配件 读卡器周四到货`);
    expect(s().hears("wang", /正在等配件:读卡器周四到货/).text).toMatch(/时限先停.*告诉您/);
    s().hears("wu2", /暂停计时,等配件/);
    s().silent();
    const { waiting, state } = await s().ticket();
    expect([waiting, state]).toEqual(["parts", "accepted"]);
  });

  test("everyone who asks sees that it stands still and why, and nobody calls it late", async () => {
    const { code } = await s().ticket();
    await s().whispers("wang", `/查 ${code}`);
    expect(s().hears("wang", /门禁/).text).toMatch(/暂停计时:等配件\(读卡器周四到货\),11-23 9:01起/);
    await s().whispers("wang", "/我的");
    s().hears("wang", /暂停计时,等配件/);
    await s().whispers("wu2", "/待办");
    s().hears("wu2", /暂停计时,等配件/);
    await s().later("9d");
    s().silent("wu");
    s().skip();
    await s().whispers("ban", "/超期");
    s().hears("ban", /没有超期/);
    await s().whispers("ban", "/统计 30");
    s().hears("ban", /在办 1 件.*超期 0 件/);
    await s().whispers("ban", `/单 ${code}`);
    expect(s().hears("ban", /门禁/).text).toMatch(/暂停计时:等配件,11-23/);
  });

  test("续 goes on with as many days more, and says by when", async () => {
    const { code } = await s().ticket();
    await s().whispers("wu2", `/续 ${code}`);
    s().hears("wang", /接着办了,12月9日17:30前给您结果/);
    s().hears("wu2", /恢复计时,请12月9日17:30前办结/);
    s().silent();
    const { waiting, resultBy } = await s().ticket();
    expect([waiting, day(resultBy)]).toEqual([null, "12-09 17:30"]);
    await s().whispers("wu2", `/续 ${code}`);
    s().hears("wu2", /没有暂停/);
    s().silent();
  });

  test("and then it may be late like any other", async () => {
    await s().later("6d");
    s().hears("wu2", /请明天17:30前办结/);
    await s().later("2d");
    s().hears("wu", /过了办结时限/);
    s().silent("wu");
  });
});

describe("waiting for the resident", () => {
  const s = story("2026-11-23T09:00:00+08:00");

  test("they are asked for an answer", async () => {
    const code = await takenDoor(s());
    await s().whispers("wu2", `/等 ${code} 居民 请说一下哪天家里有人`);
    s().hears("wang", /在等您这边:请说一下哪天家里有人.*回我一句/);
    s().skip();
    await s().later("2d");
    expect((await s().ticket()).waiting).toBe("resident");
  });

  test("any answer in private ends the wait, and both hear by when", async () => {
    await s().whispers("wang", "周六上午都在");
    await s().later("1m");
    s().hears("wang", /接着办了,12月2日17:30前给您结果/);
    expect(s().hears("wu2", /居民补充:周六上午都在/).text).toMatch(/恢复计时,请12月2日17:30前办结/);
    s().silent();
    expect(await s().tickets()).toHaveLength(1);
    expect((await s().ticket()).waiting).toBeNull();
  });

  test("thanks are no answer", async () => {
    const { code } = await s().ticket();
    await s().whispers("wu2", `/等 ${code} 居民 请再发一张照片`);
    s().skip();
    await s().whispers("wang", "谢谢");
    await s().later("1m");
    s().hears("wang", /不客气/);
    expect((await s().ticket()).waiting).toBe("resident");
    await s().whispers("wang", "", { images: 1 });
    await s().later("1m");
    s().hears("wang", /接着办了/);
    s().hears("wu2", /居民补充:\[图×1\]/);
    expect((await s().ticket()).waiting).toBeNull();
  });

  test("another trouble of theirs is another ticket, and the wait lasts", async () => {
    const { code } = await s().ticket();
    await s().whispers("wu2", `/等 ${code} 居民 请再说一遍门牌`);
    s().skip();
    await s().whispers("wang", "我家楼下有人把车停在消防通道上");
    await s().later("1m");
    s().hears("wang", /已登记/);
    expect(await s().tickets()).toHaveLength(2);
    expect((await s().ticket()).waiting).toBe("resident");
  });
});

describe("a wait that ends by itself", () => {
  const s = story("2026-11-23T09:00:00+08:00");

  test("with progress, in the same message", async () => {
    const code = await takenDoor(s());
    await s().whispers("wu2", `/等 ${code} 第三方 厂家排期`);
    s().hears("wang", /正在等第三方:厂家排期/);
    await s().later("1d");
    await s().whispers("wu2", `/进展 ${code} 厂家来过了,换了主板`);
    expect(s().hears("wang", /厂家来过了/).text).toMatch(/接着办了,12月1日17:30前给您结果/);
    s().hears("wu2", /进展已记下/);
    s().silent("wang");
  });

  test("with the result, and 没解决 begins anew", async () => {
    const { code } = await s().ticket();
    await s().whispers("wu2", `/wait ${code} parts 还差一颗螺丝`);
    await s().later("1d");
    await s().whispers("wu2", `/办结 ${code} 好了`);
    expect((await s().ticket()).waiting).toBeNull();
    await s().presses("wang", "没解决");
    const { waiting, resultBy } = await s().ticket();
    expect([waiting, day(resultBy)]).toEqual([null, "12-02 17:30"]);
  });
});

describe("who may stop a clock, and when", () => {
  const s = story("2026-11-23T09:00:00+08:00");

  test("the one who has it or the lead; the other of the two is told", async () => {
    const code = await takenDoor(s());
    await s().whispers("wang", `/等 ${code} 配件 我等得起`);
    s().hears("wang", /办不了/);
    await s().whispers("tiao", `/等 ${code} 配件 不归我`);
    s().hears("tiao", /没有找到/);
    await s().whispers("ban", `/延期 ${code} 12-10 过节`);
    s().hears("ban", /办不了/);
    s().silent();
    await s().whispers("wu", `/等 ${code} 配件 读卡器到货`);
    s().hears("wang", /正在等配件/);
    s().hears("wu2", /暂停计时,等配件:读卡器到货/);
    await s().whispers("wu", `/续 ${code}`);
    s().hears("wu2", /恢复计时/);
  });

  test("with a reason that can be told, and not before somebody has taken it", async () => {
    const { code } = await s().ticket();
    s().skip();
    for (const said of ["配件", "下雨天 不好修", "居民 ,"]) {
      await s().whispers("wu2", `/等 ${code} ${said}`);
      s().hears("wu2", /请这样写:\/等 编号/);
    }
    await s().whispers("wu2", `/退 ${code} 不会修`);
    s().skip();
    await s().whispers("wu", `/等 ${code} 配件 到货`);
    s().hears("wu", /现在是「退回待派」/);
    expect((await s().ticket()).waiting).toBeNull();
    s().silent();
  });

  test("never in an emergency: it waits for nothing and is not put off", async () => {
    await s().says("zhang", "3栋2单元电梯里有人被困住了");
    await s().later("1m");
    const { code } = await s().ticket(2);
    await s().whispers("wu2", `/接 ${code}`);
    s().skip();
    await s().whispers("wu2", `/等 ${code} 第三方 电梯公司在路上`);
    s().hears("wu2", /紧急工单,不能暂停/);
    await s().whispers("wu2", `/延期 ${code} 明天 电梯公司在路上`);
    s().hears("wu2", /紧急工单,不能延期/);
    s().silent();
    const ticket = await s().ticket(2);
    expect(ticket.events.map(({ kind }) => kind)).not.toContain("paused");
    expect(ticket.waiting).toBeNull();
  });
});
