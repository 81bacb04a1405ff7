// Telegram calls the house: only Telegram is heard, all of what it says, and it is told only of what the house has.
import { afterEach, beforeEach, expect, test } from "vitest";
import { telegramApi } from "#src/channels/telegram-api.ts";
import { keepWebhook } from "#src/channels/telegram-webhook.ts";
import { AppError } from "#src/errors.ts";
import { SECRET, telegramEar } from "#test/helpers/telegram-ear.ts";
import type { TelegramEar } from "#test/helpers/telegram-ear.ts";

let ear: TelegramEar;
beforeEach(async () => {
  ear = await telegramEar({ webhook: true });
});
afterEach(() => ear.close());

function scene() {
  const zhang = ear.server.user({ name: "张" });
  return { zhang, group: ear.server.group({ title: "翠苑", members: [zhang] }) };
}
const said = (text: string) => expect.poll(() => ear.words()).toContain(text);
async function call(body: unknown, secret: string | null = SECRET): Promise<number> {
  const headers = secret === null ? {} : { "x-telegram-bot-api-secret-token": secret };
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const response = await fetch(ear.url, { method: "POST", headers, body: text });
  expect(await response.text()).toBe("");
  return response.status;
}
function update(id: number, text: string, chat = -1001): object {
  const from = { id: 8, is_bot: false, first_name: "张" };
  const message = { message_id: id, date: 1_795_000_000, chat: { id: chat, type: "supergroup" }, from, text };
  return { update_id: id, message };
}
const isReady = () => expect.poll(() => ear.server.calls("setWebhook")).toHaveLength(1);

test("Telegram is told where to call, and what it says there comes into the house", async () => {
  const { zhang, group } = scene();
  ear.server.say(group, zhang, "早说的");
  await ear.start();
  await said("早说的");
  ear.server.say(group, zhang, "电梯坏了");
  await said("电梯坏了");
  await expect.poll(() => ear.server.pending()).toEqual([]);
  expect(ear.server.calls("setWebhook")[0]?.params).toMatchObject({ url: ear.url, secret_token: SECRET });
  expect(ear.server.calls("getUpdates")).toEqual([]);
  expect(ear.channel.answers?.()).toBe(true);
});

test("a forged call is refused, changes nothing, and is only counted", async () => {
  await ear.start();
  await isReady();
  for (const secret of [null, "", "wrong", `${SECRET}x`, SECRET.toUpperCase(), "x".repeat(4000)]) {
    expect(await call(update(1, "假的"), secret)).toBe(401);
  }
  expect(ear.heard).toEqual([]);
  expect(await ear.database.telegramUpdate.count()).toBe(0);
  expect(ear.logged).toEqual([
    { fields: { channel: "telegram", count: 1 }, text: "calls to the webhook that are not Telegram's" },
  ]);
});

test("whatever Telegram says is answered with 200", async () => {
  const { zhang, group } = scene();
  await ear.start();
  await isReady();
  for (const body of ["", "{", "null", "[]", "7", "{}", '{"update_id":"x"}', '{"update_id":3,"message":[]}'])
    expect([body, await call(body)]).toEqual([body, 200]);
  expect(await call(update(9, "长".repeat(1_000_000)))).toBe(200);
  const kinds = ear.server.sampleUpdates(zhang, group);
  for (const [index, kind] of kinds.entries())
    expect(await call({ update_id: 100 + index, ...kind })).toBe(200);
  expect(await call(update(300, "电梯坏了"))).toBe(200);
  expect(ear.words()).toEqual(["随便说说", "随便说说", "电梯坏了"]);
});

test("a hundred copies at once are one", async () => {
  await ear.start();
  await isReady();
  ear.answer(() => new Promise((resolve) => void setTimeout(resolve, 50)));
  const copies = Array.from({ length: 100 }, () => call(update(7, "电梯坏了")));
  expect(new Set(await Promise.all(copies))).toEqual(new Set([200]));
  expect(await call(update(7, "电梯坏了"))).toBe(200);
  expect(ear.words()).toEqual(["电梯坏了"]);
});

test("calls of one chat that come at once are taken in order, those of others beside them", async () => {
  await ear.start();
  await isReady();
  ear.answer((given) => new Promise((resolve) => void setTimeout(resolve, given.chat.id === "-1" ? 30 : 0)));
  const calls = Array.from({ length: 10 }, (_, n) => call(update(10 + n, `慢${n}`, -1)));
  await expect.poll(() => ear.words().length).toBeGreaterThan(0);
  expect(await call(update(30, "快", -2))).toBe(200);
  await Promise.all(calls);
  expect(ear.words().indexOf("快")).toBeLessThan(9);
  const slow = ear.words().filter((text) => text !== "快");
  expect(slow).toEqual(slow.toSorted());
});

test("what the house cannot take now is refused, so that Telegram sends it again", async () => {
  const { zhang, group } = scene();
  await ear.start();
  await isReady();
  ear.line.cut();
  expect(await call(update(1, "其间"))).toBe(503);
  ear.server.say(group, zhang, "电梯坏了");
  await expect.poll(() => ear.server.pending()).toHaveLength(1);
  ear.line.mend();
  await expect.poll(() => ear.server.pending()).toEqual([]);
  expect(new Set(ear.words())).toContain("电梯坏了");
  expect((await ear.database.telegramUpdate.findMany()).every(({ waiting }) => waiting === null)).toBe(true);
});

test("one that the house fails at again and again is put aside, and Telegram told that we have it", async () => {
  await ear.start();
  await isReady();
  ear.answer(() => {
    throw new AppError("not_found", "a defect");
  });
  const answers = [];
  for (let n = 0; n < 6; n += 1) answers.push(await call(update(1, "毒")));
  expect(answers).toEqual([503, 503, 503, 503, 200, 200]);
});

test("nothing is taken before Telegram has said who the bot is, nor when the house stops", async () => {
  const back = ear.server.next("*", "close", { times: 1000 });
  await ear.start();
  expect(await call(update(1, "早了"))).toBe(503);
  back();
  await expect.poll(() => call(update(1, "早了"))).toBe(200);
  const { promise: held, resolve: release } = Promise.withResolvers<void>();
  let began = false;
  ear.answer(() => {
    began = true;
    return held;
  });
  const inHand = call(update(2, "在手"));
  await expect.poll(() => began).toBe(true);
  const stopping = ear.channel.stop();
  expect(await call(update(3, "晚了"))).toBe(503);
  release();
  await stopping;
  expect(await inHand).toBe(200);
  expect(ear.words()).toEqual(["早了", "在手"]);
});

test("a webhook that somebody has taken away is set again", async () => {
  const api = telegramApi({ token: ear.server.token, apiRoot: ear.server.address, timeoutMs: 5000 });
  const stop = new AbortController();
  const hook = { url: ear.url, secret: SECRET };
  const kept = keepWebhook(api, { hook, heard: () => {}, signal: stop.signal, everyMs: 20 });
  await isReady();
  await api.call("deleteWebhook", {});
  await expect.poll(() => ear.server.calls("setWebhook")).toHaveLength(2);
  await expect.poll(() => ear.server.calls("getWebhookInfo").length).toBeGreaterThan(3);
  expect(ear.server.calls("setWebhook")).toHaveLength(2);
  stop.abort();
  await kept;
  api.close();
});
