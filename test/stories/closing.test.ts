import { describe, expect, test } from "vitest";
import { story } from "#test/helpers/story.ts";
import type { Story } from "#test/helpers/story.ts";

const MONDAY = "2026-11-23T09:00:00+08:00";

/** Someone reports in private; the member takes it. Returns the code of the newest ticket. */
async function taken(s: Story, text: string, { by = "wang", member = "wu2" } = {}): Promise<string> {
  await s.whispers(by, text);
  await s.later("1m");
  const all = await s.tickets();
  const { code } = all.at(-1) ?? { code: "" };
  await s.whispers(member, `/接 ${code}`);
  s.skip();
  return code;
}
const withTickets = (s: Story, code: string) =>
  s.replayed.database.ticket.findUniqueOrThrow({ where: { code } });

describe("the end of a matter is told as it is", () => {
  const s = story(MONDAY);

  test("what is only partly done says what is left, to the group without a story", async () => {
    await s().says("wang", "8栋1单元楼道灯坏了三盏,麻烦来修");
    await s().later("1m");
    const { code } = await s().ticket();
    s().skip();
    await s().whispers("wu2", `/办结 ${code} 部分解决 换好两盏,还剩一盏等配件,周五装`);
    const heard = s().hears("wang", /先办好了一部分:换好两盏,还剩一盏等配件,周五装\n.*没解决/);
    expect(heard.buttons).toEqual(["已解决", "没解决"]);
    expect(s().hears("g1", /先办好了一部分/).text).not.toMatch(/配件|周五/);
    expect(await withTickets(s(), code)).toMatchObject({ state: "reported", outcome: "partly" });
  });

  test("what cannot be solved comes with the reason, and somebody looks again if it is not accepted", async () => {
    const code = await taken(s(), "8栋1单元门口能不能加装一个快递柜");
    await s().whispers("wu2", `/办结 ${code} 无法解决`);
    s().hears("wu2", /还不能办结,差这些:具体为什么办不成/);
    await s().whispers("wu2", "没办法");
    await s().later("1m");
    s().hears("wu2", /差这些:具体为什么办不成/);
    expect((await withTickets(s(), code)).state).toBe("accepted");
    s().silent("wang");
    await s().whispers("wu2", "门口是消防通道,按规定不能放柜子");
    await s().later("1m");
    const { text } = s().hears("wang", /认真查过了.*原因是:门口是消防通道,按规定不能放柜子/);
    expect(text).toMatch(/请主任再看一遍/);
    expect(text).not.toContain("办好了");
    expect(await withTickets(s(), code)).toMatchObject({ outcome: "unsolvable" });
  });

  test("what goes to another authority says to whom; the button 办结 understands it too", async () => {
    const code = await taken(s(), "小区门口的马路坑坑洼洼,没人修");
    await s().presses("wu2", "办结", { code });
    s().hears("wu2", /怎么办好的/);
    await s().whispers("wu2", "转外部门");
    await s().later("1m");
    s().hears("wu2", /差这些:转给了哪个部门/);
    await s().whispers("wu2", "区市政养护中心,单号 3321");
    await s().later("1m");
    s().hears("wang", /已经替您转过去,您不用再跑:区市政养护中心,单号 3321/);
    expect(await withTickets(s(), code)).toMatchObject({ outcome: "outside", state: "reported" });
  });

  test("a plain 已解决 asks how, and the answer closes it", async () => {
    const code = await taken(s(), "8栋1单元门禁刷不开了,麻烦来修");
    await s().presses("wu2", "办结", { code });
    await s().whispers("wu2", "已解决");
    await s().later("1m");
    s().hears("wu2", /差这些:怎么办好的/);
    await s().whispers("wu2", "换了读卡器");
    await s().later("1m");
    s().hears("wang", /办好了:换了读卡器\n您那边解决了吗/);
    expect(await withTickets(s(), code)).toMatchObject({ outcome: "solved" });
  });

  test("words that come after a quarter of an hour close nothing", async () => {
    const code = await taken(s(), "8栋2单元下水道堵了,麻烦来通");
    await s().whispers("wu2", `/办结 ${code} 无法解决`);
    await s().later("16m");
    await s().whispers("wu2", "管道产权是自来水公司的");
    await s().later("1m");
    expect((await withTickets(s(), code)).state).toBe("accepted");
    s().silent("wang");
  });
});

describe("a quarrel is over when both have agreed", () => {
  const s = story(MONDAY);
  let code = "";

  test("without an agreement nothing is closed, and the member is asked once", async () => {
    code = await taken(s(), "楼上邻居天天半夜吵,沟通无果,想请调解", { member: "tiao2" });
    await s().whispers("tiao2", `/办结 ${code} 双方都来谈过了`);
    const asked = s().hears("tiao2", /还不能办结,差这些:双方谈定的协议/);
    expect(asked.text.split("\n")).toHaveLength(1);
    s().silent();
    expect((await withTickets(s(), code)).state).toBe("accepted");
  });

  test("a second command with the rest closes it, and the resident hears both parts", async () => {
    await s().whispers("tiao2", `/办结 ${code} 达成口头协议,十点后不拖动桌椅`);
    s().hears("wang", /办好了:双方都来谈过了;达成口头协议,十点后不拖动桌椅/);
    s().silent("g1");
    expect((await withTickets(s(), code)).state).toBe("reported");
  });

  test("a picture of the signed agreement is enough, and is shown to nobody but the committee", async () => {
    const other = await taken(s(), "房东不退押金,帮忙调解一下", { by: "zhao", member: "tiao2" });
    await s().whispers("tiao2", `/办结 ${other} 押金三天内退`, { images: 1 });
    const heard = s().hears("zhao", /押金三天内退/);
    expect(heard.images).toEqual([]);
    await s().presses("zhao", "没解决");
    expect(s().hears("tiao", /转由您处理/).images).toHaveLength(1);
  });

  test("who could not bring them together says so, and needs no agreement", async () => {
    const other = await taken(s(), "隔壁邻居占我家门口堆杂物,协商不成,求调解", {
      by: "liu",
      member: "tiao2",
    });
    await s().whispers("tiao2", `/办结 ${other} 无法解决 对方两次都没到场,已告知可以走诉讼`);
    s().hears("liu", /对方两次都没到场,已告知可以走诉讼/);
  });
});

describe("an old neighbour is visited or called", () => {
  const s = story(MONDAY);

  test("who was seen and when has to be said; the answer to our question completes it", async () => {
    const code = await taken(s(), "5栋2单元302独居老人好几天没出门了,麻烦去看看", {
      by: "chen",
      member: "jiu2",
    });
    await s().whispers("jiu2", `/办结 ${code} 人没事`);
    s().hears("jiu2", /差这些:什么时候看望或打电话给了谁/);
    await s().whispers("jiu2", "今天上午上门看望了陈奶奶,她感冒了在家休息");
    await s().later("1m");
    s().hears("chen", /人没事;今天上午上门看望了陈奶奶/);
    expect((await withTickets(s(), code)).state).toBe("reported");
    expect(await s().tickets()).toHaveLength(1);
  });
});

describe("where a community wants to see a photo", () => {
  const s = story(MONDAY, undefined, undefined, {}, (flows) => {
    const flow = flows.categories.find(({ code }) => code === "property");
    if (flow) flow.closing = { needs: ["text", "photo"] };
  });

  test("one with the closing counts", async () => {
    const code = await taken(s(), "8栋1单元门禁刷不开了,麻烦来修");
    await s().whispers("wu2", `/办结 ${code} 换了读卡器`, { images: 1 });
    expect(s().hears("wang", /换了读卡器/).images).toHaveLength(1);
  });

  test("one that answers our question counts, and so does one in a second command", async () => {
    const first = await taken(s(), "3栋2单元楼道灯不亮,麻烦来修", { by: "zhang" });
    await s().whispers("wu2", `/办结 ${first} 换了灯管`);
    s().hears("wu2", /差这些:一张现场照片/);
    await s().whispers("wu2", "", { images: 1 });
    await s().later("1m");
    expect(s().hears("zhang", /换了灯管/).images).toHaveLength(1);
    const second = await taken(s(), "11栋1单元水管漏水,麻烦来修", { by: "zhao" });
    await s().whispers("wu2", `/办结 ${second} 换了接头`);
    s().hears("wu2", /差这些:一张现场照片/);
    await s().whispers("wu2", `/办结 ${second}`, { images: 2 });
    expect(s().hears("zhao", /换了接头/).images).toHaveLength(2);
  });

  test("one sent just before counts, for one closing only", async () => {
    const first = await taken(s(), "2栋1单元单元门关不上,麻烦来修", { by: "liu" });
    await s().whispers("wu2", "", { images: 1 });
    await s().later("5m");
    await s().whispers("wu2", `/办结 ${first} 调好了闭门器`);
    expect(s().hears("liu", /调好了闭门器/).images).toHaveLength(1);
    const second = await taken(s(), "3栋2单元电梯按钮失灵,麻烦来修", { by: "li" });
    await s().whispers("wu2", `/办结 ${second} 换了按钮`);
    s().hears("wu2", /差这些:一张现场照片/);
    expect((await withTickets(s(), second)).state).toBe("accepted");
  });

  test("what cannot be solved needs none", async () => {
    const code = await taken(s(), "8栋1单元暖气不热,麻烦来修");
    await s().whispers("wu2", `/办结 ${code} 无法解决 热力公司还没供暖,15日才开始`);
    s().hears("wang", /热力公司还没供暖/);
  });
});

describe("still not solved", () => {
  const s = story(MONDAY);
  let code = "";

  test("twice it goes back to the lead, the third time to the staff, who close it", async () => {
    code = await taken(s(), "8栋1单元楼道垃圾堆了三天没人清,臭死了");
    for (const [turn, who] of [
      [1, "wu"],
      [2, "wu"],
      [3, "ban"],
    ] as const) {
      await s().whispers(turn === 1 ? "wu2" : "wu", `/办结 ${code} 第${turn}次清运`);
      s().skip();
      await s().presses("wang", "没解决");
      s().hears("wang", turn === 3 ? /社区工作者小班重新处理/ : /吴主任重新处理/);
      expect(s().hears(who, /转由您处理/).buttons).toEqual(["接单"]);
      expect((await withTickets(s(), code)).disputes).toBe(turn);
    }
    s().hears("wu", /居民又说没解决,已请社区工作者小班接着办/);
    await s().whispers("ban", "/待办");
    s().hears("ban", /待办 1 件/);
    await s().presses("ban", "接单");
    await s().whispers("ban", `/进展 ${code} 约了清运队下午三点`);
    s().hears("wang", /约了清运队下午三点/);
    await s().whispers("ban", `/办结 ${code} 清运队清完,加了夜班`);
    s().hears("wang", /清运队清完,加了夜班/);
    await s().presses("wang", "已解决");
    await s().presses("wang", "4");
    expect(await withTickets(s(), code)).toMatchObject({ state: "ended", disputes: 3, rating: 4 });
  });

  test("staff work on no other ticket", async () => {
    const other = await taken(s(), "3栋2单元楼道灯不亮,麻烦来修", { by: "zhang" });
    await s().whispers("ban", `/办结 ${other} 修好了`);
    s().hears("ban", /办不了/);
  });

  test("a 没解决 in own words reaches the lead once; taken back, it is gone everywhere", async () => {
    const other = await taken(s(), "11栋1单元门禁刷不开了,麻烦来修", { by: "zhao" });
    await s().whispers("wu2", `/办结 ${other} 换了读卡器`);
    s().skip();
    const id = await s().whispers("zhao", "还是刷不开!我丈夫昨晚又在外面冻了半小时");
    await s().later("1m");
    const task = s().hears("wu", /转由您处理/);
    expect(task.text.match(/冻了半小时/g)).toHaveLength(1);
    await s().recalls("zhao", id, { in: "zhao" });
    s().hears("wu", /居民收回了一条消息/);
    const { database } = s().replayed;
    const rows = JSON.stringify([
      await database.ticketEvent.findMany(),
      await database.ticketMessage.findMany(),
      await database.message.findMany(),
      await database.outbound.findMany(),
    ]);
    expect(rows).not.toContain("冻了半小时");
    await s().whispers("wu", `/单 ${other}`);
    expect(s().hears("wu", /门禁/).text).not.toContain("冻了");
  });
});

describe("when many have asked", () => {
  const s = story(MONDAY);
  let asked: string[] = [];
  let others: string[] = [];

  test("everyone hears the result; the first and one neighbour are asked", async () => {
    await s().says("wang", "8栋1单元电梯坏了,停在三楼", { id: "lift" });
    await s().later("1m");
    for (const neighbour of ["zhao", "li", "liu", "chen"])
      await s().says(neighbour, "+1", { replyTo: "lift" });
    await s().later("1m");
    const { code } = await s().ticket();
    s().skip();
    await s().whispers("wu2", `/办结 ${code} 换了门机皮带`);
    const neighbours = ["zhao", "li", "liu", "chen"];
    const heard = neighbours.map((who) => ({ who, out: s().hears(who, /办好了:换了门机皮带/) }));
    asked = heard.filter(({ out }) => out.buttons.length > 0).map(({ who }) => who);
    others = neighbours.filter((who) => !asked.includes(who));
    expect(asked).toHaveLength(1);
    expect(heard.find(({ who }) => who === others[0])?.out.text).toMatch(/没好,回我一句「没解决」/);
    expect(s().hears("wang", /解决了吗/).buttons).toEqual(["已解决", "没解决"]);
    s().skip();
  });

  test("who was not asked is heard all the same, by words or by command", async () => {
    const { code } = await s().ticket();
    const [by, too] = others;
    await s().whispers(by ?? "", "没解决,按了没反应");
    await s().later("1m");
    s().hears(by ?? "", /吴主任重新处理/);
    expect((await s().ticket()).state).toBe("returned");
    s().skip();
    await s().whispers(too ?? "", `/没解决 ${code} 我家也是`);
    s().hears(too ?? "", /吴主任重新处理/);
    s().hears("wu", /居民补充:我家也是/);
    expect((await s().ticket()).disputes).toBe(1);
  });

  test("one reminder each after two days for who was asked and has not answered", async () => {
    const { code } = await s().ticket();
    await s().whispers("wu", `/办结 ${code} 换了主板`);
    s().skip();
    await s().presses("wang", "已解决");
    await s().presses("wang", "5");
    expect((await s().ticket()).state).toBe("ended");
    s().skip();
    await s().later("48h");
    const row = await s().replayed.database.outbound.findMany({
      where: { text: { contains: "您家那边也好了吗" } },
      include: { chat: true },
    });
    expect(row).toHaveLength(1);
    const second = row[0]?.chat?.externalId ?? "";
    expect(s().hears(second, /您家那边也好了吗/).buttons).toEqual(["已解决", "没解决"]);
    await s().later("20d");
    s().silent();
    expect(second).not.toBe("wang");
  });

  test("a no in the group, in reply to what was said of it, brings it back without a word there", async () => {
    await s().says("zhao", "11栋1单元门禁刷不开了,麻烦来修", { id: "door" });
    await s().later("1m");
    const { code } = await s().ticket(2);
    await s().whispers("wu2", `/办结 ${code} 换了读卡器`);
    const { database } = s().replayed;
    const line = await database.outbound.findFirstOrThrow({
      where: { ticket: { code }, chat: { externalId: "g1" }, text: { contains: "已办结" } },
    });
    s().skip();
    await s().says("zhao", "没解决,还是刷不开", { replyTo: line.externalId ?? "" });
    await s().later("2m");
    s().hears("zhao", /吴主任重新处理/);
    s().silent("g1");
    expect((await s().ticket(2)).state).toBe("returned");
  });
});
