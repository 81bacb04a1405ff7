// The program is killed (SIGKILL) between any two steps of what comes in from Telegram, and started anew.
import { afterAll, beforeAll, expect, test } from "vitest";
import { telegramHouse } from "#test/helpers/telegram-house.ts";
import type { TelegramHouse } from "#test/helpers/telegram-house.ts";
import type { TgChat, TgUser } from "#test/helpers/telegram-types.ts";

let house: TelegramHouse;
let group: TgChat;
let people: TgUser[];
let reports = 0;

beforeAll(async () => {
  house = await telegramHouse();
  people = Array.from({ length: 4 }, (_, n) => house.server.user({ name: `3-2-50${n + 1} 张` }));
  group = house.server.group({ title: "翠苑三区", members: people });
});
afterAll(() => house.close());

const MATTERS = ["3栋2单元的电梯坏了", "5栋1单元门口的路灯坏了", "8栋楼道的垃圾没人清", "6栋地下室漏水了"];
const asking = () => expect.poll(() => house.server.calls("getUpdates").length, { timeout: 30_000 });

/** The next of the people reports the next of the matters. */
function report(): string {
  const matter = MATTERS[reports] ?? "";
  house.server.say(group, people[reports] ?? people[0] ?? house.server.user(), `${matter},麻烦来处理一下`);
  reports += 1;
  return matter;
}

/** All that was reported so far is one message and one ticket each, with one line in the group. */
async function oneEach(): Promise<void> {
  await expect
    .poll(() => house.server.sent(group).length, { timeout: 100_000 })
    .toBeGreaterThanOrEqual(reports);
  await expect.poll(() => house.server.pending(), { timeout: 40_000 }).toEqual([]);
  expect(await house.database.message.count({ where: { chat: { externalId: String(group.id) } } })).toBe(
    reports,
  );
  expect(await house.database.ticket.count()).toBe(reports);
  const lines = house.server.sent(group).map(({ text }) => text);
  expect(lines.filter((line) => line.includes("已登记"))).toHaveLength(reports);
  expect((await house.database.telegramUpdate.findMany()).every(({ waiting }) => waiting === null)).toBe(
    true,
  );
}

test("killed when it has been told and has nothing yet", async () => {
  await house.start();
  await asking().toBe(1);
  // Whoever is met first is met under this lock: the house cannot take what it is told.
  const holder = await house.hold("select pg_advisory_xact_lock(hashtext('linli-meet'))");
  report();
  await expect.poll(() => holder.waiting()).toBe(1);
  await house.end();
  await holder.release();
  expect(await house.database.message.count()).toBe(0);
  expect(house.server.pending()).toHaveLength(1);
  await house.start();
  await oneEach();
}, 180_000);

test("killed when it has the message and has not said so", async () => {
  await asking().toBeGreaterThan(0);
  // The next question, which would acknowledge, does not arrive.
  house.server.next("getUpdates", "hang", { times: 1 });
  report();
  await expect.poll(() => house.database.message.count()).toBe(reports);
  await expect.poll(() => house.database.telegramUpdate.count()).toBe(reports);
  await house.end();
  expect(house.server.pending()).toHaveLength(1);
  await house.start();
  await oneEach();
}, 180_000);

test("killed during the turn", async () => {
  report();
  await expect.poll(() => house.database.message.count()).toBe(reports);
  const holder = await house.hold('select 1 from "Conversation" where "turnDueAt" is not null for update');
  await expect.poll(() => holder.waiting(), { timeout: 30_000 }).toBeGreaterThan(0);
  await house.end();
  await holder.release();
  expect(await house.database.ticket.count()).toBe(reports - 1);
  await house.start();
  await oneEach();
}, 180_000);
