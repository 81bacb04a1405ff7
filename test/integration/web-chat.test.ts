import { once } from "node:events";
import { createAdaptorServer } from "@hono/node-server";
import type { ServerType } from "@hono/node-server";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { AppError } from "#src/errors.ts";
import { chatWindow, DESK, openBrowser } from "#test/helpers/browser.ts";
import type { ChatWindow, TestBrowser } from "#test/helpers/browser.ts";
import { PNG, testChat } from "#test/helpers/web-chat.ts";
import type { TestChat } from "#test/helpers/web-chat.ts";

const privateOf = (id: string, name: string) => ({
  chat: { id, kind: "private" as const },
  to: { id, name },
});

let chat: TestChat;
let server: ServerType & { closeAllConnections?(): void };
let address: string;
let browser: TestBrowser;
let outbound = 0;

async function serveChat(served: TestChat): Promise<[ServerType, string]> {
  const listening = createAdaptorServer({ fetch: served.channel.app.fetch });
  listening.listen(0, "127.0.0.1");
  await once(listening, "listening");
  const at = listening.address();
  return [listening, `http://127.0.0.1:${typeof at === "object" ? at?.port : at}`];
}

function out(text: string, change: object = {}) {
  outbound += 1;
  const group = { chat: { id: "g1", kind: "group" as const }, to: null };
  return chat.channel.send({
    id: outbound,
    ...group,
    text,
    buttons: [],
    images: [],
    ticketCode: null,
    ...change,
  });
}

beforeAll(async () => {
  chat = await testChat();
  [server, address] = await serveChat(chat);
  browser = await openBrowser(address);
});
beforeEach(() => {
  chat.clock.set(new Date(chat.clock.now().getTime() + 61_000));
  chat.taken.length = 0;
  chat.changes.length = 0;
  chat.answer(() => {});
});
const open: ChatWindow[] = [];
async function windowOf(as: string, look?: Parameters<TestBrowser["window"]>[1]): Promise<ChatWindow> {
  const window = await browser.window(as, look);
  open.push(window);
  return window;
}
afterEach(async () => {
  for (const window of open.splice(0)) await window.close();
  expect(browser.complaints()).toEqual([]);
});
afterAll(async () => {
  await browser.close();
  server.close();
  server.closeAllConnections?.();
  await chat.close();
});

test("side by side on phones, a resident asks in the group, a member presses, the resident hears and answers", async () => {
  const [zhang, wu] = [await windowOf("zhang"), await windowOf("wu")];
  await zhang.say("3号楼2单元电梯坏了");
  expect(await wu.hears(/电梯坏了/)).toBe("3号楼2单元电梯坏了");
  await out("A1042 电梯故障,已交物业委员会。");
  await out("新工单 A1042", { ...privateOf("wu", "吴主任"), buttons: ["接单", "退单"] });
  await zhang.hears(/A1042/);
  await expect.poll(() => wu.unread("private")).toBe(1);
  await wu.turnTo("private");
  await wu.hears(/新工单 A1042/);
  expect(await wu.unread("private")).toBe(0);
  await wu.press("接单");
  await wu.page.locator('[data-button="接单"][aria-pressed="true"]:disabled').waitFor();
  await expect.poll(() => chat.taken.at(-1)?.press?.button).toBe("接单");
  await out("修好了吗?", { ...privateOf("zhang", "张阿姨"), buttons: ["已解决", "没解决"] });
  await zhang.turnTo("private");
  await zhang.hears(/修好了吗/);
  await zhang.press("已解决");
  await expect.poll(() => chat.taken.at(-1)?.press?.button).toBe("已解决");
  await zhang.page.reload();
  await zhang.page.locator('[data-button="已解决"]:disabled').waitFor();
});

test("ten quick lines arrive in the order they were written", async () => {
  const zhang = await windowOf("zhang");
  const lines = Array.from({ length: 10 }, (_, n) => `第${n + 1}句`);
  for (const line of lines) await zhang.say(line);
  await expect.poll(() => chat.taken.map((message) => message.text)).toEqual(lines);
});

test("a photo goes along with a line, and others see it", async () => {
  const [zhang, li] = [await windowOf("zhang"), await windowOf("li", { ...DESK, dark: true })];
  await zhang.sendPhoto(PNG, "image/png", "就是这里漏");
  await li.hears(/就是这里漏/);
  const picture = li.page.getByRole("img", { name: "3-2-501 张阿姨 发的照片" }).last();
  await expect.poll(() => picture.evaluate((image) => Reflect.get(image, "naturalWidth"))).toBe(1);
  await picture.click();
  await li.page.locator("dialog[open] img").waitFor();
  expect(chat.taken[0]?.images).toHaveLength(1);
});

test("what did not go out says so, and goes out once when tapped", async () => {
  const zhang = await windowOf("zhang");
  let down = true;
  chat.answer(() => {
    if (down) throw new AppError("service_unavailable", "down");
  });
  await zhang.say("现在发不出去");
  const retry = zhang.page.getByRole("button", { name: "没发出去" });
  await retry.waitFor();
  await zhang.page.reload();
  await retry.waitFor();
  down = false;
  await retry.click();
  await retry.waitFor({ state: "detached" });
  await expect.poll(() => chat.taken.map((message) => message.text)).toEqual(["现在发不出去"]);
  await expect.poll(() => zhang.page.locator(".text", { hasText: "现在发不出去" }).count()).toBe(1);
});

test("an answer shows what it answers to", async () => {
  const [zhang, li] = [await windowOf("zhang"), await windowOf("li")];
  await li.say("谁看到我家的猫?");
  await zhang.hears(/我家的猫/);
  await zhang.reply("我家的猫", "在花坛边");
  await li.hears(/在花坛边/);
  expect(await li.page.locator(".post .quote").last().textContent()).toContain("谁看到我家的猫?");
});

test("one's own post can be taken back for two minutes; everybody then reads 已撤回, also in an answer to it", async () => {
  const [zhang, li] = [await windowOf("zhang"), await windowOf("li")];
  await zhang.say("我家密码是一二三四");
  await li.hears(/密码/);
  await li.reply("密码是", "快撤回");
  await zhang.hears(/快撤回/);
  const own = zhang.page.locator(".post.own").last();
  expect(await li.page.locator(".post.other .recall, .post.bot .recall").count()).toBe(0);
  await own.locator(".bubble").click();
  await own.getByRole("button", { name: "撤回", exact: true }).click();
  await expect.poll(() => own.locator(".text").textContent()).toBe("已撤回");
  const theirs = li.page.locator(".post.other").last();
  await expect.poll(() => theirs.locator(".text").textContent()).toBe("已撤回");
  await expect.poll(() => li.page.locator(".post.own .quote span").last().textContent()).toBe("已撤回");
  expect(await li.page.locator("body").innerText()).not.toContain("密码");
  expect(chat.changes).toMatchObject([{ change: "recall", id: chat.taken[0]?.id, from: { id: "zhang" } }]);
  expect(await own.getByRole("button").count()).toBe(0);
  await li.page.reload();
  await li.page.locator(".post.recalled").last().waitFor();
  expect(await li.page.locator("body").innerText()).not.toContain("密码");
});

test("a post that may be taken back no longer says so in one line and stays", async () => {
  const zhang = await windowOf("zhang");
  await zhang.say("说出口的话");
  const own = zhang.page.locator(".post.own").last();
  await own.locator(".bubble").click();
  chat.clock.set(new Date(chat.clock.now().getTime() + 121_000));
  await own.getByRole("button", { name: "撤回", exact: true }).click();
  await zhang.page.getByText("发出超过两分钟").waitFor();
  expect(await own.locator(".text").textContent()).toBe("说出口的话");
  await zhang.page.reload();
  await zhang.page.getByText("说出口的话").last().waitFor();
  expect(await zhang.page.locator(".post.own .recall").count()).toBe(0);
  expect(chat.changes).toEqual([]);
});

test("a broken line mends itself and brings what was missed", async () => {
  const zhang = await windowOf("zhang");
  server.closeAllConnections?.();
  await out("断线时说的话");
  await zhang.hears(/断线时说的话/);
});

test("hostile, long and right-to-left texts are shown as text, and nothing is wider than a small phone", async () => {
  const li = await windowOf("li", { width: 360, height: 640 });
  const texts = [
    "<img src=x onerror=alert(1)>",
    "啊".repeat(300),
    "a".repeat(400),
    "\u202eabc",
    "https://a.example/".repeat(20),
  ];
  for (const text of texts) await out(text);
  await li.hears(/^https/);
  const shown = await li.page.locator(".panel:not([hidden]) .post.bot .text").allTextContents();
  expect(shown.slice(-texts.length)).toEqual(texts);
  expect(await li.page.evaluate("document.scrollingElement.scrollWidth")).toBe(360);
  expect(await li.page.evaluate("document.querySelector('.panel:not([hidden])').scrollWidth")).toBe(360);
});

test("Enter while Chinese is being composed sends nothing", async () => {
  const zhang = await windowOf("zhang");
  const line = zhang.page.locator("textarea");
  await line.fill("dianti");
  await line.dispatchEvent("keydown", { key: "Enter", isComposing: true, bubbles: true, cancelable: true });
  expect(await line.inputValue()).toBe("dianti");
  await line.press("Enter");
  await expect.poll(() => chat.taken.length).toBe(1);
});

test("scrolling up brings older posts and stays where one reads", async () => {
  for (let n = 1; n <= 60; n += 1) await out(`旧话${n}。`);
  const li = await windowOf("li");
  await li.page.locator(".text", { hasText: "旧话60。" }).waitFor();
  expect(await li.page.getByText("旧话1。", { exact: true }).count()).toBe(0);
  await li.page.locator(".panel:not([hidden])").evaluate((panel) => Reflect.set(panel, "scrollTop", 0));
  await li.page.getByText("旧话1。", { exact: true }).waitFor({ state: "attached" });
  await out("刚说的");
  const newer = li.page.getByRole("button", { name: "有新消息" });
  await newer.click();
  await newer.waitFor({ state: "hidden" });
});

test("the demonstration offers its people in three groups, and a way to be another", async () => {
  const page = await browser.visit("/");
  expect(await page.getByRole("heading", { level: 2 }).allTextContents()).toEqual([
    "居民",
    "委员",
    "工作人员",
  ]);
  await page.getByRole("link", { name: "吴主任 物业委员会主任" }).click();
  const wu = await chatWindow(page);
  expect(await wu.page.locator(".banner").innerText()).toContain("您现在是 吴主任");
  await wu.page.getByRole("link", { name: "换人" }).click();
  await page.getByRole("heading", { name: "居民" }).waitFor();
  await wu.close();
});

test("outside the demonstration one comes in by name and flat, and stays oneself", async () => {
  const real = await testChat({ demo: false });
  const [listening, elsewhere] = await serveChat(real);
  const page = await browser.visit(new URL("/", elsewhere).href);
  await page.getByLabel("怎么称呼").fill("张阿姨");
  await page.getByLabel("栋").fill("9");
  await page.getByLabel("单元").fill("2");
  await page.getByLabel("室").fill("501");
  await page.getByRole("button", { name: "进去" }).click();
  await page.getByRole("alert").filter({ hasText: "没有找到这一户" }).waitFor();
  await page.getByLabel("栋").fill("3");
  await page.getByRole("button", { name: "进去" }).click();
  const zhang = await chatWindow(page);
  await zhang.turnTo("private");
  await zhang.say("家里没水");
  await expect.poll(() => real.taken[0]?.from.name).toBe("3-2-501 张阿姨");
  await page.goto(new URL("/", elsewhere).href);
  await (await chatWindow(page)).turnTo("private");
  await page.getByText("家里没水", { exact: true }).last().waitFor();
  page.on("dialog", (dialog) => void dialog.accept());
  await page.getByRole("button", { name: "退出" }).click();
  await page.getByLabel("怎么称呼").waitFor();
  await zhang.close();
  listening.close();
  await real.close();
});
