// Several matters in one message, and one matter in several sentences.
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, inject, test } from "vitest";
import { handleTurn } from "#src/corridor/handle-turn.ts";
import { story } from "#test/helpers/story.ts";

describe("two matters in one message", () => {
  const s = story("2026-11-23T09:00:00+08:00");

  test("are two tickets, and the group hears one short line for each", async () => {
    await s().says("zhang", "3栋电梯又坏了,另外东门路灯也不亮");
    await s().later("1m");
    const [lift, lamp] = await s().tickets();
    expect([lift?.matter, lamp?.matter]).toEqual(["电梯故障", "照明损坏"]);
    expect(s().hears("g1", /已登记/).text).toMatch(new RegExp(`^${lift?.code} 电梯故障.*3栋`));
    expect(s().hears("g1", /已登记/).text).toMatch(new RegExp(`^${lamp?.code} 照明损坏.*东门`));
    s().silent("g1");
  });

  test("each member gets the words of theirs and no others", async () => {
    expect(s().hears("wu2", /新工单.*电梯/).text).not.toMatch(/路灯|东门/);
    expect(s().hears("wu2", /新工单.*照明/).text).not.toMatch(/电梯|3栋/);
    s().silent();
  });

  test("a neighbour's +1 in answer to our line joins that ticket", async () => {
    const { database } = s().replayed;
    const lift = await s().ticket(1);
    const line = await database.outbound.findFirstOrThrow({
      where: { ticketId: lift.id, chat: { externalId: "g1" } },
    });
    await s().says("li", "+1", { replyTo: line.externalId ?? "" });
    await s().later("1m");
    s().hears("li", /电梯故障.*已有邻居报过/);
    expect((await s().ticket(1)).reporters).toHaveLength(2);
    expect((await s().ticket(2)).reporters).toHaveLength(1);
  });

  test("the turn run again changes nothing", async () => {
    s().skip();
    const { house, database } = s().replayed;
    const before = [await database.ticketMessage.count(), await database.outbound.count()];
    for (const { id } of await database.conversation.findMany()) await handleTurn(house, id);
    expect([await database.ticketMessage.count(), await database.outbound.count()]).toEqual(before);
    s().silent();
  });

  test("said again, both are known", async () => {
    await s().says("zhang", "3栋电梯还是坏的,另外东门路灯也还是不亮");
    await s().later("1m");
    expect(await s().tickets()).toHaveLength(2);
    s().hears("wu2", /居民补充:3栋电梯还是坏的/);
    expect(s().hears("wu2", /居民补充:另外东门路灯也还是不亮/).text).not.toMatch(/电梯/);
  });
});

describe("a list of matters", () => {
  const s = story("2026-11-23T09:00:00+08:00");

  test("by number is a ticket for each, at the stairs that the list names", async () => {
    await s().says("r1", "7栋2单元三件事:1.楼道灯坏了 2.垃圾没人收 3.门禁刷不开", { name: "果果" });
    await s().later("1m");
    const tickets = await s().tickets();
    expect(tickets.map(({ matter }) => matter)).toEqual(["照明损坏", "垃圾清运", "门禁门锁"]);
    expect(tickets.map(({ place }) => place)).toMatchObject([
      { building: "7", unit: "2" },
      { building: "7", unit: "2" },
      { building: "7", unit: "2" },
    ]);
  });

  test("in private is answered for each", async () => {
    await s().whispers("wang", "物业两件事:8栋1单元楼道灯坏了;小区垃圾没人收");
    await s().later("1m");
    s().hears("wang", /已登记.*照明损坏/);
    s().hears("wang", /已登记.*垃圾清运/);
    s().skip();
    await s().whispers("wang", "两件事:楼道灯还没修;垃圾还是没人收");
    await s().later("1m");
    expect(await s().tickets()).toHaveLength(5);
    const added = [s().hears("wang", /补充到/).text, s().hears("wang", /补充到/).text];
    expect(added.join()).toContain((await s().ticket(4)).code);
    expect(added.join()).toContain((await s().ticket(5)).code);
  });

  test("in a member's answer is one report", async () => {
    const { code } = await s().ticket(4);
    await s().whispers("wu2", `/接 ${code}`);
    s().skip();
    await s().presses("wu2", "办结");
    await s().whispers("wu2", "1.楼道灯不亮是线路断了,换线了 2.门禁刷不开是读卡器坏了");
    await s().later("1m");
    expect(s().hears("wang", /办好了/).text).toMatch(/楼道灯.*读卡器/);
    expect(await s().tickets()).toHaveLength(5);
  });
});

describe("two matters while a question is open", () => {
  const s = story("2026-11-23T09:00:00+08:00");

  test("are no answer to it, though they name a building", async () => {
    await s().says("r1", "单元门禁坏了,麻烦修一下", { name: "果果" });
    await s().later("1m");
    s().hears("g1", /几栋几单元/);
    await s().says("r1", "8栋1单元楼道灯坏了,另外5栋垃圾没人收", { name: "果果" });
    await s().later("1m");
    const places = (await s().tickets()).map(({ matter, place }) => [matter, place]);
    expect(places).toMatchObject([
      ["门禁门锁", null],
      ["照明损坏", { building: "8" }],
      ["垃圾清运", { building: "5" }],
    ]);
  });
});

describe("one matter for all and one that is private", () => {
  const s = story("2026-11-23T10:00:00+08:00");
  const QUARREL = /802|骂|吵|调解/;

  test("are told apart: what is private reaches only those who work on it", async () => {
    await s().says(
      "li",
      "楼上802天天半夜吵得睡不着,上门说了几次都骂人,想请调解委员会调解一下。另外楼道灯坏了好几天没人换,见照片",
      { images: 1 },
    );
    await s().later("1m");
    const [quarrel, lamp] = await s().tickets();
    expect([lamp?.private, quarrel?.private, quarrel?.category]).toEqual([false, true, "mediation"]);
    const task = s().hears("wu2", /新工单/);
    expect(task.text).toMatch(/楼道灯/);
    expect(task.text).not.toMatch(QUARREL);
    expect(task.images).toHaveLength(1);
    const told = s().hears("tiao2", /新工单/);
    expect(told.text).toMatch(/802/);
    expect([told.text.includes("楼道灯"), told.images]).toEqual([false, []]);
    s().hears("g1", /私下/);
    expect(s().hears("g1", /照明损坏.*已登记/).text).not.toMatch(QUARREL);
    s().hears("li", new RegExp(`已登记 ${quarrel?.code}`));
    s().silent();
  });

  test("what is said just after them goes to those who know the private one", async () => {
    await s().says("li", "昨天又闹到两点");
    await s().later("1m");
    s().silent("wu2");
    s().hears("tiao2", /闹到两点/);
  });

  test("not by any command either", async () => {
    const [quarrel, lamp] = await s().tickets();
    await s().whispers("wu2", `/单 ${lamp?.code}`);
    expect(s().hears("wu2", /照明/).text).not.toMatch(QUARREL);
    await s().whispers("wu2", `/单 ${quarrel?.code}`);
    s().hears("wu2", /没有找到/);
  });

  test("+1 in answer to the message joins the one that is for all", async () => {
    await s().says("zhao", "+1", { replyTo: "m1" });
    await s().later("1m");
    s().hears("zhao", /照明损坏/);
    expect((await s().ticket(1)).reporters).toHaveLength(1);
  });

  test("what its reporter answers to it goes to those who know the private one", async () => {
    s().skip();
    await s().says("li", "昨天还拿东西砸门", { replyTo: "m1" });
    await s().later("1m");
    s().silent("wu2");
    s().hears("tiao2", /砸门/);
  });
});

describe("a private matter that names a place", () => {
  const s = story("2026-11-23T10:00:00+08:00");

  test("does not lend it to the one beside it", async () => {
    await s().whispers("r1", "5栋802天天半夜吵得睡不着还骂人,想请调解委员会调解。另外楼道灯坏了麻烦修一下");
    await s().later("1m");
    const places = (await s().tickets()).map((ticket) => [ticket.private, ticket.place]);
    expect(places).toMatchObject([
      [true, { building: "5" }],
      [false, null],
    ]);
    s().hears("r1", /照明损坏.*几栋几单元/);
  });
});

describe("a danger beside another matter", () => {
  const s = story("2026-11-23T22:10:00+08:00");

  test("is heard at once and first, and the other is not lost", async () => {
    await s().says("wang", "8栋1单元楼道灯坏了。对了,我家好大煤气味");
    expect(s().hears("g1", /已通知|已登记/).text).toMatch(/119|燃气/);
    s().hears("g1", /照明损坏.*已登记/);
    const [gas, lamp] = await s().tickets();
    expect([gas?.urgency, lamp?.matter]).toEqual(["emergency", "照明损坏"]);
    expect(gas?.place).toMatchObject({ building: "8", unit: "1" });
    s().hears("zhian", /紧急/);
  });

  test("what is said after it is about the danger", async () => {
    await s().says("wang", "味道越来越重");
    await s().later("1m");
    s().hears("zhian", /居民补充:味道越来越重/);
  });
});

describe("one matter", () => {
  const s = story("2026-11-23T09:00:00+08:00");

  test.each([
    ["wang", "8栋1单元楼上漏水。找物业不管!墙都发霉了"],
    ["zhang", "电梯坏了。老人下不来。物业电话没人接,还有人管吗"],
    ["zhao", "11栋垃圾没人清。臭死了。还有苍蝇"],
  ])("told by %s in several sentences is one ticket with all its words", async (who, text) => {
    const before = (await s().tickets()).length;
    await s().says(who, text);
    await s().later("1m");
    const tickets = await s().tickets();
    expect(tickets).toHaveLength(before + 1);
    const kept = await s().replayed.database.ticketMessage.findMany({
      where: { ticketId: tickets.at(-1)?.id ?? 0 },
    });
    expect(kept.map((row) => row.text)).toEqual([text]);
  });

  test("a photo sent just before the words belongs to them", async () => {
    s().skip();
    await s().says("li", "", { images: 2 });
    await s().later("15s");
    await s().says("li", "3栋2单元门口井盖坏了,太危险了");
    await s().later("1m");
    const task = s().hears("zhian", /新工单[\s\S]*井盖/);
    expect(task.images).toHaveLength(2);
    expect(task.text).toContain("[图×2]");
  });
});

describe("the recording of a message about two matters", () => {
  test("shows it with both tickets, and its photo with the part that speaks of it", async () => {
    const folder = mkdtempSync(join(tmpdir(), "linli-matters-"));
    const at = (seconds: number) => `2026-11-23T09:00:${String(seconds).padStart(2, "0")}+08:00`;
    const from = { chat: "g1", kind: "group", from: "zhang", name: "3-2-501 张" };
    const lines = [
      { ...from, id: "a1", at: at(0), text: "1.楼道灯坏了 2.垃圾没人收,如图", images: 1 },
      { ...from, id: "a2", at: at(5), text: "都三天了" },
    ];
    const file = join(folder, "two.jsonl");
    writeFileSync(file, lines.map((line) => JSON.stringify(line)).join("\n"));
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ["--no-deprecation", "src/cli.ts", "replay", file, "--json"],
      { env: { ...process.env, DATABASE_URL: inject("adminUrl") } },
    );
    rmSync(folder, { recursive: true });
    const tickets = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { t: string; messages: string[] })
      .filter(({ t }) => t === "ticket");
    expect(tickets.map(({ messages }) => messages)).toEqual([["a1"], ["a1", "a2"]]);
  }, 60_000);
});
