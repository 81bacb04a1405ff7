import { describe, expect, test } from "vitest";
import { accept } from "#src/corridor/accept.ts";
import { deliver } from "#src/corridor/deliver.ts";
import { fire } from "#src/corridor/fire.ts";
import { handleTurn } from "#src/corridor/handle-turn.ts";
import { sweep } from "#src/corridor/sweep.ts";
import { story } from "#test/helpers/story.ts";
import { inboundMessage } from "#test/helpers/inbound.ts";

describe("everything may come twice", () => {
  const s = story("2026-11-23T09:00:00+08:00");
  const inbound = (id: string, text: string) =>
    inboundMessage({
      channel: "replay",
      chat: { id: "g1", kind: "group", title: "" },
      from: { id: "wang", name: "8-1-1203 老王" },
      id,
      at: s().replayed.clock.now(),
      text,
    });
  const counts = async () => {
    const { database } = s().replayed;
    return {
      messages: await database.message.count(),
      tickets: await database.ticket.count(),
      outs: await database.outbound.count(),
      events: await database.ticketEvent.count(),
    };
  };

  test("the same update a hundred times at once is one message, one ticket, one answer", async () => {
    const { house } = s().replayed;
    await Promise.all(
      Array.from({ length: 100 }, () => accept(house, inbound("same", "8栋1单元门禁刷不开了,麻烦来修"))),
    );
    await s().later("1m");
    s().hears("g1", /已登记/);
    s().hears("wu2", /新工单/);
    s().silent();
    expect(await counts()).toMatchObject({ messages: 1, tickets: 1 });
  });

  test("turns, deliveries and follow-ups delivered again do nothing", async () => {
    const { house, database } = s().replayed;
    const before = await counts();
    const conversations = await database.conversation.findMany();
    const outbounds = await database.outbound.findMany();
    const followUps = await database.followUp.findMany();
    for (let i = 0; i < 2; i += 1) {
      for (const { id } of conversations) await handleTurn(house, id);
      for (const { id } of outbounds) await deliver(house, id);
      for (const { id } of followUps) await fire(house, id);
      await sweep(house);
    }
    expect(await counts()).toEqual(before);
    s().silent();
  });

  test("two workers at one turn, one delivery, one follow-up: each is done once", async () => {
    const { house, database } = s().replayed;
    await accept(house, inbound("second", "8栋1单元水管爆了,楼道全是水"));
    await s().replayed.until(new Date(s().replayed.clock.now().getTime() + 4000));
    const conversation = await database.conversation.findFirstOrThrow({
      where: { turnDueAt: { not: null } },
    });
    await database.conversation.update({
      where: { id: conversation.id },
      data: { turnDueAt: house.clock.now() },
    });
    await Promise.all([
      handleTurn(house, conversation.id),
      handleTurn(house, conversation.id),
      handleTurn(house, conversation.id),
    ]);
    expect(await database.ticket.count()).toBe(2);
    const pending = await database.outbound.findMany({ where: { state: "pending" } });
    await Promise.all(pending.flatMap(({ id }) => [deliver(house, id), deliver(house, id)]));
    s().hears("g1", /已登记/);
    s().hears("wu2", /新工单/);
    s().silent();
    const [due] = await database.followUp.findMany({
      where: { state: "waiting" },
      orderBy: { dueAt: "asc" },
    });
    await database.followUp.update({ where: { id: due?.id ?? 0 }, data: { dueAt: house.clock.now() } });
    await Promise.all([fire(house, due?.id ?? 0), fire(house, due?.id ?? 0)]);
    await s().later("1s");
    s().hears("wu2", /请.*接单/);
    s().silent();
  });

  test("a follow-up of a ticket that has moved on says nothing", async () => {
    const { house, database } = s().replayed;
    const waiting = await database.followUp.findMany({ where: { state: "waiting", kind: "answer_overdue" } });
    await database.ticket.updateMany({ data: { state: "withdrawn" } });
    await database.followUp.updateMany({ data: { dueAt: house.clock.now() } });
    for (const { id } of waiting) await fire(house, id);
    await s().later("1m");
    s().silent();
  });
});

describe("ten quick messages", () => {
  const s = story("2026-11-23T09:00:00+08:00");

  test("of one resident are heard in order, as one request, and answered once", async () => {
    const words = [
      "在吗",
      "有人在不",
      "8栋1单元",
      "水管爆了",
      "楼道全是水",
      "快来人",
      "一楼都淹了",
      "要不要关总阀",
      "总阀在哪",
      "急",
    ];
    for (const word of words) await s().says("wang", word);
    await s().later("3m");
    expect(await s().tickets()).toHaveLength(1);
    expect(s().hears("wu2", /新工单/).text).toMatch(/8栋1单元.*水管爆了.*楼道全是水.*一楼都淹了/);
    expect(s().hears("g1", /已登记/).text).toMatch(/8栋1单元/);
    s().silent("g1");
  });
});

describe("odd texts", () => {
  const s = story("2026-11-23T09:00:00+08:00");

  test.each([
    ["20,000 characters", "哈".repeat(20_000)],
    ["nothing", ""],
    ["white space", " \n\t　"],
    ["emoji", "😂😂😂👍🙏"],
    ["right to left", "مرحبا \u202e好你"],
    ["zero width", "\u200b\u200d\u2060\ufeff"],
    ["broken surrogates", "\ud83d\ud83d\udc4d\ude00"],
    ["NUL and other controls", "a\u0000b\u0007\u001b[31m"],
    ["SQL and HTML", '\'; drop table "Ticket"; -- <script>alert(1)</script>'],
    ["placeholders", "{code} {{T1}} ${process.env} $& %s"],
  ])("%s make no ticket, no answer and no trouble", async (_, text) => {
    await s().says("zhao", text);
    await s().whispers("zhao", text);
    await s().later("3m");
    expect(await s().tickets()).toEqual([]);
    s().silent("g1");
    s().skip();
  });
});
