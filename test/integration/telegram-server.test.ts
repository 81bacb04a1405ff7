import { afterEach, describe, expect, test } from "vitest";
import { startTelegramServer } from "#test/helpers/telegram-server.ts";
import type { TelegramServer } from "#test/helpers/telegram-server.ts";

const open: TelegramServer[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

type Answer = {
  ok: boolean;
  result?: never;
  error_code?: number;
  description?: string;
  parameters?: Record<string, number>;
};

async function fake(options: Parameters<typeof startTelegramServer>[0] = {}) {
  const telegram = await startTelegramServer(options);
  open.push(telegram);
  const call = async (method: string, params: object = {}, signal?: AbortSignal): Promise<Answer> => {
    const response = await fetch(`${telegram.address}/bot${telegram.token}/${method}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(params),
      ...(signal && { signal }),
    });
    return JSON.parse(await response.text()) as Answer;
  };
  return { telegram, call };
}

test("a message goes in, its answer comes out", async () => {
  const { telegram, call } = await fake();
  const zhang = telegram.user({ name: "张阿姨" });
  const group = telegram.group({ members: [zhang] });
  const asked = telegram.say(group, zhang, "电梯坏了 @linli_test_bot");
  const { result } = await call("getUpdates", { timeout: 5 });
  expect(result).toMatchObject([{ message: { text: "电梯坏了 @linli_test_bot", chat: group, from: zhang } }]);
  await call("sendMessage", {
    chat_id: group.id,
    text: "收到",
    reply_parameters: { message_id: asked.message_id },
    reply_markup: { inline_keyboard: [[{ text: "好", callback_data: "ok" }]] },
  });
  expect(telegram.sent(group)).toMatchObject([
    { text: "收到", replyTo: asked.message_id, buttons: [[{ text: "好", data: "ok" }]] },
  ]);
});
