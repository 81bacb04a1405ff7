import { describe, expect, test } from "vitest";
import { followChange } from "#src/corridor/follow-change.ts";
import { handleTurn } from "#src/corridor/handle-turn.ts";
import { ASKING, story } from "#test/helpers/story.ts";
import type { Story } from "#test/helpers/story.ts";

const GATE = "8栋1单元门禁刷不开了,麻烦来修";

/** Where in SQL a word is to be found. */
async function found(s: Story, word: string): Promise<string[]> {
  const { database } = s.replayed;
  const tables = {
    message: await database.message.findMany(),
    event: await database.ticketEvent.findMany(),
    outbound: await database.outbound.findMany(),
    ticket: await database.ticket.findMany(),
    conversation: await database.conversation.findMany(),
  };
  return Object.entries(tables).flatMap(([name, rows]) =>
    JSON.stringify(rows).includes(word) ? [name] : [],
  );
}

describe("a recall before the turn", () => {
  const s = story("2026-11-23T09:00:00+08:00");

  test("leaves nothing, and comes twice without harm", async () => {
    const id = await s().says("wang", GATE);
    await s().recalls("wang", id);
    await s().recalls("wang", id);
    await s().later("3m");
    s().silent();
    expect(await s().tickets()).toEqual([]);
    expect(await found(s(), "门禁")).toEqual([]);
  });

  test("takes only that message; the rest is heard", async () => {
    await s().says("wang", GATE);
    const more = await s().says("wang", "都怪那个姓陈的,天天踹门");
    await s().recalls("wang", more);
    await s().later("1m");
    expect(s().hears("wu2", /新工单/).text).not.toMatch(/陈/);
    s().hears("g1", /已登记/);
    s().silent();
    expect(await found(s(), "姓陈")).toEqual([]);
  });

  test("an edit that comes after it brings nothing back", async () => {
    const id = await s().says("li", "5栋1单元路灯坏了,麻烦来修");
    await s().recalls("li", id);
    await s().edits("li", id, "5栋1单元路灯坏了,快来修");
    await s().later("3m");
    s().silent();
    expect(await found(s(), "路灯")).toEqual([]);
  });
});

describe("a recall of all that a person said", () => {
  const s = story("2026-11-23T09:00:00+08:00");
  let id = "";

  test("by a stranger, or of a message that nobody knows, changes nothing", async () => {
    id = await s().says("wang", GATE);
    await s().later("1m");
    s().skip();
    await s().recalls("li", id);
    await s().recalls("wang", "m999");
    await s().recalls("nobody", id);
    s().silent();
    expect((await s().ticket()).state).toBe("routed");
  });

  test("withdraws a ticket that nobody has taken, with one line in private", async () => {
    await s().recalls("wang", id);
    expect(s().hears("wang", /已撤回,不再跟进/).chat.kind).toBe("private");
    s().hears("wu2", /不用办了/);
    s().silent();
    expect((await s().ticket()).state).toBe("withdrawn");
    expect(await found(s(), GATE)).toEqual([]);
  });

  test("which comes again, and turns that come again, do nothing more", async () => {
    await s().recalls("wang", id);
    const { house, database } = s().replayed;
    for (const { id: each } of await database.conversation.findMany()) await handleTurn(house, each);
    await s().later("10d");
    s().silent();
    expect(await s().tickets()).toHaveLength(1);
  });
});

describe("recalls, edits and turns all at once", () => {
  const s = story("2026-11-23T09:00:00+08:00");

  test("leave one end: nothing of it, however they meet", async () => {
    const id = await s().says("wang", GATE);
    const { house, database } = s().replayed;
    const now = house.clock.now();
    await database.conversation.updateMany({ data: { turnDueAt: now } });
    const { id: conversation } = await database.conversation.findFirstOrThrow();
    const given = { channel: "replay", chat: { id: "g1" }, from: { id: "wang" }, id, at: now };
    const edit = { ...given, change: "edit" as const, text: `${GATE},家里老人进不来`, mention: false };
    await Promise.all(
      Array.from({ length: 4 }, () => [
        handleTurn(house, conversation),
        followChange(house, edit),
        followChange(house, { ...given, change: "recall" }),
      ]).flat(),
    );
    await s().later("3m");
    expect((await s().tickets()).filter(({ state }) => state !== "withdrawn")).toEqual([]);
    expect(await found(s(), "老人进不来")).toEqual([]);
    expect(await found(s(), GATE)).toEqual([]);
  });
});

describe("a recall where neighbours have joined", () => {
  const s = story("2026-11-23T09:00:00+08:00");

  test("only takes this person off; the ticket stays the others'", async () => {
    const id = await s().says("wang", GATE);
    await s().later("1m");
    const plus = await s().says("zhao", "+1", { replyTo: id });
    await s().says("li", "+1", { replyTo: id });
    await s().later("1m");
    s().skip();
    await s().recalls("wang", id);
    s().hears("wang", /不再通知您/);
    await s().recalls("zhao", plus);
    s().hears("zhao", /不再通知您/);
    s().silent();
    const { state, reporters } = await s().ticket();
    expect([state, reporters.length, reporters[0]?.first]).toEqual(["routed", 1, true]);
  });
});

describe("a recall of one message of several", () => {
  const s = story("2026-11-23T09:00:00+08:00");

  test("is told to the member in one line; the words and the picture are gone, also from what is still to be said", async () => {
    await s().says("wang", GATE);
    const more = await s().says("wang", "就是姓陈的踹坏的", { images: 1 });
    await s().later("1m");
    expect(s().hears("wu2", /新工单/).text).toMatch(/姓陈/);
    s().skip();
    await s().recalls("wang", more);
    s().hears("wu2", /收回了一条消息/);
    s().silent();
    const { state, code } = await s().ticket();
    expect(state).toBe("routed");
    expect(await found(s(), "姓陈")).toEqual([]);
    expect(await found(s(), `${more}-0`)).toEqual([]);
    await s().whispers("wu2", `/单 ${code}`);
    expect(s().hears("wu2", /门禁/).text).toMatch(/刷不开/);
  });

  test("also words that were edited before", async () => {
    const id = await s().says("wang", "门禁那个喇叭也一直响");
    await s().later("1m");
    await s().edits("wang", id, "门禁那个喇叭也一直响个不停,整夜都响");
    await s().later("1m");
    s().skip();
    await s().recalls("wang", id);
    s().hears("wu2", /收回了一条消息/);
    expect(await found(s(), "喇叭")).toEqual([]);
  });
});

describe("a recall after a member has taken the ticket", () => {
  const s = story("2026-11-23T09:00:00+08:00");

  test("forgets the words; the ticket goes on and the member hears it", async () => {
    const id = await s().says("wang", GATE);
    await s().later("1m");
    await s().presses("wu2", "接单");
    s().skip();
    await s().recalls("wang", id);
    s().hears("wu2", /收回了一条消息/);
    s().silent();
    expect((await s().ticket()).state).toBe("accepted");
    expect(await found(s(), GATE)).toEqual([]);
  });

  test("after the end it is forgotten without a word", async () => {
    const more = await s().says("wang", "门禁刷卡也没反应");
    await s().later("1m");
    await s().presses("wu2", "办结");
    await s().whispers("wu2", "换了读卡器");
    await s().later("1m");
    await s().presses("wang", "已解决");
    await s().presses("wang", "5");
    s().skip();
    await s().recalls("wang", more);
    s().silent();
    expect(await found(s(), "没反应")).toEqual([]);
    expect((await s().ticket()).state).toBe("ended");
  });
});

describe("a recall of an emergency's words", () => {
  const s = story("2026-11-23T22:10:00+08:00");

  test("never withdraws the ticket; whoever was rung is told to look all the same", async () => {
    const id = await s().says("wang", "8栋1单元楼道好大煤气味");
    s().skip();
    await s().recalls("wang", id);
    s().hears("zhian", /请仍按紧急情况核实/);
    s().silent("wang");
    s().silent("g1");
    expect((await s().ticket()).state).toBe("routed");
    expect(await found(s(), "好大煤气味")).toEqual([]);
    await s().later("31m");
    s().hears("ban", /过了答复时限/);
  });
});

describe("a recall of what was no request", () => {
  const s = story("2026-11-23T09:00:00+08:00", undefined, undefined, ASKING);

  test("says nothing; a card's button registers nothing any more", async () => {
    const chatter = await s().says("zhao", "今天天气真好,晚上谁去跳广场舞");
    await s().recalls("zhao", chatter);
    const id = await s().whispers("zhao", "小区门口的路灯坏了,麻烦修一下");
    await s().later("1m");
    s().hears("zhao", /登记办理吗/);
    await s().recalls("zhao", id, { in: "zhao" });
    await s().presses("zhao", "立单");
    await s().later("1m");
    s().silent();
    expect(await s().tickets()).toEqual([]);
    expect(await found(s(), "路灯")).toEqual([]);
  });
});
