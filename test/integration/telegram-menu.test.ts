import { afterEach, beforeEach, expect, test } from "vitest";
import { telegramMenu } from "#src/channels/telegram-menu.ts";
import type { Menus } from "#src/channels/telegram-menu.ts";
import { simulatedClock } from "#src/clock.ts";
import { openDatabase } from "#src/database/client.ts";
import type { Log } from "#src/log.ts";
import { applyCommunity, loadCommunity } from "#src/routing/prisma.ts";
import { menusOf } from "#src/wire-telegram-menu.ts";
import { DEMO, readCommunity } from "#src/wire.ts";
import { testDatabase } from "#test/helpers/database.ts";
import { telegramOut } from "#test/helpers/telegram-out.ts";
import type { Out } from "#test/helpers/telegram-out.ts";
import type { TgUser } from "#test/helpers/telegram-types.ts";

let out: Out;
let member: TgUser;
let warned: string[];
let menu: (menus: Menus) => Promise<void>;
const clock = simulatedClock(new Date("2026-11-28T09:00:00+08:00"));
beforeEach(async () => {
  out = await telegramOut({ timeoutMs: 10_000 });
  member = out.server.user();
  out.server.startPrivate(member);
  warned = [];
  const log: Log = {
    info: () => {},
    warn: (fields) => void warned.push(JSON.stringify(fields)),
    error: () => {},
  };
  menu = telegramMenu({ api: out.api, clock, log });
});
afterEach(() => out.close());

const menus = (change: Partial<Menus> = {}): Menus => ({
  group: ["mine", "help"],
  resident: ["mine", "look", "help"],
  people: [{ chat: String(member.id), commands: ["todo", "accept", "mine", "help"] }],
  ...change,
});
const calls = () => out.server.calls().filter(({ method }) => method.endsWith("MyCommands")).length;
const shown = async (scope: object, language?: string) => {
  const asked = await out.api.call("getMyCommands", { scope, language_code: language });
  return asked as { command: string; description: string }[];
};

test("each sees the commands that are theirs, in their language", async () => {
  await menu(menus());
  const own = { type: "chat", chat_id: member.id };
  expect((await shown(own)).map(({ command }) => command)).toEqual(["todo", "accept", "mine", "help"]);
  expect(await shown(own, "zh")).toContainEqual({ command: "accept", description: "接:这事我来办" });
  expect(await shown(own)).toContainEqual({ command: "accept", description: "Take a request" });
  expect(await shown({ type: "all_private_chats" }, "zh")).toHaveLength(3);
  expect(await shown({ type: "all_group_chats" })).toHaveLength(2);
  expect(await shown({ type: "default" }, "zh")).toHaveLength(2);
});

test("Telegram is told only what has changed", async () => {
  await menu(menus());
  expect(calls()).toBe(8);
  await menu(menus());
  expect(calls()).toBe(8);
  await menu(menus({ people: [{ chat: String(member.id), commands: ["todo", "list"] }] }));
  expect(calls()).toBe(10);
});

test("who gives up an office has the menu of a resident again", async () => {
  await menu(menus());
  await menu(menus({ people: [] }));
  expect(await shown({ type: "chat", chat_id: member.id })).toEqual([]);
  expect(await shown({ type: "chat", chat_id: member.id }, "zh")).toEqual([]);
});

test("a failure is a warning; it is tried again, after a 429 not before its time, and a refusal not at all", async () => {
  out.server.next("setMyCommands", { error: 500 });
  await menu(menus());
  expect([calls(), warned]).toEqual([1, ['{"channel":"telegram","reason":"server_error"}']]);
  out.server.next("setMyCommands", { error: 429, retryAfter: 90 });
  await menu(menus());
  await menu(menus());
  expect(calls()).toBe(2);
  clock.set(new Date(clock.now().getTime() + 90_000));
  await menu(menus({ people: [{ chat: "999", commands: ["todo"] }] }));
  expect(warned.at(-1)).toBe('{"channel":"telegram","reason":"unreachable"}');
  const before = calls();
  await menu(menus({ people: [{ chat: "999", commands: ["todo"] }] }));
  expect(calls()).toBe(before);
});

test("in the house the menus are those of the roles, and follow them", async () => {
  const database = await testDatabase();
  const { prisma, close } = openDatabase(database.url);
  await applyCommunity(prisma, readCommunity(DEMO), { channels: ["telegram"], now: clock.now() });
  const account = await prisma.account.findFirstOrThrow({ where: { externalId: "ban" } });
  const { personId } = account;
  expect((await menusOf(prisma, await loadCommunity(prisma))).people).toEqual([]);
  const own = { channel_externalId: { channel: "telegram", externalId: "ban" } };
  const chat = await prisma.chat.findUniqueOrThrow({ where: own });
  const said = { externalId: "1", chatId: chat.id, accountId: account.id, at: clock.now(), gate: "command" };
  const conversation = await prisma.conversation.create({ data: { chatId: chat.id, personId } });
  await prisma.message.create({ data: { ...said, conversationId: conversation.id, text: "", images: [] } });
  const { people, resident } = await menusOf(prisma, await loadCommunity(prisma));
  expect(resident).not.toContain("todo");
  expect(people).toMatchObject([{ chat: "ban", commands: expect.arrayContaining(["merge", "standin"]) }]);
  await prisma.member.updateMany({ where: { personId }, data: { leftAt: clock.now() } });
  expect((await menusOf(prisma, await loadCommunity(prisma))).people).toEqual([]);
  await close();
  await database.drop();
});
