// People do not answer what they are asked: they are frightened, mistaken, late, or somebody else.
import { describe, expect, test } from "vitest";
import { handleTurn } from "#src/corridor/handle-turn.ts";
import { story } from "#test/helpers/story.ts";

describe("while a question is open", () => {
  const s = story("2026-11-23T09:00:00+08:00");

  test("a fire is heard as a fire, though we had asked for the building", async () => {
    await s().says("r1", "楼道灯坏了好几天了,麻烦修一下", { name: "阳光总在" });
    await s().later("1m");
    s().hears("g1", /几栋几单元/);
    await s().says("r1", "3栋2单元", { name: "阳光总在" });
    await s().says("r1", "着火了,快来人", { name: "阳光总在" });
    await s().later("10s");
    s().hears("g1", /119/);
    const tickets = await s().tickets();
    expect(tickets.map((ticket) => ticket.urgency)).toContain("emergency");
  });

  test("a fire without a place is asked where, after the number to call", async () => {
    await s().says("r2", "着火了!快来人啊", { name: "清风" });
    expect(s().hears("g1", /^.*119.*几栋几单元/).to?.id).toBe("r2");
  });

  test("another matter is no answer, however short", async () => {
    await s().says("r3", "单元门禁坏了,麻烦修一下", { name: "果果" });
    await s().later("1m");
    s().hears("g1", /几栋几单元/);
    await s().later("30m");
    await s().says("r3", "8栋垃圾桶满了没人清", { name: "果果" });
    await s().later("1m");
    s().hears("g1", /垃圾|环境|清运/);
  });

  test("a member who tapped by mistake takes it back; the residents hear nothing", async () => {
    const { code } = await s().ticket();
    await s().whispers("wu2", `/接 ${code}`);
    s().skip();
    await s().presses("wu2", "办结");
    await s().whispers("wu2", "按错了");
    await s().later("1m");
    s().hears("wu2", /先不记/);
    s().silent();
    expect((await s().ticket()).state).toBe("accepted");
  });
});

describe("after the report back", () => {
  const s = story("2026-11-23T09:00:00+08:00");
  const code = async () => (await s().ticket()).code;

  test("answers in one's own words count like buttons", async () => {
    await s().says("wang", "8栋1单元门禁刷不开了,麻烦来修");
    await s().later("1m");
    await s().says("zhao", "+1", { replyTo: "m1" });
    await s().later("1m");
    await s().whispers("wu2", `/办结 ${await code()} 换了读卡器`);
    s().skip();
    await s().whispers("wang", "还是刷不开啊");
    await s().later("1m");
    s().hears("wang", /重新处理/);
    s().hears("wu", /还是刷不开/);
    await s().whispers("wu", `/办结 ${await code()} 重新写卡了`);
    await s().whispers("wang", "好了谢谢");
    await s().later("1m");
    s().hears("wang", /打个分/);
    await s().whispers("wang", "5分");
    await s().later("1m");
    s().hears("wang", /5 分/);
    expect((await s().ticket()).state).toBe("ended");
  });

  test("a neighbour for whom it is not solved is heard even after the end", async () => {
    s().skip();
    await s().presses("zhao", "没解决");
    s().hears("zhao", /重新处理/);
    expect((await s().ticket()).state).toBe("returned");
  });

  test("stars of the earlier closing rate nothing any more", async () => {
    await s().whispers("wu", `/办结 ${await code()} 挨家写好了`);
    const before = (await s().ticket()).state;
    await s().presses("wang", "1");
    s().hears("wang", /过时/);
    expect([before, (await s().ticket()).state]).toEqual(["reported", "reported"]);
  });

  test("who joins now is asked at once, and reads nothing that others said in private", async () => {
    await s().whispers("wang", `电话13800001234,我爱人刚做完手术,进出不方便`);
    await s().later("1m");
    s().skip();
    await s().says("li", "+1", { replyTo: "m1" });
    await s().later("1m");
    expect(s().hears("li", /办好了/).buttons).toEqual(["已解决", "没解决"]);
    await s().whispers("li", `/查 ${await code()}`);
    expect(s().hears("li", /门禁/).text).not.toMatch(/138|手术|1203/);
  });
});

describe("things that come late", () => {
  const s = story("2026-11-23T09:00:00+08:00");

  test("a ticket given back on the third day has limits to come, not reminders of the past", async () => {
    await s().says("wang", "8栋1单元门禁刷不开了,麻烦来修");
    await s().later("1m");
    const { code } = await s().ticket();
    await s().whispers("wu2", `/接 ${code}`);
    await s().later("3d");
    s().skip();
    await s().whispers("wu2", `/退 ${code} 要厂家来`);
    s().hears("wu", /被退单/);
    s().hears("wu2", /已退给主任/);
    s().hears("wang", /更合适的委员会/);
    await s().later("1h");
    s().silent();
    await s().later("30h");
    s().hears("wu", /还没人接/);
  });

  test("chasing on a later day is the same ticket", async () => {
    await s().says("wang", "8栋1单元门禁还是刷不开,到底有没有人修");
    await s().later("1m");
    expect(await s().tickets()).toHaveLength(1);
  });

  test("after four days of outage nobody is closed without a day to answer", async () => {
    const { code } = await s().ticket();
    await s().whispers("wu", `/办结 ${code} 换好了`);
    s().skip();
    const { house, database } = s().replayed;
    await database.followUp.updateMany({ where: { state: "waiting" }, data: { dueAt: house.clock.now() } });
    await s().later("1s");
    s().hears("wang", /解决了吗/);
    expect((await s().ticket()).state).toBe("reported");
    await s().later("25h");
    expect((await s().ticket()).state).toBe("ended");
  });

  test("a turn that failed comes again by itself", async () => {
    const { house, database } = s().replayed;
    await s().says("zhao", "11栋2单元楼道灯不亮,麻烦修一下");
    const { id } = await database.conversation.findFirstOrThrow({ where: { turnDueAt: { not: null } } });
    await database.conversation.update({ where: { id }, data: { turnDueAt: house.clock.now() } });
    const broken = { ...house, flows: { ...house.flows, categories: [], texts: null as never } };
    await expect(handleTurn(broken, id)).rejects.toThrow();
    const { failures, turnDueAt } = await database.conversation.findUniqueOrThrow({ where: { id } });
    expect([failures, turnDueAt !== null && turnDueAt > house.clock.now()]).toEqual([1, true]);
    await s().later("1m");
    expect(await s().tickets()).toHaveLength(2);
  });

  test("two transactions that wait for each other both come through", async () => {
    const { store } = s().replayed.house;
    const [first, second] = await s().tickets();
    const both = (a: number, b: number) =>
      store.transaction(async ({ tickets }) => {
        await tickets.lock(a);
        await new Promise((resolve) => setTimeout(resolve, 50));
        await tickets.lock(b);
        return true;
      });
    const ids = [first?.id ?? 0, second?.id ?? 0] as const;
    expect(await Promise.all([both(ids[0], ids[1]), both(ids[1], ids[0])])).toEqual([true, true]);
  });
});
