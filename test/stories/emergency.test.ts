import { describe, expect, test } from "vitest";
import { story } from "#test/helpers/story.ts";

describe("a smell of gas at night", () => {
  const s = story("2026-11-23T22:10:00+08:00");

  test("the number to call is the first thing said, at once, with who has been rung", async () => {
    await s().says("wang", "8栋1单元楼道好大煤气味");
    const line = s().hears("g1", /119|燃气/);
    expect(line.text).toMatch(/值班/);
    expect(line.text).toMatch(/22:40前/);
    const ticket = await s().ticket();
    expect([ticket.urgency, ticket.category, ticket.private]).toEqual(["emergency", "safety", false]);
    expect(ticket.resultBy.toISOString()).toBe("2026-11-23T16:10:00.000Z");
  });

  test("the duty person has it in the same moment", () => {
    expect(s().hears("zhian", /工单.*紧急/).buttons).toContain("接单");
    s().silent();
  });

  test("nobody takes it: staff are rung, there being nobody else, a reminder in time, then it is overdue", async () => {
    await s().later("5m");
    s().hears("ban", /安主任,都没回应/);
    s().hears("wang", /还没接到/);
    s().silent();
    await s().later("18m");
    s().hears("zhian", /还没人接/);
    await s().later("8m");
    s().hears("zhian", /过了答复时限/);
    s().hears("ban", /过了答复时限/);
    s().silent();
  });

  test("taken, handled, reported: no more reminders", async () => {
    await s().presses("zhian", "接单");
    await s().whispers("zhian", `/办结 ${(await s().ticket()).code} 关了阀门,燃气公司已换软管`);
    s().skip();
    await s().later("12h");
    s().silent();
  });
});

describe("a lift with someone in it, and the words come in pieces", () => {
  const s = story("2026-11-23T12:00:00+08:00");

  test("a plain request turns into an emergency, and after five minutes the lead is rung as well", async () => {
    await s().says("zhang", "3栋2单元电梯又坏了");
    await s().later("1m");
    s().hears("g1", /已登记/);
    expect((await s().ticket()).urgency).not.toBe("emergency");
    await s().says("zhang", "里面有人被困住了,电梯打不开门");
    await s().later("5s");
    const tickets = await s().tickets();
    expect(tickets.filter((ticket) => ticket.urgency === "emergency")).toHaveLength(1);
    s().hears("g1", /119|救援|维保/);
    s().hears("wu2", /紧急/);
    s().silent("wu");
    await s().later("5m");
    s().hears("wu", /紧急/);
  });
});
