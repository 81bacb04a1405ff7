// The link by which somebody goes on in the web chat as themselves: a browser, the web chat, the whole house.
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createAdaptorServer } from "@hono/node-server";
import type { ServerType } from "@hono/node-server";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readConfig } from "#src/config.ts";
import { silentLog } from "#src/log.ts";
import { inletOf } from "#src/wire.ts";
import { wireWeb } from "#src/wire-web.ts";
import type { WebChannel } from "#src/channels/web.ts";
import { chatWindow, openBrowser } from "#test/helpers/browser.ts";
import type { TestBrowser } from "#test/helpers/browser.ts";
import { OTHER, secondChannel } from "#test/helpers/second-channel.ts";
import { story } from "#test/helpers/story.ts";

const LINK = /http:\/\/linli\.example\.org(\/chat\/join#bind=\w{12})/;

describe("a link from another platform", () => {
  const s = story("2026-11-23T09:00:00+08:00");
  const home = mkdtempSync(join(tmpdir(), "linli-join-"));
  let other: ReturnType<typeof secondChannel>;
  let web: WebChannel;
  let server: ServerType & { closeAllConnections?(): void };
  let browser: TestBrowser;
  let path = "";
  let mayDecide = true;

  beforeAll(async () => {
    other = secondChannel(s());
    const { house, database, clock, hand } = s().replayed;
    const config = readConfig({
      LINLI_HOME: home,
      LINLI_DEMO: "false",
      PUBLIC_URL: "http://linli.example.org/",
    });
    const { community, flows } = house;
    const none = { image: () => Promise.reject(new Error("no pictures")), wechat: () => null };
    web = await wireWeb({ ...none, database, config, community, texts: flows.texts, clock, log: silentLog });
    house.channels.set("web", web);
    await web.start({
      ...inletOf(house),
      accept: async (message) => {
        if (!mayDecide) throw new Error("database away");
        await hand(message);
      },
    });
    server = createAdaptorServer({ fetch: web.app.fetch });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const at = server.address();
    browser = await openBrowser(`http://127.0.0.1:${typeof at === "object" ? at?.port : at}`);
    await other.says("8001", "在吗", { name: "张先生" });
    await s().later("1m");
    s().skip();
  });
  afterAll(async () => {
    expect(browser.complaints()).toEqual([]);
    await browser.close();
    server.close();
    server.closeAllConnections?.();
    await web.stop();
    rmSync(home, { recursive: true, force: true });
  });
  const link = async () => {
    await other.says("8001", "网页", { name: "张先生" });
    return LINK.exec(s().hears("8001", /只能用一次/).text)?.[1] ?? "none";
  };
  const accountsOf = async () => {
    const personId = await other.personId("8001");
    return s().replayed.database.account.findMany({ where: { personId }, orderBy: { id: "asc" } });
  };

  test("opening it changes nothing: it only asks, and forgets the code in the address", async () => {
    path = await link();
    const page = await browser.visit(path);
    await page.getByRole("button", { name: "是我" }).waitFor();
    expect(page.url()).not.toContain("bind");
    expect(await accountsOf()).toHaveLength(1);
    expect(await page.context().cookies()).toEqual([]);
    await page.context().close();
  });

  test("one tap, and this browser is the same person, who hears of it in both places", async () => {
    const page = await browser.visit(path);
    await page.getByRole("button", { name: "是我" }).tap();
    const window = await chatWindow(page);
    await window.hears(/张先生原来的账号合成一个/);
    s().hears("8001", /加了一个账号「网页访客」/);
    expect((await accountsOf()).map(({ channel }) => channel)).toEqual([OTHER, "web"]);
    expect(await page.locator(".bar .who b").textContent()).toBe("张先生");
    await window.say("/我的");
    await window.hears(/还没有登记过/);
    await window.close();
  });

  test("a used link says so plainly, and leads on as a new visitor, who is held to five wrong ones", async () => {
    const page = await browser.visit(path);
    await page.getByRole("button", { name: "是我" }).tap();
    await page.getByText("这个码用不了").waitFor();
    await page.getByText("作为新邻居").waitFor();
    await page.getByRole("link", { name: "直接进网页版" }).tap();
    await page.getByLabel("怎么称呼").fill("小李");
    await page.getByLabel("不住这里 / 其他").check();
    await page.getByRole("button", { name: "进去" }).tap();
    const window = await chatWindow(page);
    const tries = await s().replayed.database.bindingTry.findMany({ include: { account: true } });
    expect(tries.map(({ account }) => account.channel)).toEqual(["web"]);
    await window.turnTo("private");
    await window.say("/我的数据");
    await window.hears(/小李/);
    expect(await s().replayed.database.account.count({ where: { channel: "web", name: "小李" } })).toBe(1);
    expect((await accountsOf()).length).toBe(2);
    await window.close();
  });

  test("an incomplete link says so; what the house could not take may be tapped again", async () => {
    const broken = await browser.visit("/chat/join#bind=");
    await broken.getByText("链接不完整").waitFor();
    await broken.context().close();
    const page = await browser.visit(await link());
    mayDecide = false;
    await page.getByRole("button", { name: "是我" }).tap();
    await page.getByText("请再点一次").waitFor();
    mayDecide = true;
    await page.getByRole("button", { name: "是我" }).tap();
    await (await chatWindow(page)).hears(/合成一个/);
    expect((await accountsOf()).length).toBe(3);
    await page.context().close();
  });
});
