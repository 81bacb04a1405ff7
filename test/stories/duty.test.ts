// Who is on duty: nights, weekends, holidays, and who stands in.
import { describe, expect, test } from "vitest";
import type { CommunityFile } from "#src/routing/community.ts";
import { story } from "#test/helpers/story.ts";
import type { Story } from "#test/helpers/story.ts";

const DAILY = [0, 1, 2, 3, 4, 5, 6];

/** Working days 小邬, days off 小伍, nights 小吾; the second grid has 小午 at all hours. */
function roster({ members, shifts }: CommunityFile): void {
  const names = { wu3: "小伍", wu4: "小吾", wu5: "小午" };
  for (const [account, name] of Object.entries(names))
    members.push({ account, name, role: "member", committee: "property", grids: [] });
  const of = { committee: "property", weekdays: DAILY } as const;
  const mediation = shifts.filter(({ committee }) => committee === "mediation");
  shifts.splice(
    0,
    shifts.length,
    { ...of, member: "wu2", on: "working", from: "08:00", to: "18:00" },
    { ...of, member: "wu3", on: "off", from: "08:00", to: "18:00" },
    { ...of, member: "wu4", on: "every", from: "18:00", to: "08:00" },
    { ...of, member: "wu5", on: "every", grid: "grid2", from: "00:00", to: "00:00" },
    ...mediation,
  );
}

let asked = 0;

/** Says that another lamp is out, and tells who has been asked to see to it. */
async function lampAt(s: Story, building: number): Promise<string> {
  asked += 1;
  await s.says(`r${asked}`, `${building}栋1单元楼道灯坏了,麻烦修一下`, { name: `邻居${asked}` });
  await s.later("1m");
  const tickets = await s.tickets();
  const assignee = await s.replayed.database.person.findUniqueOrThrow({
    where: { id: tickets.at(-1)?.assigneeId ?? 0 },
  });
  s.skip();
  return assignee.name;
}

describe("a working day before the holiday, and its night", () => {
  const s = story("2026-09-30T17:50:00+08:00", roster);

  test("by day it goes to whoever works on working days, in the evening to the night's", async () => {
    expect(await lampAt(s(), 1)).toBe("小邬");
    await s().later("10m");
    expect(await lampAt(s(), 2)).toBe("小吾");
  });

  test("after midnight the night goes on, though it is National Day", async () => {
    await s().later("7h");
    expect(await lampAt(s(), 3)).toBe("小吾");
  });

  test("on National Day itself, a Thursday, it goes to whoever works on days off", async () => {
    await s().later("8h");
    expect(await lampAt(s(), 4)).toBe("小伍");
  });
});

describe("the Monday of the holiday week", () => {
  const s = story("2026-10-05T10:00:00+08:00", roster);

  test("is a day off", async () => {
    expect(await lampAt(s(), 1)).toBe("小伍");
  });
});

describe("the make-up Saturday, and the Sunday after it", () => {
  const s = story("2026-10-10T10:00:00+08:00", roster);

  test("the Saturday is a working day", async () => {
    expect(await lampAt(s(), 1)).toBe("小邬");
  });

  test("the Sunday is not", async () => {
    await s().later("1d");
    expect(await lampAt(s(), 2)).toBe("小伍");
  });

  test("a grid with somebody of its own has them at all hours", async () => {
    expect(await lampAt(s(), 8)).toBe("小午");
  });
});

describe("asking who is on duty", () => {
  const s = story("2026-09-30T10:00:00+08:00", roster);

  test("staff see every committee: who, until when, who is next", async () => {
    await s().whispers("ban", "值班");
    const lines = s()
      .hears("ban", /现在值班/)
      .text.split("\n");
    expect(lines).toHaveLength(9);
    expect(lines[1]).toBe(
      "环境和物业委员会:小邬,到今天18:00、小午(第二网格),到明天0:00;接班小吾,今天18:00起",
    );
    expect(lines[2]).toBe("治安保卫委员会:没排班,找安主任");
    expect(lines[3]).toBe("人民调解委员会:小陶,到今天17:30;接班小陶,明天8:30起");
    await s().says("ban", "/值班");
    s().hears("ban", /现在值班/);
    s().silent("g1");
  });

  test("a lead sees the own committee, others nothing", async () => {
    await s().whispers("tiao", "/值班");
    expect(
      s()
        .hears("tiao", /现在值班/)
        .text.split("\n"),
    ).toHaveLength(2);
    for (const other of ["wu2", "wang"]) {
      await s().whispers(other, "/值班");
      s().hears(other, /办不了/);
    }
  });
});

describe("standing in", () => {
  const s = story("2026-09-30T10:00:00+08:00", roster);

  test("staff note it by name or account; both are told, and at once it holds", async () => {
    expect(await lampAt(s(), 1)).toBe("小邬");
    await s().whispers("ban", "/替班 小邬 wu4 今天 10-09");
    s().hears("ban", /9月30日到10月9日,小邬的班由小吾值/);
    s().hears("wu2", /您的班由小吾替/);
    s().hears("wu4", /请您替小邬值班/);
    s().silent();
    expect(await lampAt(s(), 2)).toBe("小吾");
    await s().whispers("ban", "值班");
    s().hears("ban", /小吾\(替小邬\),到今天18:00/);
  });

  test("one who stands in for the stand-in has both shifts", async () => {
    await s().whispers("ban", "替班 小吾 吴主任 10-08 2026-10-08");
    s().skip();
    await s().later("8d");
    expect(await lampAt(s(), 3)).toBe("吴主任");
    await s().later("1d");
    expect(await lampAt(s(), 4)).toBe("小吾");
    await s().later("3d");
    expect(await lampAt(s(), 5)).toBe("小邬");
  });

  test("an emergency rings the stand-in, never who is away", async () => {
    await s().whispers("ban", "/替班 小邬 小伍 今天 明天");
    s().skip();
    await s().says("zhang", "3栋2单元电梯里有人被困住了,快来人");
    s().hears("wu3", /新工单.*紧急/);
    await s().later("40m");
    s().silent("wu2");
  });

  test("in one's own name it is over", async () => {
    await s().whispers("ban", "/替班 小邬 小邬 今天 明天");
    s().hears("ban", /小邬自己值班/);
    s().hears("wu2", /您自己值班/);
    expect(await lampAt(s(), 6)).toBe("小邬");
  });

  test.each([
    ["/替班 小邬 小伍", /请这样写:\/替班/],
    ["/替班 小邬 小伍 明天", /请这样写:\/替班/],
    ["/替班 小邬 老伍 今天 明天", /没有找到「老伍」/],
    ["/替班 小邬 小陶 今天 明天", /小陶和小邬不在同一个委员会/],
    ["/替班 小邬 ban 今天 明天", /不在同一个委员会/],
    ["/替班 小邬 小伍 02-30 03-02", /没看懂日期「02-30」/],
    ["/替班 小邬 小伍 今天 改天", /没看懂日期「改天」/],
    ["/替班 小邬 小伍 明天 今天", /早于开始日期/],
    ["/替班 小邬 小伍 10-01 10-03", /10月3日 已经过去了/],
  ])("%s changes nothing and is answered in one line", async (command, answer) => {
    s().skip();
    const before = await s().replayed.database.standIn.count();
    await s().whispers("ban", command);
    expect(s().hears("ban", answer).text.split("\n")).toHaveLength(1);
    s().silent();
    expect(await s().replayed.database.standIn.count()).toBe(before);
  });

  test("only staff may", async () => {
    for (const other of ["wu", "wu2", "wang"]) {
      await s().whispers(other, "/替班 小邬 小伍 今天 明天");
      s().hears(other, /办不了/);
    }
  });
});

describe("a change that another process makes", () => {
  const s = story("2026-09-30T10:00:00+08:00", roster);

  test("holds for the next message: a member who has left gets nothing more", async () => {
    expect(await lampAt(s(), 1)).toBe("小邬");
    const { database, clock } = s().replayed;
    const left = { person: { name: "小邬" } };
    await database.member.updateMany({ where: left, data: { leftAt: clock.now() } });
    expect(await lampAt(s(), 2)).toBe("吴主任");
    await s().whispers("ban", `/单 ${(await s().ticket()).code}`);
    expect(s().hears("ban", /待接单/).text).toContain("小邬");
    await s().presses("wu2", "接单");
    expect((await s().ticket()).state).toBe("routed");
  });
});

describe("a community whose file tells who stands in", () => {
  const s = story("2026-09-30T10:00:00+08:00", (community) => {
    roster(community);
    community.standIns.push({ member: "wu2", by: "wu3", from: "2026-09-30 10:30", until: "2026-09-30" });
  });

  test("has it hold from the minute on", async () => {
    expect(await lampAt(s(), 1)).toBe("小邬");
    await s().later("29m");
    expect(await lampAt(s(), 2)).toBe("小伍");
  });
});
