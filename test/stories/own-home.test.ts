import { beforeAll, describe, expect, test } from "vitest";
import { everything } from "#test/helpers/everything.ts";
import { secondChannel } from "#test/helpers/second-channel.ts";
import { story } from "#test/helpers/story.ts";

const START = "2026-11-23T09:00:00+08:00";

describe("where I live", () => {
  const s = story(START);

  test("it is asked back once, and then 我家 is there", async () => {
    await s().whispers("xin", "/我家");
    s().hears("xin", /还没登记/);
    await s().says("xin", "/我家 三栋二单元501");
    expect(s().hears("xin", /3栋2单元501,对吗/).buttons).toEqual(["对", "不对"]);
    s().silent("g1");
    await s().presses("xin", "对");
    s().hears("xin", /您家在3栋2单元501/);
    await s().whispers("xin", "/home");
    s().hears("xin", /3栋2单元501/);
    await s().whispers("xin", "我家水管漏水了,麻烦来修");
    await s().later("1m");
    expect((await s().ticket()).place).toMatchObject({ building: "3", unit: "2", room: "501" });
    s().skip();
    // What was written in the group is not kept there.
    expect(await everything(s())).not.toContain("三栋二单元501");
  });

  test("不对 changes nothing, 删除 clears it", async () => {
    await s().whispers("xin", "/我家 5-2-302");
    await s().presses("xin", "不对");
    s().hears("xin", /没有改动/);
    await s().whispers("xin", "/我家");
    s().hears("xin", /3栋2单元501/);
    await s().whispers("xin", "/我家 删除");
    s().hears("xin", /不记了/);
    await s().whispers("xin", "/我家");
    s().hears("xin", /还没登记/);
    s().silent();
  });

  test.each([
    ["40-1-101", /没有 40 栋。有:1、2、3……12/],
    ["3-9-101", /3栋的单元有:1、2、3/],
    ["3-501", /3栋的单元有:1、2、3/],
    ["3-2-9999", /3栋2单元没有 9999。有:101、102、103……1804/],
    ["在小区里", /请这样写/],
  ])("%s is asked, not guessed", async (written, asked) => {
    await s().whispers("xin", `/我家 ${written}`);
    s().hears("xin", asked);
    s().silent();
  });

  test("a building with one unit needs none; a flat without a door list cannot be checked", async () => {
    const { database } = s().replayed;
    const building = await database.building.findFirstOrThrow({ where: { number: "3" } });
    const data = { estateId: building.estateId, gridId: building.gridId, number: "A1", units: ["1"] };
    await database.building.create({ data });
    await s().whispers("xin", "/我家 a1-0501");
    s().hears("xin", /A1栋1单元的房号还没录入/);
    await database.flat.create({
      data: {
        unit: "1",
        room: "0501",
        buildingId: (await database.building.findFirstOrThrow({ where: { number: "A1" } })).id,
      },
    });
    await s().whispers("xin", "/我家 a1-501");
    s().hears("xin", /A1栋1单元0501,对吗/);
  });

  test("a flat that is gone when 对 is tapped is not written down", async () => {
    await s().replayed.database.flat.deleteMany({ where: { room: "0501" } });
    await s().presses("xin", "对");
    s().hears("xin", /过时/);
    await s().whispers("xin", "/我家");
    s().hears("xin", /还没登记/);
  });
});

describe("two estates with a building of the same number", () => {
  const s = story(START, (community) => {
    community.estates.push({ code: "e2", name: "邻里花园二期" });
    community.grids.push({ code: "grid9", name: "第九网格", estate: "e2" });
    community.buildings.push({
      estate: "e2",
      grid: "grid9",
      numbers: ["3"],
      units: ["2"],
      floors: 6,
      perFloor: 2,
      areas: [],
    });
    community.residents = [];
  });
  let other: ReturnType<typeof secondChannel>;
  beforeAll(() => {
    other = secondChannel(s());
  });
  const estateOf = async (account: string) => {
    const person = await s().replayed.database.person.findUniqueOrThrow({
      where: { id: await other.personId(account) },
      include: { flat: { include: { building: { include: { estate: true } } } } },
    });
    return person.flat?.building.estate.code;
  };

  test("in private it is asked which estate is meant", async () => {
    await other.says("5001", "/我家 3-2-501");
    expect(s().hears("5001", /3栋2单元501,是哪个小区的/).buttons).toEqual([
      "邻里花园",
      "邻里花园二期",
      "不对",
    ]);
    await other.presses("5001", "邻里花园二期");
    s().hears("5001", /您家在3栋2单元501/);
    expect(await estateOf("5001")).toBe("e2");
  });

  test("who names it, or has a flat that only one of them has, is asked back with its name", async () => {
    await other.says("5002", "/我家 邻里花园二期3-2-501");
    s().hears("5002", /^邻里花园二期3栋2单元501,对吗/);
    await other.says("5003", "/我家 3-2-1804");
    s().hears("5003", /^邻里花园3栋2单元1804,对吗/);
    await other.presses("5003", "对");
    expect(await estateOf("5003")).toBe("e1");
  });

  test("in a group its estate is meant", async () => {
    await s().whispers("xin", "你好");
    await s().later("1m");
    s().skip();
    await s().says("xin", "/我家 3-2-501");
    s().hears("xin", /^邻里花园3栋2单元501,对吗/);
  });
});
