// An emulator of Telegram that we have not written: whatever ours believes of the Bot API wrongly, this one need not.
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { TelegramServer } from "telegram-test-api/lib/telegramServer.js";
import type { TelegramApi } from "#src/channels/telegram-api.ts";
import { telegramApi } from "#src/channels/telegram-api.ts";
import { telegramBudget } from "#src/channels/telegram-budget.ts";
import { telegramButtons } from "#src/channels/telegram-buttons.ts";
import { telegramSender } from "#src/channels/telegram-send.ts";
import { systemClock } from "#src/clock.ts";
import { AppError } from "#src/errors.ts";
import { silentLog } from "#src/log.ts";
import type { OutboundMessage } from "#src/message.ts";
import { freePort } from "#test/helpers/free-port.ts";

const TOKEN = `666:${"s".repeat(35)}`;
const buttons = telegramButtons(TOKEN);

let server: TelegramServer;
let api: TelegramApi;
let send: ReturnType<typeof telegramSender>;
beforeAll(async () => {
  server = new TelegramServer({ port: await freePort(), host: "127.0.0.1" });
  await server.start();
  api = telegramApi({ token: TOKEN, apiRoot: server.config.apiURL, timeoutMs: 2_000 });
  send = telegramSender({
    api,
    budget: telegramBudget(),
    data: buttons.make,
    invitation: () => null,
    image: () => Promise.reject(new AppError("not_found", "expected no picture")),
    followChat: () => Promise.resolve(),
    clock: systemClock,
    log: silentLog,
  });
});
afterAll(async () => {
  api.close();
  await server.stop();
});

const said = (given: Partial<OutboundMessage> = {}): OutboundMessage => ({
  id: 41,
  chat: { id: "501", kind: "private" },
  to: null,
  text: "电梯的事已经派给物业。",
  buttons: ["已解决", "没解决"],
  images: [],
  ticketCode: null,
  ...given,
});

test("it says who we are, and hands over what somebody wrote until it is acknowledged", async () => {
  expect(await api.call("getMe", {})).toMatchObject({ id: 666, username: "TestNameBot" });
  const client = server.getClient(TOKEN, { userId: 501, chatId: 501, firstName: "张阿姨" });
  await client.sendMessage(client.makeMessage("电梯坏了"));
  const updates = await api.call("getUpdates", { timeout: 0 });
  expect(updates).toMatchObject([
    { update_id: expect.any(Number), message: { text: "电梯坏了", from: { id: 501 }, chat: { id: 501 } } },
  ]);
  const [{ update_id: id }] = updates as [{ update_id: number }];
  expect(await api.call("getUpdates", { timeout: 0, offset: id + 1 })).toEqual([]);
});

test("what we say arrives, and its button comes back as ours", async () => {
  const printed = vi.spyOn(process.stdout, "write");
  const { externalId, doubtful } = await send(said());
  expect(doubtful).toBeUndefined();
  const client = server.getClient(TOKEN, { userId: 501, chatId: 501 });
  const { result } = await client.getUpdates();
  expect(result).toMatchObject([
    { messageId: Number(externalId), message: { text: "电梯的事已经派给物业。" } },
  ]);
  const [shown] = result as unknown as [{ message: { reply_markup: { inline_keyboard: Tap[][] } } }];
  const [row = []] = shown.message.reply_markup.inline_keyboard;
  expect(row.map(({ text }) => text)).toEqual(["已解决", "没解决"]);
  await client.sendCallback(client.makeCallbackQuery(row[1]?.callback_data ?? ""));
  const updates = await api.call("getUpdates", { timeout: 0 });
  const [{ callback_query: query }] = updates as [{ callback_query: { id: string; data: string } }];
  expect(buttons.verify(query.data)).toEqual({ outboundId: 41, index: 1 });
  await api.call("answerCallbackQuery", { callback_query_id: query.id });
  expect(printed).not.toHaveBeenCalled();
  printed.mockRestore();
});

type Tap = { text: string; callback_data: string };

test("a method it does not have is a failure, and no more", async () => {
  await expect(api.call("sendPhoto", { chat_id: "501" })).rejects.toMatchObject({ code: "channel_failed" });
});
