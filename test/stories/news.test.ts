import { describe, expect, test } from "vitest";
import { runStep } from "#src/corridor/house.ts";
import type { Story } from "#test/helpers/story.ts";
import { story } from "#test/helpers/story.ts";

/** Time passes up to a moment in China, such as "2026-11-30 09:00". */
async function until(s: Story, moment: string): Promise<void> {
  const at = new Date(`${moment.replace(" ", "T")}:00+08:00`);
  await s.replayed.until(at);
  await s.replayed.through(at);
}

const LIFT = "3栋2单元想加装电梯,怎么申请?";

describe("a matter that takes weeks", () => {
  const s = story("2026-11-02T09:00:00+08:00");

  test("a week after the member took it the resident hears who has it, at which stage and by when", async () => {
    await s().says("zhang", LIFT);
    await s().later("1m");
    await s().presses("wu2", "接单");
    s().skip();
    await until(s(), "2026-11-09 09:00");
    s().silent();
    await until(s(), "2026-11-09 09:02");
    expect(s().hears("zhang", /加装电梯/).text).toMatch(
      /^[A-Z]\d{4} 加装电梯\(3栋2单元\):在环境和物业委员会小邬这里,正在办,11月17日17:30前给您结果。$/,
    );
    s().silent("g1");
  });

  test("the member is asked for a line the same morning, once, and what they answer counts as news", async () => {
    const asked = s().hears("wu2", /一周没给居民消息/);
    expect(asked.buttons).toEqual(["进展"]);
    s().silent();
    await s().later("3h");
    await s().presses("wu2", "进展");
    s().hears("wu2", /有什么进展/);
    await s().whispers("wu2", `/进展 ${(await s().ticket()).code} 材料交上去了`);
    await s().later("1m");
    s().hears("zhang", /材料交上去了/);
    s().skip();
    await until(s(), "2026-11-16 09:30");
    s().silent("zhang");
    await until(s(), "2026-11-17 08:30");
    s().silent("zhang");
  });

  test("on the day of the result there is no news instead; the day after it is said that it is late", async () => {
    await until(s(), "2026-11-17 17:29");
    s().silent("zhang");
    await until(s(), "2026-11-18 08:30");
    expect(s().hears("zhang", /加装电梯/).text).toMatch(/过了原定的11月17日17:30,已提醒主任过问/);
    const counted = await s().replayed.database.followUp.findMany({
      where: { kind: "stage_news", state: "done" },
    });
    expect(counted.map(({ round }) => round)).toEqual([0, 1]);
  });

  test("once it is reported back there is no more of it", async () => {
    await s().whispers("wu2", `/办结 ${(await s().ticket()).code} 已经指导申请`);
    await s().later("1m");
    s().skip();
    await s().later("60h");
    await s().presses("zhang", "已解决");
    await s().presses("zhang", "5");
    s().skip();
    await s().later("20d");
    s().silent();
  });
});

describe("a week of silence that ends in the holidays", () => {
  const s = story("2026-09-25T15:00:00+08:00");

  test("nobody is written to on a day off; the news comes when the office opens again", async () => {
    await s().says("zhang", LIFT);
    await s().later("1m");
    await s().presses("wu2", "接单");
    s().skip();
    await until(s(), "2026-10-08 08:29");
    s().silent();
    await until(s(), "2026-10-08 08:30");
    s().hears("zhang", /正在办,10月10日17:30前给您结果/);
    s().hears("wu2", /一周没给/);
    s().silent("zhang");
  });
});

describe("the clock stands still", () => {
  const s = story("2026-11-02T09:00:00+08:00");

  test("what is waited for is said every week, with no date that nobody knows", async () => {
    await s().says("zhang", "3栋2单元电梯坏了");
    await s().later("1m");
    await s().presses("wu2", "接单");
    await s().whispers("wu2", `/等 ${(await s().ticket()).code} 配件 泵在路上`);
    s().skip();
    for (const day of ["09", "16", "23"]) {
      await until(s(), `2026-11-${day} 09:02`);
      expect(s().hears("zhang", /电梯故障/).text).toMatch(/在等配件,等到了接着办,时限顺延。$/);
      s().hears("wu2", /一周没给/);
      s().silent();
    }
  });

  test("a service that was down until the night speaks in the morning", async () => {
    const night = new Date("2026-11-30T22:00:00+08:00");
    await s().replayed.through(night, []);
    await s().replayed.through(night);
    s().silent();
    await until(s(), "2026-12-01 08:29");
    s().silent();
    await until(s(), "2026-12-01 08:30");
    s().hears("zhang", /在等配件/);
    s().silent("zhang");
  });
});

describe("a crowd waits for the same thing", () => {
  const s = story("2026-11-02T09:00:00+08:00");
  const crowd = ["li", "wang", "chen", "zhao"];

  test("the group hears number, matter and stage in one line instead of five private messages", async () => {
    const first = await s().says("zhang", LIFT);
    await s().later("1m");
    for (const account of crowd) await s().says(account, "+1", { replyTo: first });
    await s().later("1m");
    expect((await s().ticket()).reporters).toHaveLength(5);
    await s().presses("wu2", "接单");
    s().skip();
    await until(s(), "2026-11-09 09:05");
    expect(s().hears("g1", /加装电梯/).text).toMatch(/^[A-Z]\d{4} 加装电梯\(3栋2单元\):正在办。$/);
    for (const account of ["zhang", ...crowd]) s().silent(account);
  });

  test("who reported it in private is told in private all the same", async () => {
    const { id } = await s().ticket();
    const own = await s().replayed.database.chat.findFirstOrThrow({ where: { externalId: "liu" } });
    const joins = { personId: own.personId ?? 0, chatId: own.id, at: s().replayed.clock.now() };
    await runStep(s().replayed.house, ({ rooms }) => rooms.tickets.addReporter(id, joins));
    s().skip();
    await until(s(), "2026-11-16 09:10");
    s().hears("g1", /加装电梯/);
    s().hears("liu", /小邬这里/);
    s().silent("zhang");
  });

  test("that it is handed on is one line for the group as well, and its week begins anew", async () => {
    s().skip();
    await s().presses("wu2", "退单");
    await s().whispers("wu2", "要主任出面");
    await s().later("1m");
    expect(s().hears("g1", /加装电梯/).text).toMatch(/:正在换更合适的人办。$/);
    s().silent("zhang");
    const { toldAt, events } = await s().ticket();
    expect([events.at(-1)?.kind, events.at(-1)?.at]).toEqual(["returned", toldAt]);
  });
});

describe("a sensitive matter", () => {
  const s = story("2026-11-02T09:00:00+08:00");

  test("its stage is told in private alone, however long it takes", async () => {
    await s().says("zhang", "楼上天天半夜吵架摔东西,跟他们说了也没用,想请人调解一下");
    await s().later("1m");
    expect((await s().ticket()).private).toBe(true);
    await s().presses("tiao2", "接单");
    s().skip();
    await until(s(), "2026-11-09 09:05");
    s().hears("zhang", /人民调解委员会小陶/);
    s().silent("g1");
  });
});
