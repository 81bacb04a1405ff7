import { describe, expect, test } from "vitest";
import { story } from "#test/helpers/story.ts";
import type { Story } from "#test/helpers/story.ts";

const MONDAY = "2026-11-23T09:00:00+08:00";

/** Someone reports in private, the member closes it. Returns the code of the newest ticket. */
async function closed(s: Story, text: string, by = "wang"): Promise<string> {
  await s.whispers(by, text);
  await s.later("1m");
  const all = await s.tickets();
  const { code } = all.at(-1) ?? { code: "" };
  await s.whispers("wu2", `/办结 ${code} 换了读卡器`);
  s.skip();
  return code;
}
const withTickets = (s: Story, code: string) =>
  s.replayed.database.ticket.findUniqueOrThrow({ where: { code } });
const kinds = async (s: Story, code: string) => {
  const events = await s.replayed.database.ticketEvent.findMany({ where: { ticket: { code } } });
  return events.map(({ kind }) => kind);
};

describe("how well it was done", () => {
  const s = story(MONDAY);
  let code = "";

  test("five grades by name, asked in private once it is solved", async () => {
    code = await closed(s(), "8栋1单元门禁刷不开了,麻烦来修");
    await s().presses("wang", "已解决");
    const asked = s().hears("wang", /5 非常满意,4 满意,3 基本满意,2 不满意,1 非常不满意/);
    expect(asked.buttons).toEqual(["1", "2", "3", "4", "5"]);
    s().silent("g1");
  });

  test("谢谢 and 好的谢谢 neither rate nor reopen", async () => {
    for (const thanks of ["谢谢", "好的谢谢", "还是要谢谢你们", "辛苦了"]) {
      await s().whispers("wang", thanks);
      await s().later("1m");
    }
    expect(await withTickets(s(), code)).toMatchObject({ state: "reported", rating: null, disputes: 0 });
    expect(await s().tickets()).toHaveLength(1);
    s().skip();
  });

  test("one reminder after two days, and none after silence has ended it", async () => {
    await s().later("48h");
    expect(s().hears("wang", /方便的话打个分吧:5 非常满意/).buttons).toEqual(["1", "2", "3", "4", "5"]);
    await s().later("24h");
    expect((await withTickets(s(), code)).state).toBe("ended");
    await s().later("30d");
    s().silent();
  });

  test("stars for an old closing say so and change nothing", async () => {
    code = await closed(s(), "11栋1单元门禁刷不开了,麻烦来修", "zhao");
    await s().presses("zhao", "已解决");
    await s().later("48h");
    await s().presses("zhao", "没解决");
    await s().whispers("wu", `/办结 ${code} 换了控制器`);
    s().skip();
    await s().presses("zhao", "5");
    s().hears("zhao", /按钮已经过时/);
    expect(await withTickets(s(), code)).toMatchObject({ state: "reported", rating: null, round: 2 });
  });

  test("while it is being done again there is nothing to rate", async () => {
    await s().presses("zhao", "没解决");
    s().skip();
    await s().whispers("zhao", `/评价 ${code} 5`);
    s().hears("zhao", /退回待派.*不用评/);
    expect((await withTickets(s(), code)).rating).toBeNull();
  });

  test("what was withdrawn or merged is not rated", async () => {
    await s().whispers("liu", "2栋1单元单元门关不上,麻烦来修");
    await s().later("1m");
    const { code: gone } = await s().ticket(3);
    await s().whispers("liu", `/撤回 ${gone}`);
    s().skip();
    await s().whispers("liu", `/评价 ${gone} 5`);
    s().hears("liu", /已撤回.*不用评/);
    await s().replayed.database.ticket.update({ where: { code: gone }, data: { state: "merged" } });
    await s().whispers("liu", `/评价 ${gone} 1`);
    s().hears("liu", /已合并.*不用评/);
    expect(await s().replayed.database.rating.count({ where: { ticket: { code: gone } } })).toBe(0);
    expect(await kinds(s(), gone)).not.toContain("correction");
  });
});

describe("a bad rating is put right", () => {
  const s = story(MONDAY);
  let code = "";

  test("the lead hears who to call and by when; the resident is not fobbed off with thanks", async () => {
    code = await closed(s(), "8栋1单元门禁刷不开了,麻烦来修");
    await s().presses("wang", "已解决");
    await s().presses("wang", "2");
    s().hears("wang", /没让您满意,对不住。吴主任会重新过问,11月30日17:30前给您回话/);
    const task = s().hears("wu", /老王评了 2 分\(不满意\)/);
    expect(task.text).toContain(`/回访 ${code} 说明`);
    expect(await kinds(s(), code)).toContain("correction");
    expect((await withTickets(s(), code)).state).toBe("ended");
  });

  test("it stands on the lead's list, and is reminded of the working day before", async () => {
    await s().whispers("wu", "/待办");
    expect(s().hears("wu", /差评待回访 1 件/).text).toContain(code);
    s().skip();
    await s().later("4d");
    s().hears("wu", /差评还没回访/);
    s().silent();
  });

  test("when it is late the staff hear it and see it on the list", async () => {
    await s().later("4d");
    s().hears("ban", /过了回访时限.*吴主任还没回访/);
    s().silent();
    await s().whispers("ban", "/超期");
    expect(s().hears("ban", /差评回访超期 1 件/).text).toContain(code);
  });

  test("nobody but the lead and the staff can call back", async () => {
    await s().whispers("wu2", `/回访 ${code} 没事了`);
    s().hears("wu2", /办不了/);
    await s().whispers("zhao", `/回访 ${code} 没事了`);
    s().hears("zhao", /没有找到/);
    expect((await withTickets(s(), code)).correctBy).not.toBeNull();
  });

  test("the resident hears what was put right, and is asked nothing; there is no second one", async () => {
    s().skip();
    await s().whispers("wu", `/回访 ${code} 读卡器换了新款,又加发了两张卡`);
    const told = s().hears("wang", /吴主任重新看过了:读卡器换了新款,又加发了两张卡/);
    expect(told.buttons).toEqual([]);
    s().hears("wu", /回访已记下/);
    s().silent();
    await s().whispers("wu", `/回访 ${code} 再说一遍`);
    s().hears("wu", /没有等着回访的差评/);
    await s().whispers("wu", "/待办");
    s().hears("wu", /没有待办/);
    await s().later("30d");
    s().silent();
    expect((await kinds(s(), code)).filter((kind) => kind === "correction")).toHaveLength(1);
  });

  test("two bad ratings of one closing are one correction, and both hear the end of it", async () => {
    await s().says("wang", "8栋1单元电梯坏了,停在三楼", { id: "lift" });
    await s().later("1m");
    await s().says("zhao", "+1", { replyTo: "lift" });
    await s().later("1m");
    const { code: lift } = await s().ticket(2);
    await s().whispers("wu2", `/办结 ${lift} 换了皮带`);
    await s().whispers("wang", `/评价 ${lift} 1`);
    await s().whispers("zhao", `/评价 ${lift} 2`);
    s().hears("zhao", /没让您满意/);
    expect((await kinds(s(), lift)).filter((kind) => kind === "correction")).toHaveLength(1);
    s().skip();
    await s().whispers("wu", `/回访 ${lift} 主板也换了`);
    s().hears("wang", /主板也换了/);
    s().hears("zhao", /主板也换了/);
  });

  test("said not to be solved after all, it is done again and no longer waits for a call", async () => {
    code = await closed(s(), "2栋1单元单元门关不上,麻烦来修", "liu");
    await s().whispers("liu", `/评价 ${code} 1`);
    s().skip();
    await s().whispers("liu", "还是没好,门根本关不上");
    await s().later("1m");
    s().hears("wu", /转由您处理/);
    expect(await withTickets(s(), code)).toMatchObject({ state: "returned", correctBy: null });
    await s().whispers("wu", "/待办");
    expect(s().hears("wu", /待办/).text).not.toContain("差评");
  });
});

describe("the three rates", () => {
  const s = story(MONDAY);

  test("each with its counts, for each committee and all together", async () => {
    const yes = async (who: string, code: string, stars: string) => {
      await s().presses(who, "已解决", { code });
      await s().whispers(who, `/评价 ${code} ${stars}`);
    };
    await yes("wang", await closed(s(), "8栋1单元门禁刷不开了,麻烦来修"), "5");
    await yes("zhao", await closed(s(), "11栋1单元楼道灯不亮,麻烦来修", "zhao"), "2");
    const no = await closed(s(), "3栋2单元门禁刷不开了,麻烦来修", "zhang");
    await s().presses("zhang", "没解决", { code: no });
    await s().whispers("liu", "2栋1单元单元门关不上,麻烦来修");
    await s().later("1m");
    await s().whispers("li", "法律咨询:遗产继承怎么办手续");
    await s().later("1m");
    s().skip();
    await s().whispers("ban", "/统计 7");
    const { text } = s().hears("ban", /近 7 天/);
    expect(text).toMatch(/登记 5 件.*响应率 2\/2\(100%\),解决率 2\/3\(67%\),满意率 1\/2\(50%\)/);
    expect(text).toMatch(/环境和物业委员会:4 件,在办 2,超期 0,响应率 2\/2\(100%\),解决率 2\/3\(67%\)/);
    expect(text).toMatch(/人民调解委员会:1 件,在办 1,超期 0,响应率 0\/0,解决率 0\/0,满意率 0\/0/);
  });

  test("an answer that is overdue counts against; what is partly done or cannot be is not solved", async () => {
    await s().later("3d");
    await s().whispers("chen", "5栋2单元下水道堵了,麻烦来通");
    await s().later("1m");
    const { code } = await s().ticket(6);
    await s().whispers("wu2", `/办结 ${code} 无法解决 管道产权是自来水公司的`);
    await s().presses("chen", "已解决", { code });
    s().skip();
    await s().whispers("wu", "/统计 7");
    const { text } = s().hears("wu", /近 7 天/);
    expect(text).toMatch(/响应率 3\/5\(60%\),解决率 2\/4\(50%\),满意率 1\/2\(50%\)/);
    expect(text).not.toContain("调解");
  });
});
