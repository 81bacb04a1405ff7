// The program itself, a browser and nothing between: a request from a resident's line to the stars, on two phones.
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openDatabase } from "#src/database/client.ts";
import type { Database } from "#src/database/client.ts";
import { openBrowser } from "#test/helpers/browser.ts";
import type { ChatWindow, TestBrowser } from "#test/helpers/browser.ts";
import { testDatabase } from "#test/helpers/database.ts";
import { PNG } from "#test/helpers/web-chat.ts";

/** Set to renew README's pictures. */
const PICTURES = process.env["UPDATE_PICTURES"] === "1";

const home = mkdtempSync(join(tmpdir(), "linli-house-"));
let house: ChildProcess;
let said = "";
let database: Database;
let drop: () => Promise<void>;
let browser: TestBrowser;

beforeAll(async () => {
  const fresh = await testDatabase();
  drop = fresh.drop;
  house = spawn(process.execPath, ["--no-deprecation", "src/main.ts"], {
    env: {
      ...process.env,
      DATABASE_URL: fresh.url,
      LINLI_HOME: home,
      PORT: "0",
      LOG_LEVEL: "info",
      LINLI_DEMO: "true",
    },
    stdio: ["ignore", "ignore", "pipe"],
  });
  const address = await new Promise<string>((resolve, reject) => {
    house.stderr?.on("data", (chunk) => {
      said += String(chunk);
      const found = /ready: open (http:\S+)/.exec(said)?.[1];
      if (found) resolve(found);
    });
    house.once("exit", () => reject(new Error(said)));
  });
  database = openDatabase(fresh.url);
  browser = await openBrowser(address);
});
afterAll(async () => {
  await browser.close();
  house.kill("SIGTERM");
  await once(house, "exit");
  await database.close();
  await drop();
  rmSync(home, { recursive: true, force: true });
});

/** README's picture, taken when asked for and the newest post has come to rest. */
async function picture(window: ChatWindow, path: string): Promise<void> {
  if (!PICTURES) return;
  await window.page.waitForTimeout(700);
  await window.page.screenshot({ path });
}

let resident: ChatWindow;
let member: ChatWindow;

test("a resident writes in the group, with a photo, and hears number, matter, who and by when", async () => {
  resident = await browser.window("zhang");
  const neighbour = await browser.window("wang");
  await neighbour.say("早上好,今天降温了大家多穿点");
  await resident.hears(/降温/);
  await resident.sendPhoto(PNG, "image/png", "电梯又坏了,卡在一楼不动");
  await resident.say("3栋2单元");
  await neighbour.hears(/3栋2单元/);
  await neighbour.say("哈哈我们8栋的昨天也抽风");
  expect(await resident.hears(/已登记/)).toMatch(/^[A-Z]\d{4} .*3栋2单元.*前答复/);
  await picture(resident, "test/data/web-chat-resident.png");
  await neighbour.close();
});

test("the member who is on duty gets it with words and photo, and takes it", async () => {
  const ticket = await database.prisma.ticket.findFirstOrThrow({
    include: { assignee: { include: { accounts: true } } },
  });
  member = await browser.window(ticket.assignee?.accounts[0]?.externalId ?? "");
  await member.turnTo("private");
  expect(await member.hears(/新工单/)).toMatch(/电梯又坏了/);
  const photo = member.page.locator(".panel:not([hidden]) .post img").last();
  await expect
    .poll(() => photo.evaluate((image: { naturalWidth: number }) => image.naturalWidth))
    .toBeGreaterThan(0);
  await member.press("接单");
  await member.hears(/您接了/);
  await resident.turnTo("private");
  await resident.hears(/接手了/);
});

test("progress and result, written after a tap, reach the resident; the group hears one line", async () => {
  await member.press("进展");
  await member.hears(/有什么进展/);
  await member.say("维保师傅已经到了");
  await resident.hears(/进展:维保师傅已经到了/);
  await member.press("办结");
  await member.hears(/怎么办好的/);
  await member.say("换了门机皮带");
  await resident.hears(/办好了:换了门机皮带/);
  await picture(member, "test/data/web-chat-member.png");
  await resident.turnTo("group");
  expect(await resident.hears(/已办结/)).not.toMatch(/皮带|张/);
});

test("solved, five stars, ended", async () => {
  await resident.turnTo("private");
  await resident.press("已解决");
  await resident.hears(/打个分/);
  await resident.press("5");
  await resident.hears(/谢谢/);
  await member.hears(/5 分/);
  const ticket = await database.prisma.ticket.findFirstOrThrow();
  expect([ticket.state, ticket.rating]).toEqual(["ended", 5]);
  expect(browser.complaints()).toEqual([]);
});

test("what a resident takes back in the chat is forgotten before it becomes anything", async () => {
  await resident.turnTo("group");
  await resident.say("8栋1单元路灯坏了,麻烦来修");
  const own = resident.page.locator(".panel:not([hidden]) .post.own").last();
  await own.locator(".recall").waitFor({ state: "attached" });
  await own.locator(".bubble").click();
  await own.getByRole("button", { name: "撤回", exact: true }).click();
  await expect.poll(() => own.locator(".text").textContent()).toBe("已撤回");
  const row = await database.prisma.message.findFirstOrThrow({ where: { recalledAt: { not: null } } });
  expect(row.text).toBe("");
  const { conversationId } = row;
  const conversation = await database.prisma.conversation.findUniqueOrThrow({
    where: { id: conversationId },
  });
  expect(conversation.turnDueAt).toBeNull();
});

test("nothing that anyone wrote is in the log or left in the queue, and no chatter in the house's tables", async () => {
  const words = /电梯|3栋|降温|抽风|皮带|维保|zhang/;
  expect(said.replace(/ready: open.*/, "")).not.toMatch(words);
  const tables = await database.pool.query(
    "select table_name as name from information_schema.tables where table_schema = 'bullmq'",
  );
  expect(tables.rows.length).toBeGreaterThan(2);
  for (const { name } of tables.rows as { name: string }[]) {
    const rows = await database.pool.query(`select t::text from bullmq."${name}" t`);
    expect(JSON.stringify(rows.rows)).not.toMatch(words);
  }
  const chatter = await database.prisma.message.findMany({ where: { text: { contains: "降温" } } });
  expect(chatter).toEqual([]);
});
