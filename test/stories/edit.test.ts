import { describe, expect, test } from "vitest";
import { story } from "#test/helpers/story.ts";
import type { Story } from "#test/helpers/story.ts";

const rows = (s: Story) => s.replayed.database;
/** Everything that SQL keeps of what was said, in one text. */
const kept = async (s: Story) =>
  JSON.stringify([
    await rows(s).message.findMany({ select: { text: true } }),
    await rows(s).ticketEvent.findMany({ select: { data: true } }),
    await rows(s).outbound.findMany({ select: { text: true } }),
  ]);

describe("an edit before the turn", () => {
  const s = story("2026-11-23T09:00:00+08:00");

  test("is heard as if it had been written so", async () => {
    const id = await s().says("wang", "8栋1单元门进刷不开,麻烦来修");
    await s().later("3s");
    await s().edits("wang", id, "8栋2单元门禁刷不开,麻烦来修");
    await s().later("1m");
    expect(s().hears("g1", /已登记/).text).toMatch(/8栋2单元/);
    expect(s().hears("wu2", /新工单/).text).toMatch(/8栋2单元门禁刷不开/);
    s().silent();
    expect(await kept(s())).not.toMatch(/门进/);
  });

  test("into chatter leaves nothing", async () => {
    const id = await s().says("zhao", "5栋1单元路灯坏了,麻烦来修");
    await s().edits("zhao", id, "今天天气真好,晚上谁去跳广场舞");
    await s().later("3m");
    s().silent();
    expect(await s().tickets()).toHaveLength(1);
    expect(await kept(s())).not.toMatch(/路灯|广场舞/);
  });

  test("does not hold the turn of what else was said for ever", async () => {
    const id = await s().says("li", "5栋1单元水管漏水");
    for (const word of ["了", "了啊", "了呀"]) {
      await s().later("50s");
      await s().edits("li", id, `5栋1单元水管漏水${word}`);
    }
    expect(await s().tickets()).toHaveLength(2);
  });
});

describe("an edit of chatter", () => {
  const s = story("2026-11-23T09:00:00+08:00");

  test("that is a request now is heard as new, with clocks that begin now", async () => {
    const id = await s().says("wang", "今天天气真好,晚上谁去跳广场舞");
    await s().later("5h");
    s().silent();
    await s().edits("wang", id, "8栋1单元门禁刷不开了,麻烦来修");
    await s().later("1m");
    s().hears("g1", /已登记/);
    s().hears("wu2", /门禁刷不开了/);
    const { answerBy, createdAt } = await s().ticket();
    expect(answerBy.getTime()).toBeGreaterThan(createdAt.getTime());
    s().silent();
  });

  test("that is chatter still keeps nothing and asks for no turn", async () => {
    const id = await s().says("zhao", "今天天气真好,晚上谁去跳广场舞");
    await s().edits("zhao", id, "今天天气真好,晚上谁去唱歌");
    await s().later("3m");
    s().silent();
    expect(await kept(s())).not.toMatch(/广场舞|唱歌/);
  });

  test("into an emergency is answered at once", async () => {
    const id = await s().says("zhao", "今天的空气好好,晚上谁去跳广场舞");
    await s().edits("zhao", id, "8栋1单元楼道好大煤气味");
    s().hears("g1", /119|燃气/);
    s().hears("zhian", /紧急/);
  });
});

describe("an edit of words that a ticket came of", () => {
  const s = story("2026-11-23T09:00:00+08:00");
  let id = "";

  test("which only mends a slip is kept with the ticket quietly", async () => {
    id = await s().says("wang", "8栋1单元门禁刷不开了,麻犯来修");
    await s().later("1m");
    s().skip();
    await s().edits("wang", id, "8栋1单元门禁刷不开了,麻烦来修");
    await s().later("3m");
    s().silent();
    await s().whispers("wu2", `/单 ${(await s().ticket()).code}`);
    expect(s().hears("wu2", /门禁/).text).toMatch(/麻烦来修/);
    expect(await kept(s())).not.toMatch(/麻犯/);
  });

  test("which says more is told to the member, once however often it comes", async () => {
    const at = s().replayed.clock.now();
    for (let i = 0; i < 3; i += 1)
      await s().edits("wang", id, "8栋1单元门禁刷不开了,麻烦来修,家里老人进不来", { at });
    expect(s().hears("wu2", /居民补充/).text).toMatch(/老人进不来/);
    s().silent();
  });

  test("an older version that comes late changes nothing", async () => {
    await s().edits("wang", id, "8栋1单元门禁", { at: new Date("2026-11-23T09:00:30+08:00") });
    s().silent();
    expect(await kept(s())).toMatch(/老人进不来/);
  });

  test("by somebody else, or of a message that nobody knows, changes nothing", async () => {
    await s().edits("li", id, "8栋1单元着火了");
    await s().edits("wang", "m999", "8栋1单元着火了");
    await s().edits("wang", id, "8栋1单元着火了", { in: "wang" });
    await s().later("3m");
    s().silent();
    expect(await kept(s())).not.toMatch(/着火/);
  });

  test("which names another building brings the ticket there", async () => {
    await s().edits("wang", id, "3栋1单元门禁刷不开了,麻烦来修");
    s().hears("wu2", /居民补充.*3栋1单元/);
    expect((await s().ticket()).place).toMatchObject({ building: "3", unit: "1" });
  });
});

describe("an edit that says where", () => {
  const s = story("2026-11-23T09:00:00+08:00");

  test("fills the place of the ticket", async () => {
    const id = await s().says("zhao", "电梯坏了,一直不动");
    await s().later("1m");
    s().skip();
    await s().edits("zhao", id, "3栋2单元电梯坏了,一直不动");
    expect((await s().ticket()).place).toMatchObject({ building: "3", unit: "2" });
    s().hears("wu2", /居民补充.*3栋2单元/);
    s().silent("g1");
  });
});

describe("an edit into an emergency", () => {
  const s = story("2026-11-23T12:00:00+08:00");

  test("raises the ticket at once and names the number to call", async () => {
    const id = await s().says("zhang", "3栋2单元电梯又坏了");
    await s().later("1m");
    s().skip();
    await s().edits("zhang", id, "3栋2单元电梯又坏了,里面有人被困住了");
    s().hears("g1", /119|救援|维保/);
    s().hears("wu2", /升为【紧急】/);
    s().silent("wu");
    const tickets = await s().tickets();
    expect(tickets.map(({ urgency }) => urgency)).toEqual(["emergency"]);
  });

  test("is named once; more words after it are for the member", async () => {
    await s().edits("zhang", "m1", "3栋2单元电梯又坏了,里面有人被困住了,是个孩子", {
      at: new Date(s().replayed.clock.now().getTime() + 1000),
    });
    s().hears("wu2", /居民补充.*孩子/);
    s().silent("g1");
  });

  test("of another kind goes where that is answered for", async () => {
    const id = await s().says("wang", "8栋1单元门禁刷不开了,麻烦来修");
    await s().later("1m");
    s().skip();
    await s().edits("wang", id, "8栋1单元楼道好大煤气味");
    s().hears("g1", /119|燃气/);
    s().hears("zhian", /紧急/);
    s().hears("wu2", /已撤回/);
    const states = (await s().tickets()).map(({ category, state }) => [category, state]);
    expect(states.slice(1)).toEqual([
      ["property", "withdrawn"],
      ["safety", "routed"],
    ]);
    await s().recalls("wang", id);
    expect(await kept(s())).not.toMatch(/刷不开了,|好大煤气味/);
  });
});

describe("an edit in private", () => {
  const s = story("2026-11-23T09:00:00+08:00");

  test("of a greeting gets no second greeting; each addition to a ticket is answered by itself", async () => {
    const hello = await s().whispers("zhao", "在吗");
    await s().later("1m");
    s().hears("zhao", /邻里助手/);
    await s().edits("zhao", hello, "在吗?", { in: "zhao" });
    await s().later("1m");
    s().silent();
    const id = await s().whispers("zhao", "5栋1单元水管漏水,麻烦来修");
    await s().later("1m");
    s().skip();
    for (const more of ["地下室也漏", "楼梯也湿了一大片"]) {
      await s().later("1m");
      await s().edits("zhao", id, `5栋1单元水管漏水,麻烦来修,${more}`, { in: "zhao" });
      s().hears("zhao", /补充到/);
    }
  });

  test("of a card's words is what 立单 registers", async () => {
    const id = await s().whispers("li", "这个事情我想了好久还是想跟你说说");
    await s().later("1m");
    s().hears("li", /登记办理吗/);
    await s().edits("li", id, "这个事情我想了很久还是想跟你说说", { in: "li" });
    await s().later("1m");
    s().silent("li");
    await s().presses("li", "立单");
    s().hears("li", /已登记/);
    expect(await kept(s())).toMatch(/想了很久/);
    expect(await kept(s())).not.toMatch(/想了好久/);
  });

  test("of a command that was carried out does nothing", async () => {
    const id = await s().whispers("zhao", "我的");
    s().hears("zhao", /您登记的事/);
    s().skip();
    await s().edits("zhao", id, "/我的", { in: "zhao" });
    await s().later("1m");
    s().silent("zhao");
  });
});
