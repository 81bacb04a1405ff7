import { describe, expect, test } from "vitest";
import { story } from "#test/helpers/story.ts";

describe("a request that does not say where", () => {
  const s = story("2026-11-23T09:00:00+08:00");

  test("becomes a ticket at once, and the line in the group asks for the building", async () => {
    await s().says("r1", "楼道灯坏了好几天了,麻烦修一下", { name: "阳光总在" });
    await s().later("1m");
    s().hears("g1", /已登记.*几栋几单元/);
    expect((await s().ticket()).place).toBeNull();
  });

  test("a building that the estate does not have is asked about, not guessed", async () => {
    await s().says("r1", "99栋", { name: "阳光总在" });
    await s().later("1m");
    s().hears("g1", /没有99栋/);
    expect((await s().ticket()).place).toBeNull();
  });

  test("the answer fills in the place and reaches the member", async () => {
    await s().says("r1", "打错了 9栋1单元", { name: "阳光总在" });
    await s().later("1m");
    s().hears("g1", /在9栋1单元/);
    s().hears("wu2", /居民补充.*9栋1单元/);
    expect((await s().ticket()).place).toMatchObject({ building: "9", unit: "1" });
  });

  test("a nickname with the flat says where, as far as a group may know", async () => {
    await s().says("li", "我们楼道灯也不亮,麻烦修一下");
    await s().later("1m");
    expect(s().hears("g1", /已登记/).text).toMatch(/3栋2单元/);
    expect((await s().ticket(2)).place).toMatchObject({ building: "3", unit: "2" });
  });

  test("just after the question, numbers alone are the place", async () => {
    await s().says("r3", "我们这里声控灯也坏了,麻烦修一下", { name: "小鹿" });
    await s().later("30s");
    s().hears("g1", /已登记.*几栋几单元/);
    await s().says("r3", "12-1", { name: "小鹿" });
    await s().later("1m");
    s().hears("g1", /在12栋1单元/);
    await s().whispers("r4", "电梯坏了,麻烦来修");
    await s().later("1m");
    s().hears("r4", /几栋几单元/);
    await s().whispers("r4", "我家");
    await s().later("1m");
    s().hears("r4", /补充到.*是几栋的/);
    await s().whispers("r4", "2单元");
    await s().later("1m");
    s().hears("r4", /补充到.*是几栋的/);
    await s().whispers("r4", "3");
    await s().later("1m");
    s().hears("r4", /在3栋/);
    expect((await s().ticket(4)).place).toMatchObject({ building: "3", unit: "2" });
  });

  test("two matters without a place are both answered by one", async () => {
    await s().says("r2", "单元门禁坏了,麻烦修一下", { name: "果果" });
    await s().later("2m");
    await s().says("r2", "还有楼道垃圾没人清,臭死了", { name: "果果" });
    await s().later("1m");
    s().skip();
    await s().says("r2", "7栋2单元", { name: "果果" });
    await s().later("1m");
    const [third, fourth] = [await s().ticket(5), await s().ticket(6)];
    const noted = s().hears("g1", /在7栋2单元/).text;
    expect([third.code, fourth.code].filter((code) => !noted.includes(code))).toEqual([]);
    expect([third.place, fourth.place]).toMatchObject([{ building: "7" }, { building: "7" }]);
  });
});

describe("a number while a closing asks for stars", () => {
  const s = story("2026-11-23T09:00:00+08:00");

  test("is the stars, although a building is asked for as well", async () => {
    await s().whispers("r5", "9栋1单元楼道垃圾没人清,臭死了", { name: "云朵" });
    await s().later("1m");
    const { code } = await s().ticket();
    await s().whispers("wu2", `/办结 ${code} 已清运`);
    await s().whispers("r5", "电梯坏了,麻烦来修");
    await s().later("1m");
    s().hears("r5", /几栋几单元/);
    await s().presses("r5", "已解决", { code });
    s().skip();
    await s().whispers("r5", "5");
    await s().later("1m");
    s().hears("r5", /5 分/);
    expect([(await s().ticket(1)).rating, (await s().ticket(2)).place]).toEqual([5, null]);
  });
});
