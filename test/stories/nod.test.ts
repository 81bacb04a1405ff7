import { describe, expect, test } from "vitest";
import { story } from "#test/helpers/story.ts";

describe("a neighbour who joins in few words", () => {
  const s = story("2026-11-23T10:00:00+08:00");

  test("sees in the group that they were heard, and the group hears nothing", async () => {
    await s().shy.whispers("r2", "你好");
    await s().shy.says("r1", "8栋1单元门禁刷不开了,麻烦来修");
    await s().later("1m");
    s().hears("t1", /已登记/);
    const id = await s().shy.says("r2", "+1", { replyTo: "m2", name: "邻居" });
    await s().later("1m");
    s().hears("r2", /已有邻居报过/);
    s().silent("t1");
    expect(s().shy.signs()).toEqual([`${id} 👀`]);
  });

  test("whoever is with it already gets no second sign, and a recorded chat shows none", async () => {
    await s().shy.says("r2", "+1", { replyTo: "m2", name: "邻居" });
    await s().later("1m");
    expect(s().shy.signs()).toEqual([]);
    s().skip();
    await s().says("zhao", "11栋1单元停水了,麻烦看看");
    await s().later("1m");
    await s().says("r9", "我家也是", { name: "邻居" });
    await s().later("1m");
    s().hears("r9", /已有邻居报过/);
    s().hears("g1", /已登记/);
    s().silent("g1");
  });
});
