// The program itself and a Telegram, over real HTTP: from a line in a group to the member who takes it.
import { afterAll, beforeAll, expect, test } from "vitest";
import { startLlmServer, says } from "#test/helpers/llm-server.ts";
import type { LlmServer } from "#test/helpers/llm-server.ts";
import { telegramHouse } from "#test/helpers/telegram-house.ts";
import type { TelegramHouse } from "#test/helpers/telegram-house.ts";
import type { TgChat, TgUser } from "#test/helpers/telegram-types.ts";

let house: TelegramHouse;
let llm: LlmServer;
let address: string;
let members: Map<string, TgUser>;
let group: TgChat;
let zhang: TgUser;
let li: TgUser;

beforeAll(async () => {
  [house, llm] = await Promise.all([telegramHouse(), startLlmServer()]);
  // Nothing is asked about until a test wants it.
  llm.on(() => says(null));
  address = await house.start({ OPENAI_API_KEY: "sk-test", OPENAI_BASE_URL: llm.url });
  members = await house.moveMembers();
  const { server } = house;
  [zhang, li] = [server.user({ name: "3-2-501 张" }), server.user({ name: "8-1-302 李" })];
  group = server.group({ title: "翠苑三区", members: [zhang, li, ...members.values()] });
  for (const member of members.values()) server.startPrivate(member);
});
afterAll(async () => {
  await house.close();
  await llm.close();
});

const inGroup = () => house.server.sent(group).map(({ text }) => text);
const person = (account: string | undefined) =>
  [...members.values()].find(({ id }) => String(id) === account) ?? zhang;

test("Telegram's menus show the commands", async () => {
  const scopes = () =>
    house.server.calls("setMyCommands").map(({ params }) => JSON.stringify(params["scope"]));
  await expect.poll(() => scopes().join(), { timeout: 20_000 }).toContain("all_private_chats");
});

test("/readyz tells that Telegram answers", async () => {
  const ready = await fetch(`${address}/readyz`);
  expect([ready.status, await ready.json()]).toMatchObject([
    200,
    { channels: { web: true, telegram: true } },
  ]);
});

test("who writes to the bot has a private chat with it from then on", async () => {
  await expect
    .poll(() => house.database.chat.count({ where: { channel: "telegram", kind: "private" } }))
    .toBe(members.size);
});

test("a resident reports a broken lift in the group and hears one line", async () => {
  house.server.say(group, li, "大家早上好,今天降温了");
  house.server.say(group, zhang, "3栋2单元的电梯又坏了,麻烦来修一下");
  await expect.poll(() => inGroup().join("\n"), { timeout: 40_000 }).toMatch(/已登记/);
  expect(inGroup()).toEqual([expect.stringMatching(/[A-Z]\d{4} .*3栋2单元.*已登记/)]);
});

test("the member on duty gets it in private and takes it by a button", async () => {
  const ticket = await house.database.ticket.findFirstOrThrow({
    include: { assignee: { include: { accounts: true } } },
  });
  const member = person(ticket.assignee?.accounts[0]?.externalId);
  const sent = await house.server.waitSent(member, 1);
  const notice = sent.find(({ text }) => text.includes("新工单"));
  expect(notice?.buttons.flat().map(({ text }) => text)).toContain("接单");
  const query = house.server.press(member, notice?.id ?? 0, "接单", member);
  await expect.poll(() => house.server.answerTo(query)).toMatchObject({ text: "" });
  await expect.poll(async () => (await house.database.ticket.findFirstOrThrow()).state).toBe("accepted");
  await expect
    .poll(() =>
      house.server
        .sent(member)
        .map(({ text }) => text)
        .join("\n"),
    )
    .toMatch(/您接了/);
});

test("a button that we have not made is told that it does nothing, and does nothing", async () => {
  const before = await house.database.message.count();
  const query = house.server.press(group, house.server.sent(group)[0]?.id ?? 0, "1.0.forged", li);
  await expect.poll(() => house.server.answerTo(query)).toMatchObject({ text: "这个按钮用不了了" });
  expect(await house.database.message.count()).toBe(before);
});

test("an album of ten with one caption is one ticket with ten pictures and one answer", async () => {
  const before = inGroup().length;
  const album = Array.from({ length: 10 }, (_, n) => Buffer.from(`photo ${n}`));
  house.server.say(group, li, { album, caption: "8栋1单元门口的路灯坏了,请派人来修" });
  await expect.poll(() => inGroup().length, { timeout: 40_000 }).toBeGreaterThan(before);
  await expect.poll(() => house.database.ticket.count()).toBe(2);
  const parts = await house.database.ticketMessage.findMany({
    where: {
      ticket: { reporters: { some: { person: { accounts: { some: { externalId: String(li.id) } } } } } },
    },
  });
  expect(parts.flatMap(({ images }) => images)).toHaveLength(10);
  expect(inGroup()).toHaveLength(before + 1);
});

test("a hundred copies of one update are one ticket and one answer", async () => {
  const [before, tickets] = [inGroup().length, await house.database.ticket.count()];
  const from = house.server.user({ name: "6-1-401 赵" });
  const chat = { id: group.id, type: "supergroup", title: "翠苑三区" };
  const text = "6栋1单元楼道灯不亮了,麻烦派人来修";
  const message = { message_id: 70_001, date: Math.floor(Date.now() / 1000), chat, from, text };
  for (let copy = 0; copy < 100; copy += 1) house.server.raw({ update_id: 900_000_001, message });
  await expect.poll(() => inGroup().length, { timeout: 60_000 }).toBeGreaterThan(before);
  await expect.poll(() => house.server.pending().length, { timeout: 20_000 }).toBe(0);
  expect(inGroup()).toHaveLength(before + 1);
  expect(await house.database.ticket.count()).toBe(tickets + 1);
});

test("two who write while the language model takes its time get each their own answer", async () => {
  const [chen, zhou] = [house.server.user({ name: "7-1-101 陈" }), house.server.user({ name: "9-2-202 周" })];
  const [before, tickets] = [inGroup().length, await house.database.ticket.count()];
  llm.reset();
  llm.on(({ messages }) => {
    const category = messages.at(-1)?.content.includes("桩子") ? "parking" : "environment";
    const answer = { category, urgency: "normal", place: null, summary: "", confidence: 0.95 };
    return (response) => void setTimeout(() => says(JSON.stringify(answer))(response), 3_000);
  });
  house.server.say(group, chen, "@linli_test_bot 7栋那边的桩子又那样了");
  house.server.say(group, zhou, "@linli_test_bot 9栋后头那一片又是老样子");
  await expect.poll(() => inGroup().length, { timeout: 110_000 }).toBe(before + 2);
  expect(llm.asked.length).toBeGreaterThanOrEqual(1);
  const made = await house.database.ticket.findMany({
    include: { reporters: { include: { person: { include: { accounts: true } } } } },
    orderBy: { id: "asc" },
    skip: tickets,
  });
  const whose = made.map(({ category, reporters }) => [
    category,
    ...reporters.flatMap(({ person: { accounts } }) => accounts.map(({ externalId }) => externalId)),
  ]);
  expect(whose).toHaveLength(2);
  expect(whose).toContainEqual(["environment", String(zhou.id)]);
  expect(whose).toContainEqual(["parking", String(chen.id)]);
}, 150_000);

test("nothing that anyone wrote is in the log, nor is the token", () => {
  expect(house.said()).not.toMatch(/电梯|路灯|降温|桩子|3栋/);
  expect(house.said()).not.toContain(house.server.token);
});
