import { describe, expect, test } from "vitest";
import { changeTicket } from "#src/corridor/change-ticket.ts";
import { planDigests } from "#src/corridor/digest.ts";
import { fire } from "#src/corridor/fire.ts";
import { runStep } from "#src/corridor/house.ts";
import type { Patch } from "#src/tickets/store.ts";
import type { Story } from "#test/helpers/story.ts";
import { story } from "#test/helpers/story.ts";

const moment = (text: string) => new Date(`${text.replace(" ", "T")}:00+08:00`);

/** Time passes up to a moment in China, such as "2026-11-30 09:00". */
async function until(s: Story, text: string): Promise<void> {
  await s.replayed.until(moment(text));
  await s.replayed.through(moment(text));
}

/** Time passes while the service is down; then it is up again. */
async function outage(s: Story, to: string): Promise<void> {
  await s.replayed.through(moment(to), []);
  await s.replayed.through(moment(to));
}

/** A ticket that somebody reports and a member of the committee takes. */
async function taken(s: Story, said: [account: string, text: string], member: string): Promise<void> {
  await s.says(...said);
  await s.later("1m");
  await s.presses(member, "接单");
}

const waiting = (s: Story) =>
  s.replayed.database.followUp.findMany({
    where: { ticketId: null, state: "waiting" },
    orderBy: { kind: "asc" },
  });

describe("a member's morning", () => {
  const s = story("2026-11-16T09:00:00+08:00");

  test("nobody with nothing to do is written to", async () => {
    await taken(s(), ["zhang", "3栋2单元电梯坏了"], "wu2");
    await taken(s(), ["wang", "8栋1单元楼道灯不亮了"], "wu2");
    await taken(s(), ["chen", "5栋2单元门禁坏了,刷不开"], "wu2");
    for (const day of ["17", "18", "19", "20"]) await until(s(), `2026-11-${day} 12:00`);
    expect(s().reads()).toEqual([]);
  });

  test("on the last day the list comes at half past eight, nearest first, in one message", async () => {
    await until(s(), "2026-11-23 08:29");
    expect(s().reads()).toEqual([]);
    await until(s(), "2026-11-23 08:30");
    const mornings = s()
      .reads()
      .filter((text) => text.includes("早上好"));
    expect(mornings).toHaveLength(1);
    const [wu2 = ""] = mornings;
    expect(wu2.split("\n")).toEqual([
      expect.stringMatching(/^wu2: 早上好/),
      "今天到期 3 件:",
      expect.stringMatching(/^[A-Z]\d{4}【一般】电梯故障\(3栋2单元\) · 已接单 · 今天17:30前$/),
      expect.stringMatching(/照明损坏\(8栋1单元\)/),
      expect.stringMatching(/门禁门锁\(5栋2单元\)/),
    ]);
  });

  test("it comes once, also when the same job comes again, and the next one lies ahead", async () => {
    const done = await s().replayed.database.followUp.findMany({ where: { ticketId: null, state: "done" } });
    for (const { id } of done) await fire(s().replayed.house, id);
    await planDigests(s().replayed.house);
    await until(s(), "2026-11-23 08:31");
    expect(s().reads()).toEqual([]);
    expect(await waiting(s())).toMatchObject([
      { kind: "morning_digest", round: 20261124, dueAt: moment("2026-11-24 08:30") },
      { kind: "weekly_digest", round: 20261130, dueAt: moment("2026-11-30 08:30") },
    ]);
  });

  test("what came back to the lead waits for the lead; what nobody finished is overdue", async () => {
    await s().whispers("wu2", `/退 ${(await s().ticket(1)).code} 要换整机`);
    await s().whispers("wu2", `/办结 ${(await s().ticket(2)).code} 换了灯管`);
    await until(s(), "2026-11-24 08:30");
    const mornings = s().reads();
    expect(mornings).toHaveLength(2);
    expect(mornings.find((text) => text.startsWith("wu: "))).toMatch(
      /等您处理 1 件:\n[A-Z]\d{4}【一般】电梯故障\(3栋2单元\) · 退回待派/,
    );
    expect(mornings.find((text) => text.startsWith("wu2: "))).toMatch(
      /已经超期 1 件:\n[A-Z]\d{4}【一般】门禁门锁/,
    );
  });

  test("a bad rating that is to be put right waits for the lead until it is", async () => {
    const set = (correctBy: Date | null, verb: "correct" | "call_back") =>
      runStep(s().replayed.house, async (step) => {
        const ticket = await step.rooms.tickets.lock((await s().ticket(2)).id);
        const patch: Patch = { correctBy };
        if (ticket) await changeTicket(step, ticket, { verb, actorId: null, patch });
      });
    await set(moment("2026-12-01 17:30"), "correct");
    await until(s(), "2026-11-25 08:30");
    const lead = s()
      .reads()
      .find((text) => text.startsWith("wu: "));
    expect(lead).toMatch(/照明损坏\(8栋1单元\) · 差评整改 · 12月1日17:30前/);
    await set(null, "call_back");
    await until(s(), "2026-11-26 08:30");
    expect(s().reads().join("\n")).not.toContain("差评整改");
  });

  test("who has more than ten hears the count of the rest", async () => {
    const { database } = s().replayed;
    const { id } = await s().ticket(3);
    const { id: _, code, place, ...one } = await database.ticket.findUniqueOrThrow({ where: { id } });
    const json = { place: place ?? {}, decision: {}, route: {} };
    await database.ticket.createMany({
      data: Array.from({ length: 12 }, (__, n) => ({ ...one, ...json, code: `${code}-${n}` })),
    });
    await until(s(), "2026-11-27 08:30");
    const mine = s()
      .reads()
      .find((text) => text.startsWith("wu2: "));
    expect(mine).toMatch(/已经超期 13 件/);
    expect(mine?.split("\n")).toHaveLength(2 + 10 + 1);
    expect(mine).toMatch(/另有 3 件没有列出。$/);
  });
});

describe("a sensitive matter in the morning", () => {
  const s = story("2026-11-16T09:00:00+08:00");

  test("shows number and matter, and not where", async () => {
    await s().says("zhang", "楼上3栋2单元602天天半夜吵架摔东西,跟他们说了也没用,想请人调解一下");
    await s().later("1m");
    const { code, private: hidden, matter, answerBy } = await s().ticket();
    expect(hidden).toBe(true);
    await s().replayed.until(new Date(answerBy.getTime() - 12 * 3_600_000));
    await until(s(), "2026-11-19 08:30");
    const lines = s()
      .reads()
      .find((text) => text.startsWith("tiao2: "));
    expect(lines?.split("\n").at(-1)).toBe(`${code} ${matter}`);
  });
});

describe("mornings around the National Day", () => {
  const s = story("2026-09-30T15:00:00+08:00");

  test("no digest on days off; the first one says what is due, instead of the reminder", async () => {
    await taken(s(), ["zhang", "3栋2单元电梯坏了"], "wu2");
    s().skip();
    await until(s(), "2026-10-08 08:29");
    expect(s().reads()).toEqual([]);
    s().silent();
    await until(s(), "2026-10-08 08:30");
    expect(
      s()
        .reads()
        .find((text) => text.startsWith("wu2: 早上好")),
    ).toMatch(/今天到期 1 件:\n.*电梯故障\(3栋2单元\) · 已接单 · 今天17:30前/);
    s().silent();
  });

  test("the make-up Saturday is a working day", async () => {
    await until(s(), "2026-10-10 08:29");
    s().reads();
    await until(s(), "2026-10-10 08:30");
    expect(s().reads().join()).toMatch(/wu2: 早上好[^]*已经超期 1 件/);
    await until(s(), "2026-10-11 23:00");
    expect(s().reads()).toEqual([]);
  });
});

describe("a committee with hours of its own", () => {
  const s = story("2026-11-16T09:00:00+08:00");

  test("has its morning when it opens", async () => {
    const week = [[], ...Array.from({ length: 6 }, () => [{ from: 13 * 60, to: 20 * 60 }])];
    const property = s().replayed.house.community.committees.find(({ code }) => code === "property");
    const hours = { week, statutory: true, open: [], closed: [] };
    Object.assign(property ?? {}, { calendar: hours });
    await taken(s(), ["zhang", "3栋2单元电梯坏了"], "wu2");
    await until(s(), "2026-11-23 12:59");
    expect(
      s()
        .reads()
        .filter((text) => text.includes("早上好")),
    ).toEqual([]);
    await until(s(), "2026-11-23 13:00");
    expect(s().reads()).toEqual([expect.stringMatching(/^wu2: 早上好/)]);
    await until(s(), "2026-11-24 12:00");
    expect(s().reads()).toEqual([]);
  });
});

describe("the service was down", () => {
  const s = story("2026-11-16T09:00:00+08:00");

  test("from before half past eight until eleven: the digest comes at eleven", async () => {
    await taken(s(), ["zhang", "3栋2单元电梯坏了"], "wu2");
    await until(s(), "2026-11-23 08:00");
    await outage(s(), "2026-11-23 11:00");
    const read = s().reads();
    expect(read.filter((text) => text.includes("早上好"))).toEqual([
      expect.stringMatching(/^wu2: .*\n今天到期 1 件/),
    ]);
    expect(read.some((text) => text.startsWith("ban: 上周小结"))).toBe(true);
  });

  test("for a week and more: one digest, today's, and none for the days that are gone", async () => {
    await outage(s(), "2026-12-02 10:00");
    const mornings = s()
      .reads()
      .filter((text) => text.includes("早上好"));
    expect(mornings).toEqual([expect.stringMatching(/^wu2: .*\n已经超期 1 件/)]);
    await until(s(), "2026-12-03 08:29");
    expect(s().reads()).toEqual([]);
  });

  test("until the night: nobody is woken; the next morning has its own, and the week's numbers with it", async () => {
    await until(s(), "2026-12-03 12:00");
    s().reads();
    await outage(s(), "2026-12-07 23:00");
    expect(s().reads()).toEqual([]);
    await until(s(), "2026-12-08 08:30");
    const read = s().reads();
    expect(read.filter((text) => text.startsWith("wu2: 早上好"))).toHaveLength(1);
    expect(read.filter((text) => text.startsWith("ban: 上周小结(11月30日–12月6日)"))).toHaveLength(1);
  });
});

describe("killed in between", () => {
  const s = story("2026-11-16T09:00:00+08:00");

  test("a digest that broke off half-way is said whole, once, when it is tried again", async () => {
    await taken(s(), ["zhang", "3栋2单元电梯坏了"], "wu2");
    await s().whispers("wu2", `/退 ${(await s().ticket()).code} 修不了`);
    await taken(s(), ["wang", "8栋1单元楼道灯不亮了"], "wu2");
    await s().replayed.until(moment("2026-11-23 08:30"));
    s().reads();
    const { house, database, through, clock } = s().replayed;
    const [row] = await database.followUp.findMany({ where: { kind: "morning_digest", state: "waiting" } });
    let puts = 0;
    const dying = {
      ...house,
      store: {
        ...house.store,
        transaction: <T>(work: Parameters<typeof house.store.transaction<T>>[0]) =>
          house.store.transaction((rooms) =>
            work({
              ...rooms,
              outbox: {
                ...rooms.outbox,
                put: async (...given: Parameters<typeof rooms.outbox.put>) => {
                  if (++puts === 2) throw new Error("killed");
                  return rooms.outbox.put(...given);
                },
              },
            }),
          ),
      },
    };
    await expect(fire(dying, row?.id ?? 0)).rejects.toThrow("killed");
    expect(await database.outbound.count({ where: { key: { startsWith: "morning-20261123" } } })).toBe(0);
    await through(clock.now());
    const read = s()
      .reads()
      .filter((text) => text.includes("早上好"));
    expect(read.map((text) => text.slice(0, 4)).toSorted()).toEqual(["wu2:", "wu: "]);
    expect(await waiting(s())).toHaveLength(2);
  });
});

describe("the week's numbers", () => {
  const s = story("2026-11-16T09:00:00+08:00");

  test("the same lift three times in ten days: staff and the lead are told to have it overhauled", async () => {
    for (let round = 1; round <= 3; round += 1) {
      await s().says("zhang", "3栋2单元电梯坏了");
      await s().later("1m");
      await s().whispers("wu2", `/办结 ${(await s().ticket(round)).code} 修好了`);
      await s().later("1m");
      await s().presses("zhang", "已解决");
      await s().presses("zhang", round === 3 ? "2" : "5");
      await s().later("1d");
    }
    await s().says("wang", "8栋1单元楼道灯不亮了");
    await s().later("1m");
    s().reads();
    await until(s(), "2026-11-23 08:30");
    const weekly = s()
      .reads()
      .filter((text) => text.includes("上周小结"));
    expect(weekly.map((text) => text.split(":")[0])).toEqual(["wu", "ban"]);
    expect(weekly.find((text) => text.startsWith("ban"))?.split("\n")).toEqual([
      "ban: 上周小结(11月16日–11月22日):登记 4 件,办结 3 件,现在超期 1 件,评分 3 次、满意 2 次。",
      "事情较集中:3栋 3 件",
      "3栋2单元 电梯故障10天3次,建议安排一次彻底检修。",
    ]);
  });

  test("a private matter that keeps coming back is in no list, and shows in the counts alone", async () => {
    for (let round = 1; round <= 3; round += 1) {
      await s().says("zhao", "11栋1单元楼上天天半夜吵架摔东西,想请人调解一下");
      await s().later("1m");
      const { code } = (await s().tickets()).at(-1) ?? { code: "" };
      await s().whispers("tiao2", `/办结 ${code} 谈过了`);
      await s().later("1d");
    }
    await until(s(), "2026-11-30 08:29");
    s().reads();
    await until(s(), "2026-11-30 08:30");
    const weekly = s()
      .reads()
      .filter((text) => text.includes("上周小结"));
    expect(weekly.some((text) => text.startsWith("tiao: "))).toBe(true);
    expect(weekly.join("\n")).not.toMatch(/11栋|10天3次/);
  });
});
