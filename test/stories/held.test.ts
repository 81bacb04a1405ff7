import { describe, expect, test } from "vitest";
import { story } from "#test/helpers/story.ts";

const START = "2026-11-23T10:00:00+08:00";
const QUARREL = "楼上802天天半夜吵得睡不着,上门说了几次都骂人,想请调解委员会帮忙调解一下";
const INVITE = /点下面的按钮私聊我看/;

describe("a quarrel told in a group, by somebody who has never written to the bot", () => {
  const s = story(START);

  test("the line that promises a private answer shows the way there, and nothing else does", async () => {
    await s().shy.says("r1", QUARREL.replace("楼上802", "99栋楼上802"), { name: "邻居" });
    await s().later("1m");
    const line = s().hears("t1", /私下回复您/);
    expect([line.invites, line.to?.id, line.buttons]).toEqual([true, "r1", []]);
    expect(line.text).not.toMatch(/99|802|调解/);
    s().hears("tiao2", /新工单/);
    s().silent();
    const { code } = await s().ticket();
    const [held] = await s().replayed.database.outbound.findMany({ where: { state: "held" } });
    expect([held?.chatId, held?.text.includes(code)]).toEqual([null, true]);
  });

  test("in private they hear number and question, and what they say there is the answer", async () => {
    await s().later("3h");
    await s().shy.turns({ change: "opened" }, "r1");
    const { code } = await s().ticket();
    expect(s().hears("r1", new RegExp(`已登记 ${code}`)).text).toMatch(/没有99栋,请再说一下是几栋几单元/);
    await s().shy.whispers("r1", "9栋2单元");
    await s().later("10s");
    s().hears("r1", new RegExp(`${code}在9栋2单元`));
    expect((await s().ticket()).place).toMatchObject({ building: "9", unit: "2" });
    s().silent("t1");
  });
});

describe("somebody whose first private words are the answer", () => {
  const s = story(START);

  test("is understood, and hears what waited before the answer to it", async () => {
    await s().shy.says("r1", QUARREL.replace("楼上802", "99栋楼上802"));
    await s().later("1m");
    s().skip();
    await s().shy.whispers("r1", "不好意思,是9栋2单元");
    await s().later("10s");
    s().hears("r1", /已登记/);
    s().hears("r1", /在9栋2单元/);
    expect((await s().ticket()).place).toMatchObject({ building: "9", unit: "2" });
  });
});

describe("a danger that is nobody else's business", () => {
  const s = story(START);

  test("asks in private where it is, once it can be heard there", async () => {
    await s().shy.says("r1", "我老公又打我,他现在拿着刀,救命");
    await s().later("10s");
    const line = s().hears("t1", /私下/);
    expect([line.invites, line.pressing]).toEqual([true, true]);
    await s().shy.turns({ change: "opened" }, "r1");
    s().hears("r1", /在几栋几单元/);
    await s().shy.whispers("r1", "5栋1单元");
    await s().later("10s");
    expect((await s().ticket()).place).toMatchObject({ building: "5", unit: "1" });
  });
});

describe("news for somebody without a private chat", () => {
  const s = story(START);
  const joined = async (n: number) => {
    await s().shy.says(`r${n}`, "3栋2单元电梯坏了", { name: `3-2-${n}02 邻居` });
    await s().later("1m");
  };

  test("they are shown the way once, at their own words, with no word of what it is", async () => {
    await s().shy.says("r1", "3栋2单元电梯坏了,麻烦来修");
    await s().later("1m");
    const { code } = await s().ticket();
    s().hears("t1", new RegExp(`${code}.*已登记`));
    await joined(2);
    // Who only joins sees in the group how it goes: twenty neighbours are no twenty lines.
    s().silent("t1");
    await s().whispers("wu2", `/接 ${code}`);
    // The first reporter has heard in the group so far; that the member has it is for them alone.
    const hint = s().hears("t1", INVITE);
    expect(hint).toMatchObject({ invites: true, to: { id: "r1" }, replyTo: "m1", ticketCode: code });
    expect(hint.text).not.toContain(code);
    s().silent("t1");
  });

  test("not again that day, nor the next, while they have not followed it", async () => {
    const { code } = await s().ticket();
    await s().whispers("wu2", `/进展 ${code} 在等门机`);
    s().silent("t1");
    await s().later("25h");
    await s().whispers("wu2", `/进展 ${code} 门机到了`);
    s().silent("t1");
  });

  test("after a week without having followed it they are shown it once more", async () => {
    await s().later("8d");
    // By what comes by itself after a week without news.
    expect(s().hears("t1", INVITE).to?.id).toBe("r1");
    await s().whispers("wu2", `/进展 ${(await s().ticket()).code} 还差一个零件`);
    s().silent("t1");
  });

  test("whoever writes in private hears all of it, in order, and is shown no way any more", async () => {
    s().skip();
    await s().shy.whispers("r1", "在吗");
    await s().later("10s");
    for (const said of [/接手了/, /在等门机/, /门机到了/]) s().hears("r1", said);
    await s().whispers("wu2", `/进展 ${(await s().ticket()).code} 今天装`);
    s().hears("r1", /今天装/);
    s().silent("t1");
  });

  test("what is a fortnight old, or reminds of what is over, is not said any more", async () => {
    const { code } = await s().ticket();
    await s().whispers("wu2", `/办结 ${code} 修好了`);
    await s().later("3d");
    await s().whispers("ban", `/单 ${code}`);
    await s().later("8d");
    s().skip();
    await s().shy.turns({ change: "opened" }, "r2");
    s().hears("r2", /还差一个零件/);
    s().hears("r2", /修好了/);
    s().silent("r2");
    const { database } = s().replayed;
    expect(await database.outbound.count({ where: { state: "held" } })).toBe(0);
  });
});

describe("a command in the group by somebody without a private chat", () => {
  const s = story(START);

  test("is answered in private, to which they are shown the way in their topic", async () => {
    await s().shy.says("r1", "/我的", { thread: "7" });
    const hint = s().hears("t1", INVITE);
    expect([hint.thread, hint.to?.id]).toEqual(["7", "r1"]);
    await s().shy.whispers("r1", "/我的");
    s().hears("r1", /还没有登记/);
    s().hears("r1", /还没有登记/);
  });

  test("whoever asks to be forgotten is told nothing of what waited", async () => {
    await s().shy.says("r2", "/我的");
    s().hears("t1", INVITE);
    await s().shy.turns({ change: "blocked" }, "r2");
    const { database } = s().replayed;
    const { personId } = await database.account.findFirstOrThrow({ where: { externalId: "r2" } });
    await s().replayed.house.store.transaction(({ people }) =>
      people.erase(personId, "已注销", s().replayed.clock.now()),
    );
    expect(await database.outbound.count({ where: { personId, state: "held" } })).toBe(0);
  });
});

describe("where Linli only listens", () => {
  const s = story(START);

  test("nobody is shown a way in the group, and sees only that it was heard", async () => {
    await s().shy.says("r1", "今天天气真好");
    await s().replayed.database.chat.updateMany({
      where: { externalId: "t1" },
      data: { mode: "listen" },
    });
    const id = await s().shy.says("r1", "3栋2单元电梯坏了,麻烦来修");
    await s().later("1m");
    expect(s().shy.signs()).toEqual([`${id} 👀`]);
    s().silent("t1");
    await s().shy.turns({ change: "opened" }, "r1");
    s().hears("r1", /已登记/);
  });
});
