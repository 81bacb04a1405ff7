import { describe, expect, test } from "vitest";
import { everything } from "#test/helpers/everything.ts";
import { story } from "#test/helpers/story.ts";

describe("more about one's ticket, by command", () => {
  const s = story("2026-11-23T09:00:00+08:00");

  test("what follows the code reaches who works on it, in order", async () => {
    await s().says("wang", "8栋1单元门禁刷不开了,麻烦来修");
    await s().later("1m");
    const { code } = await s().ticket();
    s().skip();
    await s().whispers("wang", `/补充 ${code} 指纹也按不了`);
    s().hears("wang", /补充到/);
    s().hears("wu2", /居民补充:指纹也按不了/);
    await s().whispers("wu2", `/单 ${code}`);
    expect(s().hears("wu2", /门禁/).text).toMatch(/刷不开了.*指纹也按不了/s);
  });

  test("a stranger's 补充 is answered as a wrong code, and reaches nobody", async () => {
    const { code } = await s().ticket();
    await s().whispers("zhao", `/补充 ${code} 顺便修我家的`);
    s().hears("zhao", new RegExp(`没有找到您能看的工单 ${code}`));
    s().silent();
  });

  test("once it is withdrawn nothing can be added", async () => {
    const { code } = await s().ticket();
    await s().whispers("wang", `/撤回 ${code}`);
    s().skip();
    await s().whispers("wang", `/补充 ${code} 又坏了`);
    s().hears("wang", /做不了/);
    s().silent();
  });
});

describe("what Linli keeps about me", () => {
  const s = story("2026-11-23T09:00:00+08:00");

  test("我的数据 says it in one message, 全部 with the words", async () => {
    await s().says("wang", "8栋1单元门禁刷不开了,麻烦来修");
    await s().later("1m");
    const { code } = await s().ticket();
    s().skip();
    await s().says("wang", "/我的数据");
    const told = s().hears("wang", /您的资料/).text;
    expect(told).toMatch(/8栋1单元1203/);
    expect(told).toContain(code);
    await s().whispers("wang", "我的数据 全部");
    expect(s().hears("wang", /最近/).text).toContain("门禁刷不开了");
    s().silent();
  });

  test("somebody else's words are not among them", async () => {
    await s().whispers("zhao", "/我的数据 全部");
    expect(s().hears("zhao", /.*/).text).not.toContain("门禁");
  });
});

describe("I do not want to be kept", () => {
  const s = story("2026-11-23T09:00:00+08:00");

  test("Linli asks once more, and 不是 keeps everything", async () => {
    await s().says("wang", "8栋1单元门禁刷不开了,麻烦来修", { images: 1 });
    await s().says("li", "3栋2单元下水道堵了,水往外冒");
    await s().later("1m");
    await s().says("zhao", "+1", { replyTo: "m2" });
    await s().says("wang", "我家也是", { replyTo: "m2" });
    await s().later("1m");
    s().skip();
    await s().says("wang", "/删除我");
    expect(s().hears("wang", /确定吗/).buttons).toEqual(["确认", "不是"]);
    await s().presses("wang", "不是");
    s().hears("wang", /都留着/);
    await s().later("1h");
    expect(await everything(s())).toContain("门禁刷不开了");
  });

  test("确认 can be taken back for ten minutes", async () => {
    await s().whispers("wang", "/删除我");
    await s().presses("wang", "确认");
    expect(s().hears("wang", /10 分钟后删除/).buttons).toEqual(["撤销"]);
    await s().later("9m");
    await s().presses("wang", "撤销");
    s().hears("wang", /都留着/);
    await s().later("1h");
    expect(await everything(s())).toContain("门禁刷不开了");
  });

  test("somebody else's tap on it changes nothing", async () => {
    await s().whispers("wang", "/删除我");
    s().skip();
    await expect(s().presses("zhao", "确认")).rejects.toThrow();
    await s().later("1h");
    expect(await everything(s())).toContain("门禁刷不开了");
  });

  test("then name, flat, words and pictures are gone everywhere; what neighbours wait for goes on", async () => {
    await s().presses("wang", "确认");
    await s().later("10m");
    const kept = await everything(s());
    for (const word of ["老王", "门禁刷不开", "我家也是", "1203 老王", "m1-0"])
      expect(kept).not.toContain(word);
    const [own, shared] = await s().tickets();
    expect([own?.state, shared?.state]).toEqual(["withdrawn", "routed"]);
    expect(shared?.reporters).toHaveLength(2);
    s().skip();
    await s().whispers("wu2", `/单 ${shared?.code}`);
    s().hears("wu2", /下水/);
  });

  test("who comes back is somebody new", async () => {
    await s().whispers("wang", "/我的");
    s().hears("wang", /还没有登记/);
  });

  test("who holds an office gives it up first", async () => {
    await s().whispers("wu2", "/删除我");
    s().hears("wu2", /离任/);
    s().silent();
  });
});
