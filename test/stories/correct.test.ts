import { describe, expect, test } from "vitest";
import { story } from "#test/helpers/story.ts";

const MONDAY = "2026-11-23T09:00:00+08:00";

const PARKED = "我的车位被占了,麻烦叫车主挪一下";

describe("staff put a ticket into another category", () => {
  const s = story(MONDAY);

  test("it goes to the committee of that category, and everyone concerned hears one line", async () => {
    await s().says("zhao", PARKED);
    await s().later("1m");
    s().hears("wu2", /新工单/);
    s().skip();
    const before = await s().ticket();
    expect([before.category, before.state]).toEqual(["parking", "routed"]);
    await s().whispers("ban", `/改类 ${before.code} 安全`);
    const ticket = await s().ticket();
    expect([ticket.category, ticket.matter, ticket.state]).toEqual(["safety", "安全隐患", "routed"]);
    expect(ticket.events.at(-1)).toMatchObject({
      kind: "recategorised",
      data: { from: "parking", to: "safety", source: "staff" },
    });
    expect(s().hears("wu2", /不用办了/).text).toContain(ticket.code);
    expect(s().hears("zhian", /新工单/).buttons).toContain("接单");
    expect(s().hears("zhao", /换成/).text).toBe(
      `${ticket.code} 换成「安全隐患」了,由治安保卫委员会接着办,您不用再报。`,
    );
    s().hears("ban", /安主任/);
    s().silent();
  });

  test("a word that names no category lists the names, and changes nothing", async () => {
    const { code, events } = await s().ticket();
    for (const word of ["月亮", "务", "服务"]) {
      await s().whispers("ban", `/改类 ${code} ${word}`);
      expect(s().hears("ban", /类别有/).text).toMatch(/^[^\n]*停车出行、[^\n]*其他诉求[^\n]*$/);
    }
    s().silent();
    expect((await s().ticket()).events).toHaveLength(events.length);
  });

  test("the same category again changes nothing", async () => {
    const { code, events } = await s().ticket();
    await s().whispers("ban", `/改类 ${code} safety`);
    s().hears("ban", /没有改动/);
    s().silent();
    expect((await s().ticket()).events).toHaveLength(events.length);
  });

  test.each([
    ["zhao", /办不了/],
    ["wang", /没有找到/],
    ["wu", /没有找到/],
    ["tiao2", /没有找到/],
    ["grid1", /没有找到/],
  ])("%s may not", async (who, answer) => {
    const { code } = await s().ticket();
    await s().whispers(who, `/改类 ${code} 停车`);
    s().hears(who, answer);
    s().silent();
    expect((await s().ticket()).category).toBe("safety");
  });

  test("the lead of its committee may, and an accepted ticket waits for its new committee", async () => {
    const { code, createdAt } = await s().ticket();
    await s().whispers("zhian", `接${code}`);
    s().skip();
    await s().whispers("zhian", `/category ${code} 停车`);
    const ticket = await s().ticket();
    expect([ticket.category, ticket.matter, ticket.state]).toEqual(["parking", "车位被占", "routed"]);
    expect(ticket.answerBy.getTime() - createdAt.getTime()).toBe(24 * 3_600_000);
    s().hears("zhian", /接着办/);
    s().hears("wu2", /新工单/);
    s().hears("zhao", /换成「车位被占」/);
    s().silent();
  });

  test("within one committee it stays with the member who works on it", async () => {
    const { code } = await s().ticket();
    await s().whispers("wu2", `接${code}`);
    s().skip();
    await s().whispers("admin", `/改类 ${code} 物业`);
    const ticket = await s().ticket();
    expect([ticket.category, ticket.state]).toEqual(["property", "accepted"]);
    expect(s().hears("wu2", /还是您办/).text).not.toContain("\n");
    s().hears("zhao", /换成/);
    s().hears("admin", /接着办/);
    s().silent();
  });

  test("once it is reported back it is too late", async () => {
    const { code } = await s().ticket();
    await s().whispers("wu2", `/办结 ${code} 已经挪走`);
    s().skip();
    await s().whispers("ban", `/改类 ${code} 停车`);
    s().hears("ban", /待确认/);
    s().silent();
  });

  test("each change is kept as a case, with the words it was judged by", async () => {
    const kept = await s().replayed.database.correction.findMany({ orderBy: { id: "asc" } });
    expect(kept.map(({ fromLabel, toLabel, source }) => `${fromLabel} ${toLabel} ${source}`)).toEqual([
      "parking safety staff",
      "safety parking staff",
      "parking property staff",
    ]);
    expect(new Set(kept.map(({ text }) => text))).toEqual(new Set([PARKED]));
  });
});

describe("a matter that turns out to be private", () => {
  const s = story(MONDAY);

  test("becomes private, as urgent as such a matter is, and stays private", async () => {
    await s().says("zhao", `${PARKED},电话13812345678`);
    await s().later("1m");
    s().skip();
    const { code } = await s().ticket();
    await s().replayed.database.ticket.updateMany({ data: { urgency: "low" } });
    await s().whispers("ban", `/改类 ${code} 调解`);
    const ticket = await s().ticket();
    expect([ticket.category, ticket.private, ticket.urgency]).toEqual(["mediation", true, "normal"]);
    s().hears("tiao2", /新工单/);
    s().silent("g1");
    await s().whispers("ban", `/改类 ${code} 停车`);
    const back = await s().ticket();
    expect([back.category, back.private]).toEqual(["parking", true]);
    s().silent("g1");
  });

  test("and no telephone number is kept with its case", async () => {
    const kept = await s().replayed.database.correction.findMany();
    expect(kept).toHaveLength(2);
    expect(kept.filter(({ text }) => /138/.test(text))).toEqual([]);
  });
});
