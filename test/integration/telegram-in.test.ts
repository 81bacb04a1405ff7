// What comes in from Telegram over real HTTP: nothing lost, nothing twice, in order, whatever goes wrong meanwhile.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { AppError } from "#src/errors.ts";
import { telegramEar } from "#test/helpers/telegram-ear.ts";
import type { Given, TelegramEar } from "#test/helpers/telegram-ear.ts";

let ear: TelegramEar;
beforeEach(async () => {
  ear = await telegramEar();
});
afterEach(() => ear.close());

const scene = () => {
  const [zhang, li] = [ear.server.user({ name: "张" }), ear.server.user({ name: "李" })];
  return { zhang, li, group: ear.server.group({ title: "翠苑", members: [zhang, li] }) };
};
const textOf = (given: Given) => ("text" in given ? given.text : "");
const said = (text: string) => expect.poll(() => ear.words()).toContain(text);
const taken = async () => (await ear.database.telegramUpdate.findMany()).map(({ id }) => Number(id));

describe("by asking", () => {
  test("what is said comes in the order in which it was said, and is acknowledged when the house has it", async () => {
    const { zhang, group } = scene();
    let release = () => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    ear.answer((given) => (textOf(given) === "二" ? held : undefined));
    await ear.start();
    for (const text of ["一", "二", "三"]) ear.server.say(group, zhang, text);
    await said("一");
    expect(ear.server.pending()).toHaveLength(3);
    release();
    await said("三");
    await expect.poll(() => ear.server.pending()).toEqual([]);
    expect(ear.words()).toEqual(["一", "二", "三"]);
    expect(await taken()).toHaveLength(3);
    expect(
      JSON.stringify(await ear.database.$queryRaw`select * from "TelegramUpdate"`, (_, v) =>
        typeof v === "bigint" ? 0 : v,
      ),
    ).not.toContain("二");
  });

  test("a copy is no second message, nor is one that comes again after a start", async () => {
    const { zhang, group } = scene();
    await ear.start();
    ear.server.say(group, zhang, "电梯坏了");
    const [update] = ear.server.pending();
    for (let copy = 0; copy < 99; copy += 1) ear.server.raw({ ...update });
    await said("电梯坏了");
    await expect.poll(() => ear.server.pending()).toEqual([]);
    await ear.restart();
    ear.server.raw({ ...update });
    ear.server.say(group, zhang, "还没好");
    await said("还没好");
    expect(ear.words()).toEqual(["电梯坏了", "还没好"]);
  });

  test("every kind of update there is comes once and the house goes on", async () => {
    const { zhang, group } = scene();
    const kinds = ear.server.sampleUpdates(zhang, group);
    for (const update of kinds) ear.server.raw(update);
    for (const odd of [{}, { message: null }, { message: 7 }, { message: { text: "无主" } }])
      ear.server.raw(odd);
    await ear.start();
    ear.server.say(group, zhang, "电梯坏了");
    await said("电梯坏了");
    await expect.poll(() => ear.server.pending()).toEqual([]);
    expect(kinds.length).toBeGreaterThan(20);
    const changes = ear.heard.flatMap((given) => ("change" in given ? [given.change] : []));
    expect([ear.words(), changes]).toEqual([
      ["随便说说", "随便说说", "电梯坏了"],
      ["edit", "present"],
    ]);
  });

  test("a backlog drains, each chat's in its order, several side by side", async () => {
    const { zhang } = scene();
    const groups = Array.from({ length: 20 }, (_, n) =>
      ear.server.group({ title: `群${n}`, members: [zhang] }),
    );
    for (let n = 0; n < 1000; n += 1) ear.server.say(groups[n % 20] ?? zhang, zhang, String(n));
    let [now, most] = [0, 0];
    ear.answer(async () => {
      most = Math.max(most, (now += 1));
      await new Promise(setImmediate);
      now -= 1;
    });
    await ear.start();
    await expect.poll(() => ear.words().length, { timeout: 50_000 }).toBe(1000);
    for (let group = 0; group < 20; group += 1) {
      const here = ear
        .words()
        .map(Number)
        .filter((n) => n % 20 === group);
      expect(here).toEqual(here.toSorted((a, b) => a - b));
    }
    expect(most).toBeGreaterThan(1);
    expect(most).toBeLessThanOrEqual(6);
  });

  test("an edit that overtakes its message is the message; the message then changes nothing back", async () => {
    const { zhang, group } = scene();
    const message = ear.server.say(group, zhang, "5栋电梯坏了");
    const [original] = ear.server.pending();
    ear.server.edit(group, message.message_id, "3栋电梯坏了");
    const [, edit] = ear.server.pending();
    await ear.start();
    await expect.poll(() => ear.heard).toHaveLength(3);
    ear.heard.length = 0;
    ear.server.raw({ ...edit, update_id: 999_999_998 });
    ear.server.raw({ ...original, update_id: 999_999_999 });
    await expect.poll(() => ear.heard).toHaveLength(3);
    expect(ear.heard).toMatchObject([
      { id: String(message.message_id), text: "3栋电梯坏了", press: null },
      { id: String(message.message_id), text: "3栋电梯坏了", change: "edit" },
      { id: String(message.message_id), text: "5栋电梯坏了" },
    ]);
  });

  test("a tap is answered when the house has it; a forged one is told that it does nothing", async () => {
    const { zhang, group } = scene();
    await ear.start();
    const out = { id: 41, chat: { id: String(group.id), kind: "group" as const }, to: null };
    const { externalId } = await ear.channel.send({
      ...out,
      text: "要立单吗?",
      buttons: ["立单", "不是"],
      images: [],
      ticketCode: null,
    });
    const real = ear.server.press(group, Number(externalId), "立单", zhang);
    const forged = ear.server.press(group, Number(externalId), "ff.0.forged", zhang);
    await expect.poll(() => ear.server.answerTo(real)).toMatchObject({ text: "" });
    await expect.poll(() => ear.server.answerTo(forged)).toMatchObject({ text: "这个按钮用不了了" });
    expect(ear.heard).toMatchObject([{ id: `cb-${real}`, press: { outboundId: 41, button: "立单" } }]);
  });

  test("one that the house fails at holds up its own chat for a while, then is put aside and tried again", async () => {
    const { zhang, li, group } = scene();
    let ill = true;
    ear.answer((given) => {
      if (ill && textOf(given) === "毒") throw new AppError("not_found", "a defect");
    });
    ear.server.say(group, zhang, "毒");
    ear.server.say(group, zhang, "之后");
    ear.server.startPrivate(li);
    await ear.start();
    await expect.poll(() => ear.words(), { timeout: 30_000 }).toEqual(["/start", "之后"]);
    await expect.poll(() => ear.server.pending()).toEqual([]);
    const waiting = () =>
      ear.database.$queryRaw<
        { n: number }[]
      >`select count(*)::int as n from "TelegramUpdate" where waiting is not null`;
    expect(await waiting()).toEqual([{ n: 1 }]);
    expect(JSON.stringify(ear.logged)).not.toContain("毒");
    ill = false;
    await ear.restart();
    await said("毒");
    expect(await waiting()).toEqual([{ n: 0 }]);
  }, 60_000);

  test("who is erased leaves nothing in what was put aside", async () => {
    const { zhang, li, group } = scene();
    ear.answer((given) => {
      if (textOf(given).startsWith("毒")) throw new AppError("not_found", "a defect");
    });
    await ear.start();
    ear.server.say(group, zhang, "毒一");
    ear.server.say(group, li, "毒二");
    const waiting = async () =>
      JSON.stringify((await ear.database.telegramUpdate.findMany()).map((row) => row.waiting));
    await expect.poll(waiting, { timeout: 30_000 }).toMatch(/毒一.*毒二/);
    await ear.channel.erase(String(zhang.id));
    expect(await waiting()).not.toContain("毒一");
    expect(await waiting()).toContain("毒二");
    const later = new Date(Date.now() + 3 * 86_400_000);
    expect(await ear.channel.purge(new Date())).toBe(0);
    expect(await ear.channel.purge(later)).toBe(1);
    expect(await taken()).toEqual([]);
  }, 60_000);

  test("a database that is away for a while loses nothing and puts nothing aside", async () => {
    const { zhang, group } = scene();
    ear.answer(() => void 0);
    await ear.start();
    ear.server.say(group, zhang, "之前");
    await said("之前");
    await expect.poll(() => ear.server.pending()).toEqual([]);
    ear.line.cut();
    for (let n = 0; n < 20; n += 1) ear.server.say(group, zhang, `其间${n}`);
    await expect
      .poll(() => ear.logged.map(({ text }) => text), { timeout: 20_000 })
      .toContain("updates could not be taken; trying on");
    expect(ear.server.pending()).toHaveLength(20);
    ear.line.mend();
    await said("其间19");
    await expect.poll(() => ear.server.pending(), { timeout: 40_000 }).toEqual([]);
    expect(new Set(ear.words()).size).toBe(21);
    expect((await ear.database.telegramUpdate.findMany()).filter((row) => row.waiting !== null)).toEqual([]);
  }, 90_000);

  test("stopping ends an open question at once, and nothing is taken afterwards", async () => {
    const { zhang, group } = scene();
    await ear.start();
    await expect.poll(() => ear.server.calls("getUpdates")).toHaveLength(1);
    const from = performance.now();
    await ear.channel.stop();
    expect(performance.now() - from).toBeLessThan(1000);
    ear.server.say(group, zhang, "有人吗");
    await ear.channel.stop();
    expect(ear.server.pending()).toHaveLength(1);
    expect(ear.words()).toEqual([]);
  });

  test("stopping waits for what is in hand", async () => {
    const { zhang, group } = scene();
    let release = () => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    let began = false;
    ear.answer(() => {
      began = true;
      return held;
    });
    await ear.start();
    ear.server.say(group, zhang, "一");
    await expect.poll(() => began).toBe(true);
    let stopped = false;
    const stopping = ear.channel.stop().then(() => (stopped = true));
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(stopped).toBe(false);
    release();
    await stopping;
    expect(ear.words()).toEqual(["一"]);
  });

  test("another program that asks for the same bot is named once, and not raced", async () => {
    ear.server.next("getUpdates", { error: 409 }, { times: 3 });
    const { zhang, group } = scene();
    await ear.start();
    ear.server.say(group, zhang, "一");
    await said("一");
    expect(ear.logged.filter(({ text }) => text.includes("another program"))).toHaveLength(1);
    expect(ear.server.calls("getUpdates").length).toBeLessThan(7);
  });

  test("without Telegram the house starts, says so, and hears when it is back", async () => {
    const { zhang, group } = scene();
    const back = ear.server.next("*", "close", { times: 1000 });
    ear.server.say(group, zhang, "一");
    await ear.start();
    expect([ear.channel.answers?.(), ear.channel.invitation("K7")]).toEqual([false, null]);
    back();
    await said("一");
    expect(ear.channel.answers?.()).toBe(true);
    expect(ear.channel.invitation("K7")).toBe("https://t.me/linli_test_bot?start=K7");
    expect(JSON.stringify(ear.logged)).not.toContain(ear.server.token);
  });

  test("a token that Telegram does not know stops the start with one clear line", async () => {
    ear.server.next("getMe", { error: 401 });
    await expect(ear.start()).rejects.toMatchObject({ code: "bad_input" });
    ear.server.next("getMe", { error: 401 });
    await expect(ear.start()).rejects.toThrow(/^TELEGRAM_BOT_TOKEN: expected/);
  });
});
