import { describe, expect, test } from "vitest";
import { story } from "#test/helpers/story.ts";
import type { Story } from "#test/helpers/story.ts";

/** Somebody reports, and it is registered; returns the code. */
async function reported(s: Story, words: string, more: { images?: number; in?: string } = {}) {
  await s.says("wang", words, more);
  await s.later("1m");
  const tickets = await s.tickets();
  return tickets.at(-1)?.code ?? "";
}

async function committeeOf(s: Story, n = 1): Promise<string | undefined> {
  const { committeeId } = await s.ticket(n);
  return s.replayed.house.community.committees.find(({ id }) => id === committeeId)?.code;
}

describe("a matter that belongs to another committee", () => {
  const s = story("2026-11-23T09:00:00+08:00");

  test("who has it passes it on: the resident hears of a better place, never a refusal", async () => {
    const code = await reported(s(), "8栋1单元楼下总有人半夜推销,门禁也坏了", { images: 1 });
    const { resultBy } = await s().ticket();
    s().skip();
    await s().whispers("wu2", `/转 ${code} 治安 有人冒充推销,请治安看看`);
    s().hears("wu2", /已转给治安保卫委员会安主任/);
    const heard = s().hears("wang", /正在换到更合适的委员会,由治安保卫委员会接着办/);
    expect(heard.text).not.toMatch(/退|拒/);
    const task = s().hears("zhian", /小邬转来.*冒充推销/);
    expect(task.text).toMatch(/半夜推销/);
    const channels = task.images.map(({ channel }) => channel);
    expect([task.buttons, channels]).toEqual([["接单", "退单"], ["replay"]]);
    s().silent();
    const ticket = await s().ticket();
    expect([ticket.state, ticket.handbacks, ticket.resultBy]).toEqual(["routed", 1, resultBy]);
    expect(await committeeOf(s())).toBe("security");
  });

  test("the old committee reads no more, the new one does", async () => {
    const { code } = await s().ticket();
    await s().whispers("wu2", `/查 ${code}`);
    s().hears("wu2", /没有找到/);
    await s().whispers("zhian", `/查 ${code}`);
    s().hears("zhian", /半夜推销/);
  });

  test("the old task's button does nothing any more", async () => {
    const before = await s().ticket();
    await s().presses("wu2", "接单", { in: "wu2" });
    s().hears("wu2", /没有找到/);
    expect(await s().ticket()).toEqual(before);
  });

  test("after two times the lead who had it first decides, whoever is named", async () => {
    const { code } = await s().ticket();
    await s().whispers("zhian", `/接 ${code}`);
    s().skip();
    await s().whispers("zhian", `/转 ${code} 调解 邻里的事`);
    s().hears("zhian", /首接负责交给环境和物业委员会吴主任/);
    const task = s().hears("wu", /最先由环境和物业委员会接的,请您定.*邻里的事/s);
    expect(task.buttons).toEqual(["接单"]);
    s().hears("wang", /正在换到更合适的委员会/);
    s().silent();
    expect([await committeeOf(s()), (await s().ticket()).handbacks]).toEqual(["property", 2]);
    expect((await s().ticket()).answeredAt).toBeNull();
  });

  test("and gives it to a person, or to another committee where nobody can push it off again", async () => {
    const { code } = await s().ticket();
    await s().whispers("wu", `/转 ${code} 人民调解委员会 还是邻里的事`);
    s().hears("wu", /已转给人民调解委员会小陶/);
    s().skip();
    await s().presses("tiao2", "退单");
    s().hears("tiao2", /为什么退/);
    await s().whispers("tiao2", "不归调解");
    await s().later("1m");
    s().hears("tiao2", /首接负责交给环境和物业委员会吴主任/);
    s().hears("wu", /请您定/);
    s().skip();
    await s().whispers("wu", `/派 ${code} 小邬`);
    s().hears("wu", /已派给环境和物业委员会小邬/);
    expect(s().hears("wu2", /吴主任派给您/).buttons).toEqual(["接单", "退单"]);
    s().silent();
    await s().presses("wu2", "接单");
    expect((await s().ticket()).state).toBe("accepted");
  });

  test("staff may pass it on at any time", async () => {
    const { code } = await s().ticket();
    s().skip();
    await s().whispers("ban", `/转 ${code} security 查过监控,归治安`);
    s().hears("ban", /已转给治安/);
    s().hears("wu2", /换由治安保卫委员会安主任办,您这边不用办了/);
    s().hears("zhian", /社区工作者小班转来/);
    s().hears("wang", /由治安保卫委员会接着办/);
    s().silent();
  });
});

describe("what is not understood changes nothing", () => {
  const s = story("2026-11-23T09:00:00+08:00");

  test.each([
    ["月亮 不归我们", /没认出.*治安保卫委员会.*便民服务台/],
    ["服务 两个都叫服务", /没认出/],
    ["治安", /请这样写:\/转/],
    ["物业 就是物业的", /本来就在环境和物业委员会/],
  ])("/转 … %s", async (rest, answer) => {
    if ((await s().tickets()).length === 0) await reported(s(), "8栋1单元门禁刷不开了,麻烦来修");
    const before = await s().ticket();
    s().skip();
    await s().whispers("wu2", `/转 ${before.code} ${rest}`);
    s().hears("wu2", answer);
    s().silent();
    expect(await s().ticket()).toEqual(before);
  });

  test.each([
    ["wu", "小陶", /没有找到能派的人「小陶」.*小邬\(wu2/],
    ["wu", "谁都行", /没有找到/],
    ["ban", "网格员小葛", /没有找到/],
    ["ban", "小邬", /本来就派给小邬/],
  ])("%s says /派 … %s", async (who, name, answer) => {
    const before = await s().ticket();
    await s().whispers(who, `/派 ${before.code} ${name}`);
    s().hears(who, answer);
    s().silent();
    expect(await s().ticket()).toEqual(before);
  });
});

describe("two of a name", () => {
  const s = story("2026-11-23T09:00:00+08:00", (community) => {
    community.members.push(
      { account: "tao9", name: "小陶", role: "member", committee: "welfare", grids: [] },
      { account: "wu9", name: "小伍", role: "member", committee: "property", grids: [] },
    );
  });

  test("it is asked which one; the account tells", async () => {
    const code = await reported(s(), "8栋1单元门禁刷不开了,麻烦来修");
    s().skip();
    await s().whispers("ban", `/派 ${code} 小陶`);
    s().hears("ban", /不止一位.*tiao2 人民调解委员会.*tao9 救助帮扶小组/);
    s().silent();
    await s().whispers("ban", `/派 ${code} tao9`);
    s().hears("ban", /已派给救助帮扶小组小陶/);
    s().hears("tao9", /小班派给您/);
    s().hears("wu2", /不用办了/);
    s().hears("wang", /正在换到更合适的委员会,由救助帮扶小组/);
    s().silent();
  });

  test("within a committee the resident hears only where somebody had taken it", async () => {
    const code = await reported(s(), "8栋2单元楼道灯不亮了,麻烦来修");
    await s().whispers("wu2", `/接 ${code}`);
    s().skip();
    await s().whispers("wu", `/派 ${code} 小伍`);
    s().hears("wu", /已派给/);
    s().hears("wu9", /吴主任派给您/);
    s().hears("wu2", /换由环境和物业委员会小伍办/);
    s().hears("wang", /换了一位同事接着办/);
    s().silent();
    const ticket = await s().ticket(2);
    expect([ticket.state, ticket.returns, ticket.handbacks]).toEqual(["routed", 1, 0]);
  });
});

describe("giving back while it is done again", () => {
  const s = story("2026-11-23T09:00:00+08:00");

  test("the lead gives it to a member, who gives it back: the clock that began anew runs on", async () => {
    const code = await reported(s(), "8栋1单元门禁刷不开了,麻烦来修");
    await s().whispers("wu2", `/接 ${code}`);
    await s().whispers("wu2", `/办结 ${code} 换了读卡器`);
    await s().later("2h");
    await s().presses("wang", "没解决");
    await s().whispers("wu", `/派 ${code} wu2`);
    const { resultBy, answerBy, disputes } = await s().ticket();
    s().skip();
    await s().later("1h");
    await s().whispers("wu2", `/退 ${code} 要厂家才行`);
    s().hears("wu2", /已退给主任/);
    s().hears("wu", /被退单:要厂家才行/);
    s().hears("wang", /正在换到更合适的委员会/);
    s().silent();
    const ticket = await s().ticket();
    expect([ticket.state, ticket.disputes, ticket.handbacks]).toEqual(["returned", disputes, 1]);
    expect([ticket.resultBy, ticket.answerBy]).toEqual([resultBy, answerBy]);
  });

  test("passed on while it waits, it waits no more", async () => {
    const { id, code } = await s().ticket();
    await s().whispers("wu", `/接 ${code}`);
    const { replayed } = s();
    const event = { kind: "paused", actorId: null, at: replayed.clock.now(), data: { waiting: "parts" } };
    await replayed.database.ticketEvent.create({ data: { ticketId: id, ...event } });
    await replayed.database.ticket.update({ where: { id }, data: { waiting: "parts" } });
    s().skip();
    await s().later("2d");
    await s().whispers("wu", `/转 ${code} 便民服务台 帮着联系厂家`);
    s().hears("bian", /吴主任转来/);
    const ticket = await s().ticket();
    expect([ticket.state, ticket.waiting]).toEqual(["routed", null]);
  });
});

describe("a private matter", () => {
  const s = story("2026-11-23T09:00:00+08:00");

  test("passed on, the new committee reads the words and the old one no longer; the group hears nothing", async () => {
    const code = await reported(s(), "楼上天天半夜吵架打孩子,我劝不住,想请人调解", { in: "wang" });
    expect((await s().ticket()).private).toBe(true);
    expect(await committeeOf(s())).toBe("mediation");
    s().skip();
    await s().whispers("tiao2", `/转 ${code} 救助 孩子要人管`);
    s().hears("jiu2", /半夜吵架/);
    expect(s().hears("wang", /正在换到更合适的委员会/).text).not.toContain("救助");
    s().hears("tiao2", /已转给救助帮扶小组/);
    s().silent();
    await s().whispers("tiao2", `/查 ${code}`);
    await s().whispers("tiao2", "/查 A9999");
    const [own, wrong] = [s().hears("tiao2", /./).text, s().hears("tiao2", /./).text];
    expect(own.replace(code, "X")).toBe(wrong.replace("A9999", "X"));
    await s().whispers("jiu2", `/查 ${code}`);
    s().hears("jiu2", /半夜吵架/);
  });

  test("a second committee helps: it reads and reports, one owner closes", async () => {
    const { code } = await s().ticket();
    await s().whispers("jiu2", `/接 ${code}`);
    s().skip();
    await s().whispers("jiu2", `/协办 ${code} 调解 请一起上门`);
    s().hears("jiu2", /已请人民调解委员会小陶协办/);
    const task = s().hears("tiao2", /小鞠请您协办.*请一起上门/);
    expect([task.buttons, task.text]).toEqual([["进展"], expect.stringContaining("半夜吵架")]);
    s().hears("wang", /另一个委员会一起办/);
    s().silent();
    await s().presses("tiao2", "进展");
    s().hears("tiao2", /有什么进展/);
    await s().whispers("tiao2", "上门谈过了,双方愿意坐下来");
    await s().later("1m");
    expect(s().hears("tiao2", /进展已记下/).buttons).toEqual(["进展"]);
    s().hears("jiu2", /小陶协办进展:上门谈过了/);
    s().hears("wang", /进展:上门谈过了/);
    s().silent();
    await s().whispers("tiao2", `/办结 ${code} 好了`);
    s().hears("tiao2", /办不了/);
    await s().whispers("jiu2", `/协办 ${code} 调解`);
    s().hears("jiu2", /已经在办了/);
    const ticket = await s().ticket();
    expect([ticket.state, await committeeOf(s())]).toEqual(["handling", "welfare"]);
  });
});

describe("an emergency", () => {
  const s = story("2026-11-23T09:00:00+08:00");

  test("passed on, the new committee's duty person is rung, and after five minutes its lead", async () => {
    const code = await reported(s(), "8栋1单元楼道里有很重的煤气味");
    s().skip();
    const { answerBy } = await s().ticket();
    await s().whispers("zhian", `/转 ${code} 物业 燃气阀门归物业`);
    s().hears("wu2", /安主任转来.*紧急/);
    expect((await s().ticket()).answerBy).toEqual(answerBy);
    s().silent("wu");
    await s().later("5m");
    expect(s().hears("wu", /煤气/).buttons).toEqual(["接单"]);
  });
});

describe("whose category was wrong", () => {
  const s = story("2026-11-23T09:00:00+08:00");
  const cases = () => s().replayed.database.correction.findMany();

  test("a reason that names none is no case", async () => {
    const code = await reported(s(), "8栋1单元门禁刷不开了,麻烦来修");
    await s().whispers("wu2", `/退 ${code} 这不是停车的事,人手不够`);
    expect(await cases()).toEqual([]);
  });

  test("one that names it is kept, with the resident's words", async () => {
    const { code } = await s().ticket();
    await s().whispers("ban", `/转 ${code} 治安 应该是安全隐患,门禁被撬过`);
    expect(await cases()).toMatchObject([{ fromLabel: "property", toLabel: "safety", source: "staff" }]);
    expect((await cases())[0]?.text).toContain("门禁刷不开");
  });
});
