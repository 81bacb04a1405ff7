// The community changes while people talk: what an import has written is taken over by the house that stands.
import { describe, expect, test } from "vitest";
import { hoursOf, takeOver } from "#src/corridor/take-over.ts";
import type { CommunityFile } from "#src/routing/community.ts";
import { importCommunity } from "#src/routing/prisma.ts";
import { DEMO, readCommunity } from "#src/wire.ts";
import { story } from "#test/helpers/story.ts";
import type { Story } from "#test/helpers/story.ts";

/** Imports the demo community with a change. */
async function imports(s: Story, change: (file: CommunityFile) => void) {
  const { clock, database } = s.replayed;
  const file = readCommunity(DEMO);
  change(file);
  const given = { channels: ["replay"], now: clock.now(), dryRun: false };
  expect((await importCommunity(database, file, given)).defects).toEqual([]);
}

/** Imports it, and lets the house take it over. */
async function bring(s: Story, change: (file: CommunityFile) => void) {
  const counted = hoursOf(s.replayed.house.community);
  await imports(s, change);
  return takeOverAgain(s, counted);
}

async function takeOverAgain(s: Story, counted = hoursOf(s.replayed.house.community)) {
  const { house, clock } = s.replayed;
  const taken = await takeOver(house, counted);
  await s.replayed.through(clock.now());
  return taken;
}

/** 小邬 is not on the list any more; 吴主任 holds the shifts. */
const withoutWu2 = (file: CommunityFile) => {
  file.members = file.members.filter(({ account }) => account !== "wu2");
  file.shifts.forEach((shift) => {
    if (shift.member === "wu2") shift.member = "wu";
  });
};
const GATE = "8栋1单元门禁刷不开了,麻烦来修";

describe("a member who works on something is taken off the list", () => {
  const s = story("2026-11-23T09:00:00+08:00");

  test("the resident hears that it changes hands, the lead gets it with all that was said", async () => {
    await s().says("wang", GATE);
    await s().later("1m");
    await s().presses("wu2", "接单");
    s().skip();
    await bring(s(), withoutWu2);
    s().hears("wang", /正在换/);
    const task = s().hears("wu", /被退单:原来经办的人已不在岗/);
    expect(task.text).toContain("门禁");
    expect(task.buttons).toContain("接单");
    s().hears("wu2", /不用办了/);
    s().silent();
    const lead = await s().replayed.database.account.findFirstOrThrow({ where: { externalId: "wu" } });
    expect(await s().ticket()).toMatchObject({
      state: "returned",
      assigneeId: lead.personId,
      handbacks: 0,
      returns: 1,
    });
  });

  test("nothing is said twice", async () => {
    await takeOverAgain(s());
    s().silent();
  });

  test("who has left can do nothing more with it, as if there were no such ticket", async () => {
    const { code } = await s().ticket();
    for (const words of [`查 ${code}`, `接 ${code}`, `进展 ${code} 明天到`]) {
      await s().whispers("wu2", words);
      s().hears("wu2", /没有找到您能看的工单/);
    }
    s().silent();
    expect((await s().ticket()).state).toBe("returned");
  });

  test("the lead takes it, and the limits are those they were", async () => {
    const { resultBy } = await s().ticket();
    await s().presses("wu", "接单");
    s().hears("wang", /吴主任接手/);
    expect((await s().ticket()).resultBy).toEqual(resultBy);
  });

  test("the lead leaves too: the next lead gets it", async () => {
    await s().whispers("wu", `退 ${(await s().ticket()).code} 要换人`);
    s().skip();
    await bring(s(), (file) => {
      withoutWu2(file);
      file.members = file.members.filter(({ account }) => account !== "wu");
      file.members.push({ account: "wen", name: "文主任", role: "lead", committee: "property", grids: [] });
      file.shifts.forEach((shift) => {
        if (shift.member === "wu") shift.member = "wen";
      });
    });
    s().hears("wen", /新工单.*门禁/);
    s().silent();
    await takeOverAgain(s());
    s().silent();
    expect((await s().ticket()).state).toBe("routed");
  });
});

describe("a member goes over to another committee", () => {
  const s = story("2026-11-23T09:00:00+08:00");

  test("what they had goes to the lead of the committee they left", async () => {
    await s().says("wang", GATE);
    await s().later("1m");
    s().skip();
    await bring(s(), (file) => {
      withoutWu2(file);
      file.members.push({ account: "wu2", name: "小邬", role: "member", committee: "security", grids: [] });
      file.shifts.push({
        committee: "security",
        member: "wu2",
        weekdays: [1],
        on: "every",
        from: "08:00",
        to: "18:00",
      });
    });
    s().hears("wu", /被退单/);
  });

  test("what is for the new committee comes to them", async () => {
    s().skip();
    await s().says("li", "5栋楼下消防通道被堵死了");
    await s().later("1m");
    s().hears("wu2", /新工单/);
  });
});

describe("the community grows", () => {
  const s = story("2026-11-23T09:00:00+08:00");

  test("a building that nobody knew is known", async () => {
    await s().says("zhao", "20栋1单元门禁刷不开了,麻烦来修");
    await s().later("1m");
    s().hears("g1", /没有20栋1单元/);
    await bring(s(), (file) => {
      file.buildings.push({ estate: "e1", grid: "grid2", numbers: ["20"], units: ["1"] });
    });
    s().skip();
    await s().says("liu", "20栋1单元门禁刷不开了,麻烦来修");
    await s().later("1m");
    expect((await s().tickets()).map(({ place }) => place)).toContainEqual(
      expect.objectContaining({ building: "20", unit: "1" }),
    );
  });
});

describe("the roster changes", () => {
  const s = story("2026-11-23T09:00:00+08:00");

  test("a new member of the roster is asked first from then on", async () => {
    await bring(s(), (file) => {
      file.members.push({ account: "wu3", name: "小伍", role: "member", committee: "property", grids: [] });
      file.shifts = [
        { committee: "property", member: "wu3", weekdays: [1], on: "every", from: "08:00", to: "18:00" },
      ];
    });
    await s().says("chen", "5栋2单元楼道灯不亮了,麻烦来修");
    await s().later("1m");
    s().hears("wu3", /新工单/);
  });
});

/** The property committee opens on Fridays and Saturdays, from noon. */
const opensLate = (file: CommunityFile) => {
  const days = { statutory: true, open: [], closed: [] };
  file.calendars.push({ code: "late", days: ["fri", "sat"], windows: ["12:00-20:00"], ...days });
  file.committees.forEach((committee) => {
    if (committee.code === "property") committee.calendar = "late";
  });
};

describe("office hours change", () => {
  const s = story("2026-11-27T10:00:00+08:00");

  test("limits are counted by the committee's own hours from then on, and the house is told so", async () => {
    expect(await takeOverAgain(s())).toEqual({ hoursChanged: false });
    expect(await bring(s(), opensLate)).toEqual({ hoursChanged: true });
    await s().says("wang", GATE);
    await s().later("1m");
    expect((await s().ticket()).answerBy).toEqual(new Date("2026-11-28T20:00:00+08:00"));
  });

  test("it is told so too when a message came first and brought the house up to date", async () => {
    const counted = hoursOf(s().replayed.house.community);
    await imports(s(), () => {});
    await s().says("chen", "大家早上好");
    expect(await takeOverAgain(s(), counted)).toEqual({ hoursChanged: true });
    expect(await takeOverAgain(s())).toEqual({ hoursChanged: false });
  });
});
