import { describe, expect, test } from "vitest";
import { AppError } from "#src/errors.ts";
import { story } from "#test/helpers/story.ts";

const START = "2026-11-23T10:00:00+08:00";
const LIFT = "3栋2单元电梯坏了,麻烦来修";
const refused = () => {
  throw new AppError("channel_unreachable", "forbidden");
};
const LOST = /小邬.*shy上收不到我的消息/;

describe("a member who blocks the bot on one platform", () => {
  const s = story(START);

  test("gets the task on the other, and staff hear it once", async () => {
    await s().shy.binds("wu2", "t-wu2");
    await s().shy.whispers("t-wu2", "/待办");
    s().hears("t-wu2", /没有待办/);
    s().shy.fails(({ chat }) => (chat.kind === "private" ? refused() : null));
    await s().shy.says("r1", LIFT);
    await s().later("1m");
    s().hears("wu2", /新工单/);
    expect(s().hears("ban", LOST).text).toMatch(/物业委员会小邬.*已改用别的渠道/);
    await s().shy.turns({ change: "blocked" }, "t-wu2");
    await s().whispers("wu2", `/接 ${(await s().ticket()).code}`);
    s().silent("ban");
  });

  test("again only after they could be reached in between; a line in a group is no proof of that", async () => {
    await s().shy.says("t-wu2", "大家好");
    await s().shy.turns({ change: "blocked" }, "t-wu2");
    s().silent("ban");
    s().shy.works();
    await s().shy.whispers("t-wu2", "/待办");
    s().hears("t-wu2", /待办 1 件/);
    await s().shy.turns({ change: "blocked" }, "t-wu2");
    s().hears("ban", LOST);
    await s().later("1s");
    await s().shy.turns({ change: "opened" }, "t-wu2");
    await s().shy.turns({ change: "blocked" }, "t-wu2");
    s().hears("ban", LOST);
    s().silent("ban");
  });
});

describe("a member who can be reached nowhere", () => {
  const s = story(START);

  test("has the task kept until they come back, and staff are asked to tell them", async () => {
    await s().shy.binds("wu2", "t-wu2");
    await s().shy.whispers("t-wu2", "/待办");
    const { database } = s().replayed;
    const where = { channel: "replay", externalId: "wu2" };
    await database.account.updateMany({ where, data: { unreachableAt: s().replayed.clock.now() } });
    s().skip();
    s().shy.fails(({ chat }) => (chat.kind === "private" ? refused() : null));
    await s().says("wang", LIFT);
    await s().later("1m");
    expect(s().hears("ban", LOST).text).toMatch(/也没有别的渠道/);
    s().shy.works();
    await s().shy.turns({ change: "opened" }, "t-wu2");
    s().hears("t-wu2", /新工单/);
  });
});

describe("a resident who blocks the bot", () => {
  const s = story(START);

  test("is shown the way back where they spoke, and staff are not bothered", async () => {
    await s().shy.whispers("r1", "你好");
    await s().shy.says("r1", LIFT);
    await s().later("1m");
    s().skip();
    s().shy.fails(({ chat }) => (chat.kind === "private" ? refused() : null));
    const { code } = await s().ticket();
    await s().whispers("wu2", `/接 ${code}`);
    await s().whispers("wu2", `/进展 ${code} 在等门机`);
    expect(s().hears("t1", /私聊我看/).to?.id).toBe("r1");
    s().silent("t1");
    s().silent("ban");
    s().shy.works();
    await s().shy.whispers("r1", "回来了");
    s().hears("r1", /接手了/);
    s().hears("r1", /在等门机/);
  });
});

describe("a group that cannot be written to", () => {
  const s = story(START);

  test("gets no more lines; what was for one person goes to their private chat, and staff hear it once", async () => {
    await s().shy.whispers("r1", "你好");
    s().skip();
    s().shy.fails(({ chat }) => (chat.kind === "group" ? refused() : null));
    await s().shy.says("r1", LIFT, { title: "东门邻里群" });
    await s().later("1m");
    expect(s().hears("r1", /已登记/).chat.kind).toBe("private");
    s().hears("ban", /不在「东门邻里群」里/);
    const { code } = await s().ticket();
    await s().whispers("wu2", `/办结 ${code} 修好了`);
    s().hears("r1", /修好了/);
    s().silent("ban");
    s().silent("t1");
    const { database } = s().replayed;
    expect(await database.outbound.count({ where: { state: { in: ["pending", "sending"] } } })).toBe(0);
    expect((await database.chat.findFirstOrThrow({ where: { externalId: "t1" } })).leftAt).not.toBeNull();
  });

  test("whoever is heard there again is answered there", async () => {
    s().shy.works();
    await s().later("1m");
    await s().shy.says("r2", "9栋1单元楼道灯坏了,麻烦来修", { title: "东门邻里群" });
    await s().later("1m");
    s().hears("t1", /已登记/);
  });
});
