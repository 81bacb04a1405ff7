import { describe, expect, test } from "vitest";
import { story } from "#test/helpers/story.ts";

// Nothing is certain here: every request is one to ask about first.
const CAUTIOUS = { certain: 1 };
const CARD = /要登记办理吗/;

describe("words in the group that are likely a request", () => {
  const s = story("2026-11-23T09:00:00+08:00", undefined, undefined, CAUTIOUS);

  test("get one short card, and no ticket before somebody taps", async () => {
    await s().says("zhang", "3栋2单元的楼道灯坏了好几天");
    await s().says("zhang", "晚上下楼全靠摸", { images: 1 });
    await s().later("2m");
    expect(s().hears("g1", CARD).buttons).toEqual(["立单", "不是"]);
    s().silent();
    expect(await s().tickets()).toEqual([]);
  });

  test("a neighbour's tap makes it the ticket of who wrote it, with all their words and pictures", async () => {
    await s().presses("li", "立单", { in: "g1" });
    s().hears("g1", /照明损坏.*已登记/);
    const ticket = await s().ticket();
    expect(ticket.reporters.map(({ chatId }) => chatId)).toEqual([ticket.chatId]);
    expect(s().hears("wu2", /新工单/).text).toMatch(/楼道灯坏了好几天 晚上下楼全靠摸 \[图×1\]/);
    await s().whispers("zhang", "/我的");
    await s().later("1m");
    expect(s().hears("zhang", /您登记的事/).text).toContain(ticket.code);
  });

  test("a second tap makes no second ticket", async () => {
    s().skip();
    await s().presses("zhang", "立单", { in: "g1" });
    await s().later("1m");
    s().silent();
    expect(await s().tickets()).toHaveLength(1);
  });

  test("不是 forgets them without another word, and the card is good for nothing afterwards", async () => {
    await s().says("wang", "7栋门口的垃圾桶满了");
    await s().later("2m");
    s().hears("g1", CARD);
    await s().presses("li", "不是", { in: "g1" });
    await s().presses("wang", "立单", { in: "g1" });
    await s().later("1m");
    s().silent();
    expect(await s().tickets()).toHaveLength(1);
    const left = await s().replayed.database.message.findMany({ where: { text: { contains: "垃圾桶" } } });
    expect(left).toEqual([]);
  });

  test("two matters of one breath get a card each, and a tap is about its own", async () => {
    await s().says("sun", "9栋后面的垃圾堆成山了");
    await s().says("sun", "另外10栋1单元的路灯不亮");
    await s().later("3m");
    s().hears("g1", CARD);
    s().hears("g1", CARD);
    await s().presses("li", "不是", { in: "g1" });
    const left = await s().replayed.database.message.findMany({ where: { text: { contains: "路灯" } } });
    expect(left).toEqual([]);
    const kept = await s().replayed.database.message.findMany({ where: { text: { contains: "堆成山" } } });
    expect(kept).toHaveLength(1);
    s().skip();
  });

  test("of what is nobody else's business its author is asked in private", async () => {
    await s().says("zhao", "老公天天打我,想离婚,社区能不能帮我调解");
    await s().later("2m");
    s().silent("g1");
    s().hears("zhao", CARD);
    await s().presses("zhao", "立单");
    const ticket = await s().ticket(2);
    expect(ticket.private).toBe(true);
  });

  test("said to Linli in private, they are registered at once", async () => {
    s().skip();
    await s().whispers("wang", "7栋门口的垃圾桶满了没人收");
    await s().later("1m");
    s().hears("wang", /已登记/);
    expect(await s().tickets()).toHaveLength(3);
  });
});
