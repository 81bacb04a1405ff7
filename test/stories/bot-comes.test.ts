import { describe, expect, test } from "vitest";
import { story } from "#test/helpers/story.ts";

const START = "2026-11-23T10:00:00+08:00";
const LIFT = "3栋2单元电梯坏了,麻烦来修";
const WELCOME = /我是邻里助手/;
const here = { change: "present", hears: true } as const;

describe("a group into which the bot is put", () => {
  const s = story(START);

  test("hears once what it does, keeps and needs, however often it is told", async () => {
    await s().shy.turns({ change: "present", hears: false }, "t1", 5);
    const { text } = s().hears("t1", WELCOME);
    expect(text).toMatch(/闲聊听过就忘.*@我[\s\S]*管理员.*\/setprivacy.*Disable/);
    await s().shy.turns({ change: "present", hears: false });
    s().silent();
  });

  test("hears one line when it hears everybody", async () => {
    await s().shy.turns(here);
    await s().shy.turns(here);
    s().hears("t1", /现在听得见大家说话了/);
    s().silent();
  });

  test("its new title is taken over quietly", async () => {
    await s().shy.turns({ change: "renamed" });
    const chat = await s().replayed.database.chat.findFirstOrThrow({ where: { externalId: "t1" } });
    expect([chat.title, chat.estateId]).toEqual(["东门邻里群", 1]);
    s().silent();
  });
});

describe("a group in which the bot is muted", () => {
  const s = story(START);

  test("hears nothing; what is for one person goes to them, and staff hear it once", async () => {
    await s().shy.turns(here);
    await s().shy.whispers("r1", "你好");
    s().skip();
    await s().shy.turns({ change: "muted" }, "t1", 3);
    await s().shy.turns({ change: "muted" });
    s().hears("ban", /「东门邻里群」里被禁言/);
    await s().shy.says("r1", LIFT);
    await s().later("1m");
    s().hears("r1", /已登记/);
    await s().shy.says("r2", "+1", { replyTo: "m2", name: "邻居" });
    await s().later("1m");
    await s().shy.says("r1", "7栋1单元楼道里一股煤气味,好浓");
    await s().later("10s");
    s().hears("r1", /119|燃气/);
    s().silent("t1");
    s().silent("ban");
    expect(s().shy.signs()).toEqual([]);
  });

  test("what waited there when it was muted is not said afterwards", async () => {
    await s().shy.turns(here);
    s().silent("t1");
    s().skip();
    await s().shy.says("r3", "11栋1单元下水道堵了,水往外冒");
    await s().later("1m");
    s().hears("t1", /已登记/);
    s().silent("t1");
  });
});

describe("a group out of which the bot is thrown", () => {
  const s = story(START);

  test("its tickets are worked on, staff hear of it once, and its people in private", async () => {
    await s().shy.turns(here);
    await s().shy.says("r1", LIFT);
    await s().later("1m");
    await s().shy.turns({ change: "left" }, "t1", 3);
    await s().shy.turns({ change: "left" });
    s().hears("ban", /不在「东门邻里群」里/);
    s().silent("ban");
    s().skip();
    await s().whispers("wu2", `/办结 ${(await s().ticket()).code} 修好了`);
    s().silent("t1");
    await s().shy.turns({ change: "opened" }, "r1");
    s().hears("r1", /修好了/);
  });

  test("put in again it says once more what it does", async () => {
    await s().later("1h");
    s().skip();
    await s().shy.turns(here, "t1", 5);
    s().hears("t1", WELCOME);
    s().silent("t1");
    await s().shy.turns({ change: "left" });
    s().hears("ban", /不在/);
  });
});

describe("what is not known of a chat", () => {
  const s = story(START);

  test.each([["left"], ["muted"], ["renamed"], ["opened"], ["blocked"]] as const)(
    "is not told by %s",
    async (change) => {
      await s().shy.turns({ change }, change === "opened" || change === "blocked" ? "nobody" : "t9");
      expect(await s().replayed.database.chat.count({ where: { channel: "shy" } })).toBe(0);
      s().silent();
    },
  );
});

describe("a group that goes on under another id", () => {
  const s = story(START);

  test("keeps tickets, mode and questions, also where its people have written there before", async () => {
    await s().shy.turns(here);
    const first = await s().shy.says("r1", "电梯坏了,麻烦来修");
    await s().later("1m");
    s().hears("t1", /几栋几单元/);
    await s().shy.says("r2", "5栋2单元下水道堵了,水往外冒", { in: "t2", title: "东门邻里群", id: first });
    await s().later("1m");
    await s().shy.turns({ change: "moved", to: "t2" }, "t1", 3);
    await s().shy.turns({ change: "moved", to: "t2" });
    await s().shy.says("r1", "3栋2单元", { in: "t2", title: "东门邻里群" });
    await s().later("1m");
    s().hears("t2", /在3栋2单元/);
    const { database } = s().replayed;
    const chats = await database.chat.findMany({ where: { channel: "shy" }, include: { tickets: true } });
    expect(chats.map(({ externalId, tickets }) => [externalId, tickets.length])).toEqual([["t2", 2]]);
    s().silent("t1");
  });

  test("an answer to a message there is to that message, not to an old one of the same number", async () => {
    await s().shy.says("r3", "+1", { in: "t2", title: "东门邻里群", replyTo: "m1", name: "邻居" });
    await s().later("1m");
    const [lift, drain] = await s().tickets();
    expect([lift?.reporters.length, drain?.reporters.length]).toEqual([1, 2]);
  });
});
