import { describe, expect, test } from "vitest";
import { story } from "#test/helpers/story.ts";

describe("withdrawn by mistake", () => {
  const s = story("2026-11-23T09:00:00+08:00");
  const kinds = async () => (await s().ticket()).events.map(({ kind }) => kind);

  test("it is withdrawn at once, and a button takes that back", async () => {
    await s().says("wang", "8栋1单元门禁刷不开了,麻烦来修");
    await s().later("1m");
    s().skip();
    const { code, resultBy } = await s().ticket();
    await s().whispers("wang", `/撤回 ${code}`);
    expect(s().hears("wang", /已撤回.*10 分钟内可以点「撤销」/).buttons).toEqual(["撤销"]);
    s().hears("wu2", /居民已撤回/);
    await s().later("9m");
    await s().presses("wang", "撤销");
    s().hears("wang", /撤回已撤销:.*环境和物业委员会接着办/);
    expect(s().hears("wu2", /还要办[\s\S]*门禁刷不开/).buttons).toEqual(["接单", "退单"]);
    s().silent();
    const ticket = await s().ticket();
    expect([ticket.state, ticket.resultBy]).toEqual(["routed", resultBy]);
  });

  test("once", async () => {
    await s().presses("wang", "撤销");
    s().hears("wang", /撤销过/);
    s().silent();
    expect((await kinds()).filter((kind) => kind === "restored")).toHaveLength(1);
  });

  test("the first button is not good for a second withdrawal", async () => {
    const { code } = await s().ticket();
    const [first] = await s().replayed.database.outbound.findMany({
      where: { key: { startsWith: "undo-" } },
    });
    await s().whispers("wang", `/撤回 ${code}`);
    s().skip();
    const press = { outboundId: first?.id ?? 0, ticketCode: null, button: "撤销" };
    await s().presses("wang", "撤销", { press });
    s().hears("wang", /情况变了/);
    expect((await s().ticket()).state).toBe("withdrawn");
  });

  test("nobody else can press it", async () => {
    await s().presses("zhao", "撤销", { in: "wang" });
    await s().presses("wu2", "撤销", { in: "wang" });
    s().silent();
    expect((await s().ticket()).state).toBe("withdrawn");
  });

  test("after ten minutes it says that the time has passed", async () => {
    await s().later("11m");
    await s().presses("wang", "撤销");
    s().hears("wang", /过了 10 分钟/);
    s().silent();
    expect((await s().ticket()).state).toBe("withdrawn");
  });
});

describe("said to be nothing, and then it was something", () => {
  const s = story("2026-11-23T09:00:00+08:00");

  test("what was taken for a mistake of ours is no case any more", async () => {
    const cases = () => s().replayed.database.correction.count();
    await s().whispers("wang", "8栋1单元门禁刷不开了,麻烦来修");
    await s().later("1m");
    await s().whispers("wang", "搞错了,没事");
    await s().later("1m");
    s().hears("wang", /已撤回/);
    expect(await cases()).toBe(1);
    await s().presses("wang", "撤销");
    s().hears("wang", /撤回已撤销/);
    expect(await cases()).toBe(0);
    expect((await s().ticket()).state).toBe("routed");
  });
});

describe("withdrawn when it had been taken", () => {
  const s = story("2026-11-23T09:00:00+08:00");

  test("it has to be taken anew, by who had it, or the lead where they have left", async () => {
    await s().says("wang", "8栋1单元门禁刷不开了,麻烦来修");
    await s().later("1m");
    const { code } = await s().ticket();
    await s().whispers("wu2", `/接 ${code}`);
    await s().whispers("wang", `/撤回 ${code}`);
    s().skip();
    await s().leaves("wu2");
    await s().presses("wang", "撤销");
    s().hears("wu", /还要办/);
    const ticket = await s().ticket();
    expect([ticket.state, ticket.answeredAt, ticket.returns]).toEqual(["routed", null, 1]);
    s().hears("wang", /撤回已撤销/);
    s().silent();
  });
});
