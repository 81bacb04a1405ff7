// Staff make one ticket of two, and two of one again.
import { describe, expect, test } from "vitest";
import { accept } from "#src/corridor/accept.ts";
import { handleTurn } from "#src/corridor/handle-turn.ts";
import { story } from "#test/helpers/story.ts";
import type { Story } from "#test/helpers/story.ts";
import { inboundMessage } from "#test/helpers/inbound.ts";

const START = "2026-11-23T09:00:00+08:00";
const SECOND = { in: "g2", title: "二小区群" };

/** Two tickets about what turns out to be one leak: the first of zhang, the second of r1. */
async function twoLeaks(s: Story, second = "3栋1单元楼道漏水,地上全是水"): Promise<[string, string]> {
  await s.says("zhang", "3栋2单元楼道漏水,麻烦来看");
  await s.later("2m");
  await s.says("r1", second, { name: "邻居" });
  await s.later("2m");
  s.skip();
  return [(await s.ticket(1)).code, (await s.ticket(2)).code];
}

async function merge(s: Story, into: string, from: string): Promise<void> {
  await s.whispers("ban", `/合并 ${into} ${from}`);
  expect(s.hears("ban", /报事人一起转过去/).buttons).toEqual(["确认", "不是"]);
  await s.presses("ban", "确认");
  s.hears("ban", /已并到/);
}

describe("two tickets about one leak", () => {
  const s = story(START);
  let [a, b] = ["", ""];

  test("staff are asked once more, and 不是 changes nothing", async () => {
    [a, b] = await twoLeaks(s());
    await s().whispers("ban", `/合并 ${a} ${b}`);
    s().hears("ban", /报事人一起转过去/);
    await s().presses("ban", "不是");
    s().hears("ban", /没有改动/);
    expect((await s().tickets()).map(({ state }) => state)).toEqual(["routed", "routed"]);
    s().silent();
  });

  test("become one: the reporter of the other hears one message with the code that counts", async () => {
    await merge(s(), a, b);
    expect(s().hears("r1", /同一件事/).text).toContain(a);
    s().silent("r1");
    s().silent("g1");
    s().silent("zhang");
    expect(s().hears("wu2", /并到您手上/).text).toMatch(/2 户[\s\S]*地上全是水/);
    s().silent("wu2");
    const [into, from] = await s().tickets();
    expect([into?.state, from?.state, from?.mergedId]).toEqual(["routed", "merged", into?.id]);
    expect(into?.reporters).toHaveLength(2);
    expect(into?.events.at(-1)).toMatchObject({ kind: "absorbed", data: { merged: { code: b } } });
    expect(from?.events.at(-1)).toMatchObject({ kind: "merged", data: { into: a } });
  });

  test("a second tap on 确认 changes nothing", async () => {
    await s().presses("ban", "确认");
    s().hears("ban", /已合并/);
    expect((await s().ticket()).reporters).toHaveLength(2);
    s().silent();
  });

  test("/查 with the old code shows the one it went into, to those who may read it", async () => {
    await s().whispers("r1", `/查 ${b}`);
    expect(s().hears("r1", /已并到/).text).toMatch(
      new RegExp(`${b} 已并到 ${a}[\\s\\S]*涉及 2 户[\\s\\S]*地上全是水`),
    );
    await s().whispers("wu2", `/单 ${a}`);
    expect(s().hears("wu2", /漏水/).text).toMatch(/麻烦来看[\s\S]*地上全是水/);
    await s().whispers("zhao", `/查 ${b}`);
    s().hears("zhao", new RegExp(`没有找到您能看的工单 ${b}`));
  });

  test("a tap on the old message leads to the new one", async () => {
    await s().presses("wu2", "接单", { code: b });
    const led = s().hears("wu2", new RegExp(`${b} 已并到 ${a}`));
    expect(led.buttons).toEqual(["接单", "退单"]);
    await s().presses("wu2", "接单", { code: a });
    s().hears("wu2", /您接了/);
    for (const who of ["zhang", "r1"]) s().hears(who, /接手了/);
  });

  test("a +1 to the old words joins the new one", async () => {
    await s().says("chen", "+1", { replyTo: "m2" });
    await s().later("1m");
    expect(s().hears("chen", /已有邻居报过/).text).toContain(a);
    expect((await s().ticket()).reporters).toHaveLength(3);
  });

  test("all hear the result, and a rating after the merge is one of the whole", async () => {
    s().skip();
    await s().whispers("wu2", `/办结 ${a} 水管换好了`);
    for (const who of ["zhang", "r1", "chen"]) s().hears(who, /水管换好了/);
    expect(s().hears("g1", /已办结/).text).toContain("涉及 3 户");
    await s().whispers("r1", `/评价 ${b} 4`);
    expect(s().hears("r1", /已并到/).text).toContain(a);
    await s().presses("r1", "已解决");
    s().hears("r1", /打个分/);
    await s().presses("r1", "4");
    s().hears("r1", /4 分/);
    expect(await s().replayed.database.rating.count()).toBe(1);
  });
});

describe("what was merged by mistake", () => {
  const s = story(START);
  let [a, b] = ["", ""];

  test("comes back with limits of its own, and goes on alone", async () => {
    [a, b] = await twoLeaks(s(), "5栋1单元楼道漏水,地上全是水");
    const before = await s().ticket(2);
    await merge(s(), a, b);
    await s().later("20m");
    s().skip();
    await s().whispers("ban", `/拆 ${b}`);
    s().hears("ban", /拆出来单独办/);
    await s().presses("ban", "确认");
    s().hears("ban", /已拆出来/);
    const [into, from] = await s().tickets();
    expect([from?.state, from?.mergedId]).toEqual(["routed", null]);
    expect([from?.answerBy, from?.resultBy]).toEqual([before.answerBy, before.resultBy]);
    expect(into?.reporters.map(({ personId }) => personId)).toEqual([into?.events[0]?.actorId]);
    s().hears("r1", new RegExp(`${b}.*单独办理`));
    s().hears("wu2", new RegExp(`新工单 ${b}`));
    s().silent();
  });

  test("the history of both is kept", async () => {
    const kinds = (await s().tickets()).map(({ events }) => events.map(({ kind }) => kind).slice(-2));
    expect(kinds).toEqual([
      ["absorbed", "released"],
      ["merged", "split"],
    ]);
    await s().whispers("ban", `/拆 ${b}`);
    s().hears("ban", /现在是「待接单」/);
  });

  test("also after the other has ended; who had been told there stays there", async () => {
    await merge(s(), a, b);
    await s().whispers("wu2", `/办结 ${a} 修好了`);
    await s().presses("zhang", "已解决");
    await s().presses("zhang", "5");
    s().skip();
    expect((await s().ticket(1)).state).toBe("ended");
    await s().whispers("ban", `/拆 ${b}`);
    await s().presses("ban", "确认");
    s().hears("ban", /已拆出来/);
    expect((await s().tickets()).map(({ state }) => state)).toEqual(["ended", "routed"]);
    s().hears("r1", /单独办理/);
    s().hears("wu2", new RegExp(`新工单 ${b}`));
  });

  test("one that had been accepted is to be answered anew", async () => {
    await s().whispers("wu2", `/接 ${b}`);
    await s().says("zhao", "11栋1单元楼道漏水,麻烦来看");
    await s().later("2m");
    const third = (await s().ticket(3)).code;
    await merge(s(), third, b);
    s().skip();
    await s().whispers("ban", `/拆 ${b}`);
    await s().presses("ban", "确认");
    const from = await s().ticket(2);
    expect([from.state, from.answeredAt, from.returns]).toEqual(["routed", null, 1]);
    expect(from.answerBy.getTime()).toBeGreaterThan(s().replayed.clock.now().getTime());
  });
});

describe("the more pressing of two", () => {
  const s = story(START);

  test("gives limit and urgency to the whole, and takes them away again", async () => {
    await s().says("zhang", "东门路灯不亮,麻烦修一下");
    await s().later("2m");
    await s().says("r1", "3栋1单元楼道漏水,地上全是水", { name: "邻居" });
    await s().later("2m");
    const [lamp, leak] = await s().tickets();
    s().skip();
    await merge(s(), lamp?.code ?? "", leak?.code ?? "");
    const whole = await s().ticket(1);
    expect([whole.urgency, whole.resultBy]).toEqual(["urgent", leak?.resultBy]);
    await s().whispers("ban", `/拆 ${leak?.code}`);
    await s().presses("ban", "确认");
    const again = await s().ticket(1);
    expect([again.urgency, again.resultBy]).toEqual([lamp?.urgency, lamp?.resultBy]);
  });
});

describe("what cannot be merged", () => {
  const s = story(START, (community) => {
    community.estates.push({ code: "e2", name: "二小区" });
    community.groups.push({ id: "g2", title: "二小区群", estate: "e2" });
  });

  test("says why, and changes nothing", async () => {
    const [a, b] = await twoLeaks(s());
    await s().whispers("zhao", "老公天天打我,想离婚,社区能不能帮我调解");
    await s().says("r2", "4栋1单元楼道漏水,麻烦来看", { ...SECOND, name: "邻居" });
    await s().later("3m");
    s().skip();
    const [, , quarrel, far] = await s().tickets();
    for (const [who, words, answer] of [
      ["ban", `${a} ${a}`, /同一张/],
      ["ban", `${a} ${quarrel?.code}`, /一件公开、一件私密/],
      ["ban", `${a} ${far?.code}`, /同一个小区/],
      ["ban", `${a} Z9999`, /没有找到您能看的工单 Z9999/],
      ["ban", `${a} 那一件`, /请这样写/],
      ["wu", `${a} ${b}`, /办不了/],
      ["wu2", `${a} ${b}`, /办不了/],
      ["zhang", `${a} ${b}`, /办不了/],
    ] as const) {
      await s().whispers(who, `/合并 ${words}`);
      s().hears(who, answer);
    }
    const kinds = (await s().tickets()).flatMap(({ events }) => events.map(({ kind }) => kind));
    expect(kinds).not.toContain("merged");
    s().silent();
  });

  test("nor one that is merged; what it is in may go on, and has to come out first", async () => {
    const [a, b] = await s().tickets();
    await s().says("r3", "6栋1单元楼道漏水,麻烦来看", { name: "邻居" });
    await s().later("2m");
    const [, , , , c] = await s().tickets();
    s().skip();
    await merge(s(), a?.code ?? "", b?.code ?? "");
    await s().whispers("ban", `/合并 ${c?.code} ${b?.code}`);
    s().hears("ban", /现在是「已合并」/);
    await merge(s(), c?.code ?? "", a?.code ?? "");
    expect((await s().ticket(5)).reporters).toHaveLength(3);
    await s().whispers("r1", `/查 ${b?.code}`);
    expect(s().hears("r1", /已并到/).text).toContain(c?.code);
    await s().whispers("ban", `/拆 ${b?.code}`);
    s().hears("ban", new RegExp(`请先拆 ${a?.code}`));
    await s().whispers("ban", `/拆 ${a?.code}`);
    await s().presses("ban", "确认");
    s().hears("ban", /已拆出来/);
    const states = (await s().tickets()).map(({ state, reporters }) => [state, reporters.length]);
    expect([states[0], states[1], states[4]]).toEqual([
      ["routed", 2],
      ["merged", 1],
      ["routed", 1],
    ]);
  });
});

describe("one that is in the way of something else", () => {
  const s = story(START);

  test("given back by its member may still be merged", async () => {
    const [a, b] = await twoLeaks(s());
    await s().whispers("wu2", `/退 ${b} 不归我们`);
    s().skip();
    await merge(s(), a, b);
    s().hears("wu", /不用单独办/);
    expect((await s().ticket(2)).state).toBe("merged");
  });

  test("taken at the very moment of the merge is merged once, and its member is led on", async () => {
    await s().says("zhao", "11栋1单元楼道漏水,麻烦来看");
    await s().later("2m");
    const [a, , c] = await s().tickets();
    s().skip();
    await s().whispers("ban", `/合并 ${a?.code} ${c?.code}`);
    const { house, database, clock } = s().replayed;
    const offered = await database.outbound.findMany({ orderBy: { id: "desc" } });
    const button = (text: string, ticketId?: number) =>
      offered.find(
        (row) => (row.buttons as string[]).includes(text) && (ticketId ?? row.ticketId) === row.ticketId,
      );
    const tap = async (who: string, text: string, outboundId: number) => {
      const tapped = inboundMessage({
        channel: "replay",
        chat: { id: who, kind: "private", title: "" },
        from: { id: who, name: who },
        id: `tap-${who}`,
        at: clock.now(),
        press: { outboundId, ticketCode: null, button: text },
      });
      await accept(house, tapped);
    };
    await tap("ban", "确认", button("确认")?.id ?? 0);
    await tap("wu2", "接单", button("接单", c?.id)?.id ?? 0);
    const due = await database.conversation.findMany({ where: { turnDueAt: { not: null } } });
    await Promise.all(due.map(({ id }) => handleTurn(house, id)));
    await s().later("1m");
    const merged = await s().ticket(3);
    expect(merged.state).toBe("merged");
    expect(merged.events.filter(({ kind }) => kind === "merged")).toHaveLength(1);
    expect((await s().ticket(1)).reporters).toHaveLength(3);
  });
});

describe("a place that becomes known later", () => {
  const s = story(START);

  test("brings a neighbour's ticket to the one that is there already", async () => {
    await s().says("zhang", "3栋2单元电梯坏了,麻烦来修");
    await s().later("2m");
    await s().says("r1", "电梯坏了,麻烦来修", { name: "果果" });
    await s().later("2m");
    s().hears("g1", /几栋几单元/);
    await s().says("r1", "3栋2单元", { name: "果果" });
    await s().later("1m");
    const [first, second] = await s().tickets();
    expect([second?.state, second?.mergedId]).toEqual(["merged", first?.id]);
    expect(s().hears("g1", /记下了/).text).toContain(first?.code);
    s().hears("r1", /同一件事/);
    expect(first?.reporters).toHaveLength(2);
  });
});

describe("words taken back after a merge", () => {
  const s = story(START);

  test("are gone from what the member of the other was told", async () => {
    const [a, b] = await twoLeaks(s());
    await merge(s(), a, b);
    await s().recalls("r1", "m2");
    const left = await s().replayed.database.outbound.findMany({
      where: { text: { contains: "地上全是水" } },
    });
    expect(left).toEqual([]);
    s().skip();
    await s().whispers("wu2", `/单 ${a}`);
    expect(s().hears("wu2", /漏水/).text).not.toContain("地上全是水");
  });
});
