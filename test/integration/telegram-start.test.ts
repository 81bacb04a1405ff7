// What an operator is told who has set Telegram up wrongly.
import { afterAll, beforeAll, expect, test } from "vitest";
import { telegramHouse } from "#test/helpers/telegram-house.ts";
import type { TelegramHouse } from "#test/helpers/telegram-house.ts";

let house: TelegramHouse;
beforeAll(async () => {
  house = await telegramHouse();
});
afterAll(() => house.close());

test("a token that Telegram does not know ends the start with one clear line", async () => {
  const wrong = "123456:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
  const end = await house.start({ TELEGRAM_BOT_TOKEN: wrong });
  expect(end).toMatch(
    /^exit 2: .*TELEGRAM_BOT_TOKEN: expected the token of a bot, got one that Telegram does not know/s,
  );
  expect(end).not.toContain(wrong);
}, 150_000);

test("a webhook without its secret and address ends the start, both named", async () => {
  const end = await house.start({ TELEGRAM_MODE: "webhook", PUBLIC_URL: "" });
  expect(end).toMatch(/^exit 2: .*TELEGRAM_WEBHOOK_SECRET: expected.*\n.*PUBLIC_URL: expected/s);
}, 150_000);

test("without Telegram's answer the house starts all the same, and says which platform is silent", async () => {
  const back = house.server.next("*", "close", { times: 100_000 });
  const address = await house.start();
  expect(address).toMatch(/^http/);
  const ready = await fetch(`${address}/readyz`);
  expect([ready.status, await ready.json()]).toMatchObject([
    200,
    { channels: { web: true, telegram: false } },
  ]);
  back();
  const channels = async () =>
    ((await (await fetch(`${address}/readyz`)).json()) as { channels: object }).channels;
  await expect.poll(channels, { timeout: 40_000 }).toEqual({ web: true, telegram: true });
  const from = performance.now();
  await house.end("SIGTERM");
  expect(performance.now() - from).toBeLessThan(10_000);
  expect(house.said()).not.toContain(house.server.token);
}, 150_000);
