import { describe, expect, test } from "vitest";
import { replayChannel } from "#src/channels/replay.ts";
import { story } from "#test/helpers/story.ts";
import type { Story } from "#test/helpers/story.ts";

const MONDAY = "2026-11-23T09:00:00+08:00";
const withoutButtons = (certain?: number) =>
  story(MONDAY, undefined, undefined, certain === undefined ? {} : { certain }, undefined, (emit) =>
    replayChannel(emit, false),
  );

async function reports(s: Story, who: string, text: string): Promise<string> {
  await s.whispers(who, text);
  await s.later("1m");
  const tickets = await s.tickets();
  return tickets.at(-1)?.code ?? "";
}

describe("a matter from report to stars where nobody can tap", () => {
  const s = withoutButtons();

  test("the member takes it by its number and tells of it by another", async () => {
    await reports(s(), "wang", "8栋1单元门禁刷不开了,麻烦来修");
    expect(s().hears("wu2", /新工单/).buttons).toEqual(["接单", "退单"]);
    await s().whispers("wu2", "1");
    expect(s().hears("wu2", /您接了/).buttons).toEqual(["进展", "办结", "退单"]);
    expect((await s().ticket()).state).toBe("accepted");
    await s().whispers("wu2", "②");
    s().hears("wu2", /怎么办好的/);
  });

  test("what is said to our question is its answer, though it would choose a button too", async () => {
    s().skip();
    await s().whispers("wu2", "办好了");
    await s().later("1m");
    expect((await s().ticket()).state).toBe("reported");
    expect(s().hears("wang", /办好了/).buttons).toEqual(["已解决", "没解决"]);
  });

  test("a number that there is no button of is asked about once", async () => {
    s().skip();
    await s().whispers("wang", "9");
    s().hears("wang", /请回一个数字:1 已解决 {2}2 没解决/);
    await s().whispers("wang", "9");
    s().silent("wang");
  });

  test("solved and rated by numbers only", async () => {
    await s().whispers("wang", "回1");
    s().hears("wang", /打个分/);
    await s().whispers("wang", "五星");
    s().hears("wang", /5 分,谢谢/);
    const ticket = await s().ticket();
    expect([ticket.state, ticket.rating]).toEqual(["ended", 5]);
    expect(await s().tickets()).toHaveLength(1);
  });

  test("nothing of it stays as words", async () => {
    const rows = await s().replayed.database.message.findMany({ where: { gate: "press" } });
    expect(rows.length).toBeGreaterThan(4);
    expect(rows.map(({ text }) => text).join("")).toBe("");
  });
});

describe("several at once", () => {
  const s = withoutButtons();
  let [gate, light] = ["", ""];

  test("two new tasks: 1 may be either, and is asked back", async () => {
    gate = await reports(s(), "wang", "8栋1单元门禁刷不开了,麻烦来修");
    light = await reports(s(), "zhao", "11栋1单元楼道灯不亮,麻烦来修");
    s().skip();
    await s().whispers("wu2", "1");
    const asked = s().hears("wu2", /「接单」是哪一件/);
    expect([...asked.buttons].toSorted()).toEqual([gate, light].toSorted());
    expect((await s().tickets()).map(({ state }) => state)).toEqual(["routed", "routed"]);
  });

  test("the answer names it, and the other can be taken in words", async () => {
    await s().whispers("wu2", light.toLowerCase());
    s().hears("wu2", new RegExp(`您接了 ${light}`));
    await s().whispers("wu2", "我来");
    s().hears("wu2", new RegExp(`您接了 ${gate}`));
  });

  test("what quotes a message is about that one", async () => {
    await s().whispers("wu2", `/办结 ${gate} 换了读卡器`);
    await s().whispers("wu2", `/办结 ${light} 换了灯泡`);
    const row = await s().replayed.database.outbound.findFirstOrThrow({
      where: {
        ticket: { code: gate },
        chat: { externalId: "wang" },
        buttons: { array_contains: ["已解决"] },
      },
    });
    s().skip();
    await s().whispers("wang", "没解决", { replyTo: row.externalId ?? "" });
    s().hears("wang", new RegExp(`${gate} 已请`));
    await s().whispers("wang", "换了没用,门还是要推好几下", { replyTo: row.externalId ?? "" });
    await s().later("1m");
    expect((await s().ticket(1)).disputes).toBe(1);
  });
});

describe("in a group", () => {
  // Nothing is certain here: every request is one to ask about first.
  const s = withoutButtons(1);

  test("a card is answered by its number, in time", async () => {
    await s().says("zhang", "3栋2单元的楼道灯坏了好几天", { id: "m-light" });
    await s().later("2m");
    expect(s().hears("g1", /登记/).buttons).toEqual(["立单", "不是"]);
    await s().says("li", "不是");
    await s().says("li", "是的");
    await s().says("li", "谢谢");
    expect(await s().tickets()).toHaveLength(0);
    await s().says("li", "1");
    await s().later("1m");
    expect(await s().tickets()).toHaveLength(1);
  });

  test("long after a card a number is talk", async () => {
    await s().says("zhang", "7栋门口的垃圾桶满了", { id: "m-ads" });
    await s().later("2m");
    s().hears("g1", /登记/);
    await s().later("30m");
    await s().says("li", "1");
    await s().says("zhao", "收到请扣1");
    await s().later("1m");
    expect(await s().tickets()).toHaveLength(1);
  });
});

describe("a building asked for after a closing was shown", () => {
  const s = withoutButtons();

  test("is told by its number, which chooses nothing of the closing", async () => {
    const code = await reports(s(), "r1", "9栋1单元楼道垃圾没人清,臭死了");
    await s().whispers("wu2", `/办结 ${code} 已清运`);
    expect(s().hears("r1", /办好了/).buttons).toEqual(["已解决", "没解决"]);
    await reports(s(), "r1", "电梯坏了,麻烦来修");
    s().hears("r1", /几栋几单元/);
    await s().whispers("r1", "7 2");
    await s().later("1m");
    s().hears("r1", /在7栋2单元/);
    expect((await s().ticket(1)).state).toBe("reported");
    expect((await s().ticket(2)).place).toMatchObject({ building: "7", unit: "2" });
  });
});
