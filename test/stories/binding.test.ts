import { beforeAll, describe, expect, test } from "vitest";
import { accept } from "#src/corridor/accept.ts";
import { handleTurn } from "#src/corridor/handle-turn.ts";
import { PERSONAL } from "#src/intake/personal.ts";
import { everything } from "#test/helpers/everything.ts";
import { secondChannel } from "#test/helpers/second-channel.ts";
import { story } from "#test/helpers/story.ts";
import type { Story } from "#test/helpers/story.ts";
import { inboundMessage } from "#test/helpers/inbound.ts";

const CODE = /\b\w{4}-\w{4}-\w{4}\b/;
const START = "2026-11-23T09:00:00+08:00";

type Other = ReturnType<typeof secondChannel>;

const codeIn = ({ text }: { text: string }) => CODE.exec(text)?.[0] ?? "none";
const codeFor = async (s: Story, account: string) => {
  await s.whispers(account, "/绑定");
  return codeIn(s.hears(account, /10 分钟/));
};
/** The columns that still lead to a person, of all that do. */
const leadingTo = async (s: Story, personId: number) => {
  const found = [];
  for (const path of Object.keys(PERSONAL)) {
    const [table, column = ""] = path.split(".");
    if (!/^(personId|actorId|assigneeId|byId)$/.test(column)) continue;
    const sql = `select 1 from "${table}" where "${column}" = $1`;
    if ((await s.replayed.database.$queryRawUnsafe<unknown[]>(sql, personId)).length > 0) found.push(path);
  }
  return found;
};

describe("a resident with two accounts", () => {
  const s = story(START);
  let other: Other;
  let before = { old: 0, own: 0 };

  beforeAll(async () => {
    other = secondChannel(s());
    const { database, clock } = s().replayed;
    // Both have asked for the same, both for something of their own.
    await s().says("zhang", "3栋2单元电梯按键坏了,麻烦来修");
    await s().later("1m");
    await other.says("8001", "3栋2单元下水道堵了,水往外冒,麻烦来修", { in: "og", name: "张先生" });
    await s().later("1m");
    const [first, second] = await s().tickets();
    before = {
      old: await other.personId("8001"),
      own: (await database.account.findFirstOrThrow({ where: { externalId: "zhang" } })).personId,
    };
    const [a = 0, b = 0] = [first?.id, second?.id];
    const at = clock.now();
    const told = { answerBy: at, resultBy: at };
    const { chatId } = await database.ticket.findUniqueOrThrow({ where: { id: b } });
    await database.ticketReporter.create({
      data: { ticketId: a, personId: before.old, chatId, first: false, at },
    });
    await database.rating.createMany({
      data: [a, b].map((ticketId) => ({ ticketId, round: 1, personId: before.old, stars: 4, at })),
    });
    await database.rating.create({
      data: { ticketId: a, round: 1, personId: before.own, stars: 5, at },
    });
    await database.movedLimit.createMany({
      data: [
        ...[a, b].map((ticketId) => ({ ticketId, personId: before.old, ...told })),
        { ticketId: a, personId: before.own, ...told },
      ],
    });
    await database.bindingCode.create({
      data: { hash: "h", personId: before.old, byId: before.old, at, expiresAt: at },
    });
    s().skip();
  });

  test("one makes a code, the other says it, and they are one", async () => {
    const code = await codeFor(s(), "zhang");
    await s().whispers("zhang", code);
    s().hears("zhang", /已经是您的了/);
    await other.says("8001", code, { name: "张先生" });
    s().hears("8001", /3-2-501 张原来的账号合成一个/);
    expect(s().hears("zhang", /加了一个账号/).text).toContain("张先生");
    s().silent();
    expect(await other.personId("8001")).toBe(before.own);
  });

  test("nothing leads to the person that they were, and what both had is there once", async () => {
    expect(await leadingTo(s(), before.old)).toEqual([]);
    const { database } = s().replayed;
    expect(await database.person.findUnique({ where: { id: before.old } })).toBeNull();
    const [first, second] = await s().tickets();
    expect(first?.reporters.map(({ personId, first: leads }) => [personId, leads])).toEqual([
      [before.own, true],
    ]);
    expect(second?.reporters.map(({ personId }) => personId)).toEqual([before.own]);
    const where = { personId: before.own };
    const ratings = await database.rating.findMany({ where, orderBy: { ticketId: "asc" } });
    expect(ratings.map(({ stars }) => stars)).toEqual([5, 4]);
    expect(await database.movedLimit.count({ where })).toBe(2);
    await database.rating.deleteMany();
    await database.movedLimit.deleteMany();
  });

  test("both see what either has asked for, and may do with it what its reporter may", async () => {
    const [first, second] = await s().tickets();
    await s().whispers("zhang", "/我的");
    const list = s().hears("zhang", /您登记的事/).text;
    for (const ticket of [first, second]) expect(list).toContain(ticket?.code);
    await other.says("8001", "/我的");
    expect(s().hears("8001", /您登记的事/).text).toBe(list);
    await s().whispers("zhang", `/查 ${second?.code}`);
    expect(s().hears("zhang", /.*/).text).toContain("水往外冒");
    s().silent();
  });

  test("news of a ticket comes to one private chat, that of the platform where it was told", async () => {
    const [, second] = await s().tickets();
    await s().whispers("wu2", `/进展 ${second?.code} 师傅在路上`);
    s().hears("8001", /师傅在路上/);
    s().silent("zhang");
    s().skip();
  });

  test("我的数据 names both accounts, 删除我 takes both away", async () => {
    await other.says("8001", "/我的数据", { name: "张先生" });
    expect(s().hears("8001", /您的资料/).text).toMatch(/replay 3-2-501 张.*other 张先生/);
    await other.says("8001", "/删除我");
    await other.presses("8001", "确认");
    await s().later("10m");
    const kept = await everything(s());
    const words = ["张先生", "3-2-501 张", "8001", "水往外冒", "按键坏了"];
    expect(words.filter((word) => kept.includes(word))).toEqual([]);
  });
});

describe("in the same group twice", () => {
  const s = story(START);

  test("two conversations become one, and what is said in the same breath is the new person's", async () => {
    const { database, house, clock } = s().replayed;
    await s().says("8002", "大家早上好呀今天天气真不错", { name: "老赵" });
    await s().says("zhao", "11栋1单元门禁坏了,麻烦来修");
    await s().later("1m");
    const code = await codeFor(s(), "zhao");
    s().skip();
    // One more line of zhao's waits for its turn.
    await s().says("zhao", "11栋2单元路灯也不亮了,麻烦来修");
    const said = (id: string, text: string) =>
      inboundMessage({
        channel: "replay",
        chat: { id: "8002", kind: "private", title: "" },
        from: { id: "8002", name: "老赵" },
        id,
        at: clock.now(),
        text,
      });
    const quiet = { ...house, queue: { ...house.queue, add: async () => {} } };
    await accept(quiet, said("p1", code));
    await accept(quiet, said("p2", "/我的"));
    const { conversationId } = await database.message.findFirstOrThrow({ where: { externalId: "p1" } });
    await handleTurn(quiet, conversationId);
    await s().later("1m");
    s().hears("8002", /合成一个/);
    s().hears("8002", /您登记的事(.|\n)*门禁/);
    const zhao = await database.account.findFirstOrThrow({ where: { externalId: "zhao" } });
    const where = { chat: { externalId: "g1" }, personId: zhao.personId };
    expect(await database.conversation.count({ where })).toBe(1);
    const [, second] = await s().tickets();
    expect(second?.reporters.map(({ personId }) => personId)).toEqual([zhao.personId]);
    expect(second?.matter).toMatch(/照明/);
  });
});

describe("two flats", () => {
  const s = story(START);
  let other: Other;

  test("where they differ it is asked first; 不是 changes nothing, 确认 keeps the flat of the code's person", async () => {
    other = secondChannel(s());
    await other.says("8003", "/我家 5-2-302");
    await other.presses("8003", "对");
    s().skip();
    const code = await codeFor(s(), "zhang");
    await other.says("8003", code);
    expect(s().hears("8003", /住址不一样.*3栋2单元501.*5栋2单元302/).buttons).toEqual(["确认", "不是"]);
    await other.presses("8003", "不是");
    s().hears("8003", /没有改动/);
    await other.says("8003", "/我家");
    s().hears("8003", /5栋2单元302/);
    await other.says("8003", code);
    s().hears("8003", /住址不一样/);
    await other.presses("8003", "确认");
    s().hears("8003", /合成一个/);
    await other.says("8003", "/我家");
    s().hears("8003", /3栋2单元501/);
    s().skip();
    // The button is used up with its code.
    await other.presses("8003", "确认");
    s().hears("8003", /过时/);
    s().silent();
  });

  test("who comes too late with the tap hears that it is over", async () => {
    await other.says("8004", "/我家 5-2-302");
    await other.presses("8004", "对");
    s().skip();
    await other.says("8004", await codeFor(s(), "wang"));
    s().hears("8004", /住址不一样/);
    await s().later("10m");
    await other.presses("8004", "确认");
    s().hears("8004", /过时/);
    expect(await other.personId("8004")).not.toBe(await other.personId("8003"));
  });

  test("a flat that only the one has goes with them", async () => {
    await other.says("8005", "你好");
    await s().later("1m");
    await other.says("8005", "/绑定");
    const code = codeIn(s().hears("8005", /10 分钟/));
    await s().whispers("wang", code);
    s().hears("wang", /合成一个/);
    s().skip();
    await other.says("8005", "/我家");
    s().hears("8005", /8栋1单元1203/);
  });

  test("who has just asked to be deleted and then joins another is not deleted", async () => {
    await other.says("8006", "/删除我");
    await other.presses("8006", "确认");
    s().hears("8006", /10 分钟后删除/);
    await other.says("8006", await codeFor(s(), "chen"));
    s().hears("8006", /合成一个/);
    s().skip();
    await s().later("11m");
    await other.says("8006", "/我家");
    s().hears("8006", /5栋2单元302/);
  });

  test("who holds an office, or has held one, joins nobody; the other way round it works", async () => {
    const code = await codeFor(s(), "li");
    await s().whispers("wu2", code);
    s().hears("wu2", /请反过来/);
    await s().leaves("wu2");
    await s().whispers("wu2", code);
    s().hears("wu2", /请反过来/);
    await s().whispers("li", await codeFor(s(), "wu2"));
    s().hears("li", /合成一个/);
  });
});

describe("it was not me", () => {
  const s = story(START);
  let other: Other;

  test("解绑 on the first platform takes the newest account off: a stranger without rights", async () => {
    other = secondChannel(s());
    await other.says("9001", await codeFor(s(), "wu2"));
    await s().later("1h");
    await other.says("9002", await codeFor(s(), "wu2"));
    s().skip();
    await s().says("zhang", "3栋2单元电梯按键坏了,麻烦来修");
    await s().later("1m");
    const { code } = await s().ticket();
    s().skip();
    await s().whispers("wu2", "解绑");
    expect(s().hears("wu2", /已经解绑/).text).toContain("9002");
    for (const [account, sees] of [
      ["9001", /电梯/],
      ["9002", /没有找到/],
    ] as const) {
      await other.says(account, `/单 ${code}`);
      s().hears(account, sees);
    }
    expect(await other.personId("9002")).not.toBe(await other.personId("9001"));
    s().silent();
  });

  test("what was still to be said to the person is not said there", async () => {
    const { database } = s().replayed;
    const where = { channel: "other", externalId: "9001" };
    const chat = await database.chat.findFirstOrThrow({ where });
    const data = { key: "late", chatId: chat.id, personId: chat.personId, text: "给小邬的", buttons: [] };
    await database.outbound.create({
      data: { ...data, sendAfter: new Date(s().replayed.clock.now().getTime() + 60_000) },
    });
    await other.says("9001", "/解绑");
    s().hears("9001", /这个账号已经解绑/);
    await s().later("2m");
    s().hears("wu2", /给小邬的/);
    s().silent("9001");
    await other.says("9001", "/待办");
    s().hears("9001", /没有待办/);
  });

  test("the first account stays, however often it is said", async () => {
    await s().whispers("wu2", "/解绑");
    s().hears("wu2", /没有后来绑定/);
    await other.says("9001", "/解绑");
    s().hears("9001", /没有后来绑定/);
  });
});
