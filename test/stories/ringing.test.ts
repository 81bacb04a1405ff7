// An emergency rings one after the other until somebody answers.
import { describe, expect, test } from "vitest";
import { accept } from "#src/corridor/accept.ts";
import { fire } from "#src/corridor/fire.ts";
import { handleTurn } from "#src/corridor/handle-turn.ts";
import type { CommunityFile } from "#src/routing/community.ts";
import { story } from "#test/helpers/story.ts";
import type { Story } from "#test/helpers/story.ts";
import { inboundMessage } from "#test/helpers/inbound.ts";

const STUCK = "3栋2单元电梯里有人被困住了,快来人";
const DAILY = [0, 1, 2, 3, 4, 5, 6];

/** Beside the lead 吴主任 three of the property committee: 小邬 by day, 小伍 in the evening, 小吾 at night. */
function roster({ members, shifts }: CommunityFile): void {
  const of = { role: "member", committee: "property" } as const;
  members.push({ ...of, account: "wu3", name: "小伍", grids: [] });
  members.push({ ...of, account: "wu4", name: "小吾", grids: [] });
  const every = { committee: "property", weekdays: DAILY, on: "every" } as const;
  shifts.splice(
    0,
    shifts.length,
    { ...every, member: "wu2", from: "08:00", to: "18:00" },
    { ...every, member: "wu3", from: "18:00", to: "00:00" },
    { ...every, member: "wu4", from: "00:00", to: "08:00" },
  );
}

/** The names of those who were rung, in order. */
async function rung(s: Story): Promise<string[]> {
  const people = await s.replayed.database.person.findMany();
  const { events } = await s.ticket();
  return events
    .filter(({ kind }) => kind === "rung")
    .map(({ data }) => people.find(({ id }) => id === (data as { personId: number }).personId)?.name ?? "");
}

describe("someone is stuck in the lift and nobody answers the telephone", () => {
  const s = story("2026-11-23T10:00:00+08:00", roster);

  test("at once only the person on duty is rung", async () => {
    await s().says("zhang", STUCK);
    expect(s().hears("wu2", /新工单.*紧急/).buttons).toEqual(["接单", "退单"]);
    s().hears("g1", /119|维保|救援/);
    s().silent();
    await s().later("299s");
    s().silent();
  });

  test("after five minutes the next of the roster, after five more the lead", async () => {
    await s().later("1s");
    const ring = s().hears("wu3", /紧急/);
    expect(ring.text).toMatch(/已呼叫小邬,还没人接[\s\S]*3栋2单元[\s\S]*被困住了[\s\S]*10:30前/);
    expect(ring.buttons).toEqual(["接单"]);
    s().silent();
    await s().later("5m");
    expect(s().hears("wu", /紧急/).text).toMatch(/已呼叫小邬、小伍/);
    s().silent();
  });

  test("then staff, and the resident hears once that nobody was reached, with the number to call", async () => {
    await s().later("5m");
    expect(s().hears("ban", /都没回应/).text).toMatch(/小邬、小伍、吴主任/);
    expect(s().hears("zhang", /还没接到/).text).toMatch(/(119|维保|救援).*社区工作者/);
    s().silent();
    expect(await rung(s())).toEqual(["小邬", "小伍", "吴主任", "社区工作者小班"]);
  });

  test("nobody is rung again; at thirty minutes lead and staff hear that it is overdue", async () => {
    await s().later("8m");
    s().hears("wu2", /还没人接/);
    await s().later("7m");
    s().hears("wu", /过了答复时限/);
    s().hears("ban", /过了答复时限/);
    s().silent();
    await s().later("20m");
    s().silent();
  });

  test("whoever answers at last is named to the resident, the others need not come", async () => {
    await s().presses("wu3", "接单");
    expect(s().hears("zhang", /已经接到/).text).toMatch(/小伍已经接到/);
    for (const other of ["wu2", "wu", "ban"]) s().hears(other, /已由小伍接单/);
    s().hears("g1", /值班人员已接到/);
  });
});

describe("the next one answers", () => {
  const s = story("2026-11-23T10:00:00+08:00", roster);

  test("the resident hears who it is, the group only that somebody has it", async () => {
    await s().says("zhang", STUCK);
    await s().later("5m");
    s().skip();
    await s().presses("wu3", "接单");
    expect(s().hears("zhang", /已经接到/).text).toMatch(/环境和物业委员会小伍.*12:00前/);
    expect(s().hears("g1", /已接到/).text).not.toMatch(/小伍|3栋/);
    s().hears("wu3", /您接了/);
    s().hears("wu2", /已由小伍接单/);
    s().silent();
  });

  test("and nobody else is rung", async () => {
    await s().later("30m");
    s().silent();
    expect(await rung(s())).toEqual(["小邬", "小伍"]);
  });

  test("given back, it rings the lead at once and goes on", async () => {
    await s().whispers("wu3", `/退 ${(await s().ticket()).code} 我在外地`);
    s().hears("wu", /退单/);
    s().skip();
    await s().later("5m");
    s().hears("wu2", /已呼叫吴主任/);
    expect(await rung(s())).toEqual(["小邬", "小伍", "吴主任", "小邬"]);
  });
});

describe("an answer in other words", () => {
  const s = story("2026-11-23T10:00:00+08:00", roster);

  test("who reports progress has it, and the ringing ends", async () => {
    await s().says("zhang", STUCK);
    await s().whispers("wu2", `/进展 ${(await s().ticket()).code} 维保二十分钟到`);
    s().hears("zhang", /维保二十分钟到/);
    s().hears("g1", /值班人员已接到/);
    s().skip();
    await s().later("29m");
    s().silent();
    expect(await rung(s())).toEqual(["小邬"]);
  });
});

describe("two accept at once", () => {
  const s = story("2026-11-23T10:00:00+08:00", roster);

  test("one has it, the other hears that, the resident hears one name", async () => {
    await s().says("zhang", STUCK);
    await s().later("5m");
    s().skip();
    const { house, database, through, clock } = s().replayed;
    const { code } = await s().ticket();
    const now = clock.now();
    for (const account of ["wu2", "wu3"]) {
      const [chat, from] = [
        { id: account, kind: "private" as const, title: "" },
        { id: account, name: account },
      ];
      const text = `/接 ${code}`;
      await accept(
        house,
        inboundMessage({ channel: "replay", chat, from, id: `both-${account}`, at: now, text }),
      );
    }
    const turns = await database.conversation.findMany({ where: { turnDueAt: { not: null } } });
    expect(turns).toHaveLength(2);
    await Promise.all(turns.flatMap(({ id }) => [handleTurn(house, id), handleTurn(house, id)]));
    await through(now);
    const { events, assigneeId, state } = await s().ticket();
    expect([state, events.filter(({ kind }) => kind === "accepted").length]).toEqual(["accepted", 1]);
    const winner = await database.person.findUniqueOrThrow({ where: { id: assigneeId ?? 0 } });
    const [won, lost] = winner.name === "小邬" ? ["wu2", "wu3"] : ["wu3", "wu2"];
    s().hears(won, /您接了/);
    s().hears(lost, /已由/);
    s().hears(lost, /现在是「已接单」/);
    expect(s().hears("zhang", /已经接到/).text).toContain(winner.name);
    s().silent("zhang");
  });
});

describe("a ladder that begins a minute before midnight", () => {
  const s = story("2026-11-23T23:59:00+08:00", roster);

  test("rings who is on duty now, then who is on duty by then", async () => {
    await s().says("zhang", STUCK);
    s().hears("wu3", /新工单.*紧急/);
    await s().later("5m");
    s().hears("wu4", /已呼叫小伍/);
    await s().later("10m");
    expect(await rung(s())).toEqual(["小伍", "小吾", "吴主任", "社区工作者小班"]);
  });
});

describe("an emergency outside every shift", () => {
  const s = story("2026-11-22T12:00:00+08:00");

  test("rings the lead, then another of the committee, then staff", async () => {
    await s().says("zhang", STUCK);
    s().hears("wu", /新工单.*紧急/);
    await s().later("5m");
    s().hears("wu2", /已呼叫吴主任/);
    await s().later("5m");
    s().hears("ban", /吴主任、小邬/);
    s().hears("zhang", /还没接到/);
  });
});

describe("it was nothing", () => {
  const s = story("2026-11-23T10:00:00+08:00", roster);

  test("a withdrawn emergency rings nobody more, and all who were rung hear it", async () => {
    await s().says("zhang", STUCK);
    await s().later("5m");
    s().skip();
    await s().whispers("zhang", `/撤回 ${(await s().ticket()).code}`);
    s().hears("wu2", /不用办了/);
    s().hears("wu3", /不用办了/);
    s().hears("zhang", /已撤回/);
    await s().later("40m");
    s().silent();
  });
});

describe("the words are taken back", () => {
  const s = story("2026-11-23T10:00:00+08:00", roster);

  test("nobody else is rung; who was is asked to look, and it stays overdue", async () => {
    const id = await s().says("zhang", STUCK);
    await s().later("5m");
    s().skip();
    await s().recalls("zhang", id);
    s().hears("wu2", /请仍按紧急情况核实/);
    s().hears("wu3", /请仍按紧急情况核实/);
    s().silent();
    await s().later("15m");
    s().silent();
  });

  test("said again, it rings on", async () => {
    await s().says("zhang", "3栋2单元电梯里还是有人被困,门打不开");
    await s().later("1m");
    s().skip();
    await s().later("5m");
    s().hears("wu", /已呼叫小邬、小伍/);
    expect(await s().tickets()).toHaveLength(1);
  });
});

describe("violence behind a door", () => {
  const s = story("2026-11-23T10:00:00+08:00");

  test("staff are rung without the words and the flat, the group hears nothing of who has it", async () => {
    await s().says("li", "5栋1单元302男的正在打老婆,惨叫救命");
    s().hears("tiao2", /新工单.*紧急/);
    await s().later("10m");
    expect(s().hears("tiao", /已呼叫小陶/).text).toMatch(/302/);
    expect(s().hears("ban", /都没回应/).text).not.toMatch(/302|惨叫/);
    s().hears("li", /还没接到/);
    s().skip();
    await s().presses("tiao", "接单");
    s().hears("li", /田主任已经接到/);
    s().silent("g1");
  });
});

describe("a plain matter becomes an emergency", () => {
  const s = story("2026-11-23T17:59:00+08:00", roster);

  test("after the shift it came in: who is on duty now gets all of it", async () => {
    await s().says("zhang", "3栋2单元电梯又坏了,按键没反应");
    await s().later("1m");
    s().hears("wu2", /新工单/);
    s().skip();
    await s().says("zhang", "里面有人被困住了,电梯打不开门");
    await s().later("5s");
    expect(s().hears("wu3", /新工单.*紧急/).text).toMatch(/按键没反应/);
    s().hears("wu2", /升为【紧急】/);
    await s().later("5m");
    s().hears("wu4", /已呼叫小伍/);
  });
});

describe("a matter in hand becomes an emergency", () => {
  const s = story("2026-11-23T10:00:00+08:00", roster);

  test("rings on until whoever has it says something", async () => {
    await s().says("zhang", "3栋2单元电梯又坏了");
    await s().later("1m");
    await s().presses("wu2", "接单");
    s().skip();
    await s().says("zhang", "里面有人被困住了,电梯打不开门");
    await s().later("5s");
    s().hears("wu2", /升为【紧急】/);
    s().skip();
    await s().later("5m");
    const ring = s().hears("wu3", /紧急/);
    expect([ring.text, ring.buttons]).toEqual([expect.stringMatching(/小邬手上的单升为紧急,还没回应/), []]);
    await s().whispers("wu2", `/进展 ${(await s().ticket()).code} 我在现场了`);
    s().skip();
    await s().later("10m");
    s().silent();
  });
});

describe("a ring that comes twice", () => {
  const s = story("2026-11-23T10:00:00+08:00", roster);

  test("rings once", async () => {
    await s().says("zhang", STUCK);
    const { house, database, until, through, clock } = s().replayed;
    const { id, dueAt } = await database.followUp.findFirstOrThrow({ where: { kind: "ring_next" } });
    await until(dueAt);
    await Promise.all([fire(house, id), fire(house, id), fire(house, id)]);
    await through(clock.now());
    s().hears("wu3", /已呼叫小邬/);
    s().silent("wu3");
    expect(await rung(s())).toEqual(["小邬", "小伍"]);
    await fire(house, id);
    expect(await rung(s())).toEqual(["小邬", "小伍"]);
  });
});
