import { describe, expect, test } from "vitest";
import { AppError } from "#src/errors.ts";
import type { OutboundMessage } from "#src/message.ts";
import { story } from "#test/helpers/story.ts";

const START = "2026-11-23T10:00:00+08:00";
const GAS = "11栋1单元楼道里一股煤气味,好浓";
const MATTERS = [
  "3栋2单元电梯坏了,麻烦来修",
  "5栋2单元下水道堵了,水往外冒",
  "8栋1单元门禁刷不开了,麻烦来修",
  "9栋1单元楼道灯坏了,麻烦来修",
  "6栋2单元停水了,麻烦看看",
];
const closed =
  (seconds: number, chat = "t1") =>
  (message: OutboundMessage) => {
    if (message.chat.id === chat)
      throw new AppError("channel_throttled", "too many", { retryAfter: seconds });
    return null;
  };

describe("a group that is closed by its budget", () => {
  const s = story(START);

  test("hears nothing until it opens; other chats go on", async () => {
    s().shy.fails(closed(40.25));
    for (const [index, text] of MATTERS.entries()) {
      await s().shy.says(`r${index + 1}`, text);
      await s().later("5s");
    }
    await s().later("30s");
    s().silent("t1");
    s().hears("wu2", /新工单.*电梯/);
  });

  test("then a danger comes first, and what else waits as one message of short lines", async () => {
    await s().shy.says("r6", GAS);
    s().shy.works();
    await s().later("2m");
    s().hears("zhian", /新工单/);
    const danger = s().hears("t1", /119|燃气/);
    expect([danger.pressing, danger.to?.id, danger.replyTo]).toEqual([true, "r6", "m6"]);
    const folded = s().hears("t1", /电梯故障/);
    const codes = (await s().tickets()).slice(0, 5).map(({ code }) => code);
    expect(folded.text.split("\n").map((line) => line.slice(0, 5))).toEqual(codes);
    expect([folded.to, folded.buttons, folded.replyTo]).toEqual([null, [], null]);
    s().silent("t1");
    const { database } = s().replayed;
    const rows = await database.outbound.findMany({ where: { chat: { externalId: "t1" } } });
    expect(rows.every(({ state }) => state === "sent")).toBe(true);
    const [first, ...rest] = rows.filter(({ text }) => codes.some((code) => text.startsWith(code)));
    expect(rest.map(({ foldedId, externalId }) => [foldedId, externalId])).toEqual(
      rest.map(() => [first?.id, first?.externalId]),
    );
  });

  test("an answer to the folded message is about all of it", async () => {
    const { database, house } = s().replayed;
    const chat = await database.chat.findFirstOrThrow({ where: { externalId: "t1" } });
    const row = await database.outbound.findFirstOrThrow({ where: { foldedId: { not: null } } });
    const reference = await house.store.transaction(({ inbox }) =>
      inbox.reference(chat.id, row.externalId ?? ""),
    );
    const ids = (await s().tickets()).slice(0, 5).map(({ id }) => id);
    expect(reference).toMatchObject({ ours: true, ticketIds: ids.toReversed() });
  });

  test("lines that come one by one are said one by one", async () => {
    s().skip();
    for (const text of ["2栋1单元电梯坏了,麻烦来修", "4栋1单元停水了,麻烦看看"]) {
      await s().shy.says("r7", text);
      await s().later("3m");
      s().hears("t1", /已登记/);
    }
    s().silent("t1");
  });
});

describe("a group that is closed for the day", () => {
  const s = story(START);

  test("a danger goes to its reporter in private, and no attempt is used up by waiting", async () => {
    await s().shy.whispers("r1", "你好");
    s().skip();
    s().shy.fails(closed(73_414));
    await s().shy.says("r1", "3栋2单元电梯坏了,麻烦来修");
    await s().later("1m");
    await s().shy.says("r1", GAS);
    await s().later("10s");
    expect(s().hears("r1", /119|燃气/).chat.kind).toBe("private");
    s().silent("t1");
    const { database } = s().replayed;
    const [row] = await database.outbound.findMany({ where: { state: "pending" } });
    expect([row?.attempts, row?.sendAfter.getTime()]).toEqual([
      0,
      new Date(START).getTime() + 8_000 + 73_414_000,
    ]);
  });

  test("it is said to the second when the day is over", async () => {
    await s().later("20h");
    s().shy.works();
    s().silent("t1");
    await s().later("24m");
    s().hears("t1", /电梯故障/);
  });
});

describe("a platform that does not say whether it took a message", () => {
  const s = story(START);
  const doubtful = () => ({ externalId: "", doubtful: true });

  test("what may have been said is not said again, and counted", async () => {
    await s().shy.whispers("r1", "你好");
    s().skip();
    s().shy.fails(doubtful);
    await s().shy.says("r1", "3栋2单元电梯坏了,麻烦来修");
    await s().later("5m");
    s().hears("t1", /已登记/);
    s().silent("t1");
    expect(
      s()
        .warned()
        .filter(({ doubtful: count }) => count === 1),
    ).toHaveLength(1);
  });

  test("a danger is said once more after a minute, and holds up nothing else", async () => {
    await s().shy.says("r1", GAS);
    await s().shy.says("r2", "5栋2单元下水道堵了,水往外冒");
    await s().later("45s");
    s().hears("t1", /燃气|119/);
    s().hears("t1", /下水/);
    await s().later("1m");
    s().hears("t1", /燃气|119/);
    await s().later("10m");
    s().silent("t1");
    const { database } = s().replayed;
    const rows = await database.outbound.findMany({ where: { chat: { externalId: "t1" } } });
    expect(rows.map(({ state, doubtful: open }) => [state, open])).toEqual(rows.map(() => ["sent", true]));
  });
});

describe("a process that dies between sending and writing it down", () => {
  const s = story(START);

  test("sends the message again where the platform cannot tell, which the log counts", async () => {
    await s().shy.says("r1", "3栋2单元电梯坏了,麻烦来修");
    const { database, house, clock } = s().replayed;
    await s().later("1m");
    s().hears("t1", /已登记/);
    const where = { chat: { channel: "shy" } };
    const claimedAt = clock.now();
    await database.outbound.updateMany({ where, data: { state: "sending", claimedAt } });
    await s().later("59s");
    s().silent("t1");
    await s().later("10s");
    s().hears("t1", /已登记/);
    await s().later("10m");
    s().silent("t1");
    expect(
      s()
        .warned()
        .filter(({ text }) => text.startsWith("sent again")),
    ).toHaveLength(1);
    expect(house.channels.get("shy")?.idempotent).toBe(false);
  });
});
