import { describe, expect, test } from "vitest";
import { shanghaiIso } from "#src/clock.ts";
import { ASKING, story } from "#test/helpers/story.ts";

const MONDAY = "2026-11-23T09:00:00+08:00";

const UNSURE = "小区门口的路灯坏了,麻烦修一下";
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
    const { code } = await s().ticket();
    await s().whispers("zhian", `接${code}`);
    s().skip();
    await s().whispers("zhian", `/category ${code} 停车`);
    const ticket = await s().ticket();
    expect([ticket.category, ticket.matter, ticket.state]).toEqual(["parking", "车位被占", "routed"]);
    expect(shanghaiIso(ticket.answerBy)).toBe("2026-11-24T17:30:00+08:00");
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

describe("a resident puts it right in their own words", () => {
  const s = story(MONDAY);

  test("answering our line in the group, at once", async () => {
    await s().says("zhao", PARKED);
    await s().later("1m");
    const line = s().hears("g1", /已登记/);
    expect(line.text).toContain("车位被占");
    s().skip();
    await s().says("zhao", "不是停车,是电梯坏了", { replyTo: await sentAs(line.text) });
    await s().later("1m");
    const ticket = await s().ticket();
    expect([ticket.category, ticket.matter, ticket.state]).toEqual(["property", "电梯故障", "routed"]);
    s().hears("zhao", /换成「电梯故障」.*不用再报/);
    s().hears("wu2", /还是您办/);
    s().silent();
    expect(await s().tickets()).toHaveLength(1);
  });

  test("said once more, it is more about the same", async () => {
    await s().says("zhao", "我说的是电梯不是停车");
    await s().later("1m");
    const ticket = await s().ticket();
    expect(ticket.events.map(({ kind }) => kind)).toEqual(["found", "routed", "recategorised", "added"]);
    expect(await s().replayed.database.correction.count()).toBe(1);
    s().skip();
  });

  test("as the next words in that chat, up to ten minutes after", async () => {
    await s().says("li", PARKED);
    await s().later("6m");
    s().skip();
    await s().says("li", "我说的是心理服务");
    await s().later("1m");
    const ticket = await s().ticket(2);
    expect([ticket.category, ticket.private]).toEqual(["mental", true]);
    s().hears("li", /换成「心理服务」/);
    s().hears("wei", /新工单/);
    s().hears("wu2", /不用办了/);
    s().silent();
  });

  test("but not later, nor by a neighbour", async () => {
    await s().says("wang", PARKED);
    await s().later("1m");
    s().skip();
    await s().says("liu", "不是停车,是安全隐患", { replyTo: "m4" });
    await s().says("chen", "我说的是安全隐患");
    await s().later("11m");
    await s().says("wang", "我说的是安全隐患");
    await s().later("2m");
    expect((await s().ticket(3)).category).toBe("parking");
  });

  test("in private it may take longer", async () => {
    await s().later("2h");
    s().skip();
    await s().whispers("wang", "搞错了,是安全隐患");
    await s().later("1m");
    expect((await s().ticket(3)).category).toBe("safety");
    s().hears("wang", /换成「安全隐患」/);
  });

  test("once a member has accepted it, the words are added and the member is told", async () => {
    const { code } = await s().ticket(3);
    await s().whispers("zhian", `接${code}`);
    s().skip();
    await s().whispers("wang", "不是安全隐患,是停车");
    await s().later("1m");
    const ticket = await s().ticket(3);
    expect([ticket.category, ticket.state]).toEqual(["safety", "accepted"]);
    s().hears("zhian", /居民补充:不是安全隐患,是停车/);
    s().hears("wang", /补充到/);
    s().silent();
  });

  test("each correction is kept with the words before it, not those of the correction", async () => {
    const kept = await s().replayed.database.correction.findMany({ orderBy: { id: "asc" } });
    expect(kept.map(({ fromLabel, toLabel, source }) => `${fromLabel} ${toLabel} ${source}`)).toEqual([
      "parking property resident",
      "parking mental resident",
      "parking safety resident",
    ]);
    expect(new Set(kept.map(({ text }) => text))).toEqual(new Set([PARKED]));
  });

  const sentAs = async (text: string) =>
    (await s().replayed.database.outbound.findFirstOrThrow({ where: { text } })).externalId ?? "";
});

describe("a resident puts the place right", () => {
  const s = story(MONDAY);

  test("another building replaces the one understood, in the same category", async () => {
    await s().says("zhao", "3栋2单元电梯坏了,麻烦来修");
    await s().later("1m");
    s().hears("wu2", /3栋2单元/);
    s().skip();
    await s().says("zhao", "不是,是5栋");
    await s().later("1m");
    const ticket = await s().ticket();
    expect(ticket.category).toBe("property");
    expect(ticket.place).toEqual({ building: "5", unit: null, room: null, spot: null });
    s().hears("g1", /在5栋/);
    s().hears("wu2", /居民补充:不是,是5栋/);
    s().silent();
  });

  test("another unit is in the same building", async () => {
    await s().says("zhao", "搞错了,是1单元");
    await s().later("1m");
    expect((await s().ticket()).place).toMatchObject({ building: "5", unit: "1", room: null });
    s().skip();
  });

  test("a building that the estate does not have is asked about, not taken", async () => {
    await s().says("zhao", "不是5栋,是77栋");
    await s().later("1m");
    s().hears("g1", /没有77栋/);
    expect((await s().ticket()).place).toMatchObject({ building: "5", unit: "1" });
    expect(await s().replayed.database.correction.count()).toBe(0);
  });
});

describe("what turns out to be nothing", () => {
  const s = story(MONDAY);

  test("is withdrawn, and the member need not go", async () => {
    await s().says("zhao", PARKED);
    await s().later("1m");
    s().skip();
    await s().says("zhao", "搞错了,没事");
    await s().later("1m");
    expect((await s().ticket()).state).toBe("withdrawn");
    s().hears("zhao", /已撤回/);
    s().hears("wu2", /不用办了/);
    s().silent();
    expect(await s().replayed.database.correction.findMany()).toMatchObject([
      { ticketId: 1, fromLabel: "parking", toLabel: "none", source: "resident", text: PARKED },
    ]);
  });

  test("a neighbour who joined goes on without the one who takes it back", async () => {
    await s().says("wang", "8栋1单元电梯坏了,麻烦来修", { id: "lift" });
    await s().later("1m");
    await s().says("li", "+1", { replyTo: "lift" });
    await s().later("1m");
    s().skip();
    await s().whispers("wang", "不是诉求,我随便说说");
    await s().later("1m");
    const ticket = await s().ticket(2);
    expect([ticket.state, ticket.reporters.length]).toEqual(["routed", 1]);
    s().hears("wang", /不再通知您/);
    expect(await s().replayed.database.correction.count()).toBe(1);
  });
});

describe("a card that was tapped", () => {
  const s = story(MONDAY, undefined, undefined, ASKING);

  test("away is a case of none, without a ticket", async () => {
    await s().whispers("zhao", UNSURE);
    await s().later("1m");
    s().hears("zhao", /登记办理吗/);
    await s().presses("zhao", "不是");
    const [kept, more] = await s().replayed.database.correction.findMany();
    expect(kept).toMatchObject({ ticketId: null, toLabel: "none", source: "card", text: UNSURE });
    expect([kept?.fromLabel === "none", more]).toEqual([false, undefined]);
    await s().presses("zhao", "不是");
    expect(await s().replayed.database.correction.count()).toBe(1);
  });

  test("立单 is a case of its category, however often it is tapped", async () => {
    await s().whispers("zhao", UNSURE);
    await s().later("1m");
    await s().presses("zhao", "立单");
    await s().presses("zhao", "立单");
    const ticket = await s().ticket();
    const kept = await s().replayed.database.correction.findMany({ where: { ticketId: ticket.id } });
    expect(kept).toMatchObject([{ toLabel: ticket.category, source: "card", text: UNSURE }]);
  });
});

describe("a correction by someone with two tickets", () => {
  const s = story(MONDAY);

  test("is about the one that it says it is not, in one piece", async () => {
    await s().says("zhao", PARKED);
    await s().later("3m");
    await s().says("zhao", "另外垃圾桶满了没人清,臭死了");
    await s().later("2m");
    const before = await s().tickets();
    expect(before.map(({ category }) => category)).toEqual(["parking", "environment"]);
    await s().says("zhao", "不是车位被占,是门禁坏了");
    await s().later("1m");
    const after = await s().tickets();
    expect(after.map(({ category }) => category)).toEqual(["property", "environment"]);
    expect(after[0]?.matter).toBe("门禁门锁");
  });

  test("words taken back leave the case as well", async () => {
    expect(await s().replayed.database.correction.count()).toBe(1);
    await s().recalls("zhao", "m1");
    expect(await s().replayed.database.correction.count()).toBe(0);
  });
});
