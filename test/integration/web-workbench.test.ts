// The workbench in a browser: how it stands with WeChat and the code for its login, for staff alone.
import { once } from "node:events";
import { createAdaptorServer } from "@hono/node-server";
import type { ServerType } from "@hono/node-server";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { LOGGED_IN, failed, scanned } from "#src/channels/wechat-login.ts";
import type { LoginStatus } from "#src/channels/wechat-login.ts";
import { drawQrCode } from "#src/channels/wechat-puppet.ts";
import { openBrowser } from "#test/helpers/browser.ts";
import type { TestBrowser } from "#test/helpers/browser.ts";
import { post, testChat } from "#test/helpers/web-chat.ts";
import type { TestChat } from "#test/helpers/web-chat.ts";

const SECRET = "http://weixin.qq.com/x/AAAAbbbbCCCCdddd";
const AT = new Date("2026-11-23T09:00:00+08:00");
const plain = { since: AT, deafSince: null, gap: null };

let chat: TestChat;
let server: ServerType & { closeAllConnections?(): void };
let browser: TestBrowser;
let status: LoginStatus | null = null;
const staff = new Set<string>();
const logged: string[] = [];

beforeAll(async () => {
  const write = (...given: unknown[]) => void logged.push(JSON.stringify(given));
  chat = await testChat({
    demo: false,
    publicUrl: "https://linli.example.org",
    log: { info: write, warn: write, error: write },
    workbench: {
      mayOpen: (account) => Promise.resolve(staff.has(account)),
      wechat: () => status,
      drawQr: (address) => drawQrCode(address, "svg"),
    },
  });
  server = createAdaptorServer({ fetch: chat.channel.app.fetch });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const at = server.address();
  browser = await openBrowser(`http://127.0.0.1:${typeof at === "object" ? at?.port : at}`);
});
afterAll(async () => {
  expect(browser.complaints()).toEqual([]);
  await browser.close();
  server.close();
  server.closeAllConnections?.();
  await chat.close();
});

const enter = async (name: string) => {
  const entered = await post(chat, "/chat/enter", { name, flat: null });
  const cookie = entered.headers.get("set-cookie")?.split(";")[0] ?? "";
  const page = await (await chat.channel.app.request("/chat", { headers: { cookie } })).text();
  return { cookie, account: /w-[\w-]{16}/.exec(page)?.[0] ?? "" };
};
const asked = async (path: string, cookie = "") => {
  const response = await chat.channel.app.request(path, { headers: { cookie } });
  return [response.status, await response.text(), Object.fromEntries(response.headers)];
};

describe("who is not of the staff", () => {
  test.each(["/chat/workbench", "/chat/workbench/wechat", "/chat/workbench/poster.svg"])(
    "hears of %s what they hear of any page that is not there",
    async (path) => {
      status = { ...scanned({ status: 2, qrcode: SECRET }), ...plain };
      const { cookie } = await enter("小李");
      expect(await asked(path, cookie)).toEqual(await asked("/chat/nowhere", cookie));
      expect(await asked(path)).toEqual(await asked("/chat/nowhere"));
      const [, window] = await asked("/chat", cookie);
      expect(window).not.toContain("工作台");
    },
  );
});

describe("staff", () => {
  let page: Page;
  const shows = (text: string) => page.getByText(text).first().waitFor();

  test("find the workbench in the chat, with the code to scan", async () => {
    status = { ...scanned({ status: 2, qrcode: SECRET }), ...plain };
    page = await browser.visit("/");
    await page.getByLabel("怎么称呼").fill("小班");
    await page.getByLabel("不住这里 / 其他").check();
    await page.getByRole("button", { name: "进去" }).tap();
    await page.locator("body.ready").waitFor();
    const boot = (await page.locator("body").getAttribute("data-boot")) ?? "";
    staff.add((JSON.parse(boot) as { me: { account: string } }).me.account);
    await page.reload();
    await page.getByRole("link", { name: "工作台" }).tap();
    await shows("扫一扫登录");
    await shows("别转发");
    await page.locator("#wechat .qr").waitFor({ state: "visible" });
    expect(
      await page.locator("#wechat .qr").evaluate((img: { naturalWidth: number }) => img.naturalWidth),
    ).toBeGreaterThan(20);
    expect(await page.content()).not.toContain("AAAAbbbb");
  });

  test("see by themselves when it is out of date, scanned, in use, deaf, and why it fails", async () => {
    const drawn = () => page.locator("#wechat .qr").getAttribute("src");
    const before = await drawn();
    status = { ...scanned({ status: 5, qrcode: `${SECRET}2` }), ...plain };
    await expect.poll(drawn).not.toBe(before);
    status = { ...scanned({ status: 3, qrcode: SECRET }), ...plain };
    await shows("请在手机上点确认");
    expect(await page.locator("#wechat .qr").isVisible()).toBe(false);
    const text = "WECHATY_PUPPET_SERVICE_ENDPOINT: expected a gateway there, nobody answers";
    status = { ...failed(text), ...plain, deafSince: AT };
    await shows("微信连不上");
    await shows(text);
    await shows("从 11-23 09:00 起没听到大家说话");
    status = { ...LOGGED_IN, ...plain, deafSince: AT };
    await shows("正在重新连接");
    const until = new Date(AT.getTime() + 12 * 60_000);
    status = { ...LOGGED_IN, ...plain, since: until, gap: { from: AT, until } };
    await shows("微信在线");
    await shows("上一次断线：11-23 09:00 到 11-23 09:12");
  });

  test("have a code of the address to print", async () => {
    expect(
      await page.locator(".poster img").evaluate((img: { naturalWidth: number }) => img.naturalWidth),
    ).toBeGreaterThan(20);
    await shows("https://linli.example.org");
  });

  test("and nobody else has the code: no log does", () => {
    expect(logged.join("\n")).not.toContain("weixin.qq.com");
  });
});

test("in the demonstration, where anybody is of the staff, the page shows no code for the login", async () => {
  const demo = await testChat({
    workbench: {
      mayOpen: (account) => Promise.resolve(account === "ban"),
      wechat: () => ({ ...scanned({ status: 2, qrcode: SECRET }), ...plain }),
      drawQr: (address) => drawQrCode(address, "svg"),
    },
  });
  const response = await demo.channel.app.request("/chat/workbench/wechat?as=ban");
  expect(await response.json()).toMatchObject({ kind: "scan", qr: null });
  expect((await demo.channel.app.request("/chat/workbench/wechat?as=zhang")).status).toBe(404);
  await demo.close();
});
