// The sending half of the Telegram channel on a fake Telegram of its own, with what it logs and tells the house.
import { telegramApi } from "#src/channels/telegram-api.ts";
import type { TelegramApiOptions } from "#src/channels/telegram-api.ts";
import { telegramBudget } from "#src/channels/telegram-budget.ts";
import { telegramButtons } from "#src/channels/telegram-buttons.ts";
import { telegramSender } from "#src/channels/telegram-send.ts";
import type { SenderOptions } from "#src/channels/telegram-send.ts";
import { systemClock } from "#src/clock.ts";
import { AppError } from "#src/errors.ts";
import type { Log } from "#src/log.ts";
import type { ChatChange, OutboundMessage } from "#src/message.ts";
import { startTelegramServer } from "./telegram-server.ts";
import type { TgChat, TgUser } from "./telegram-types.ts";

type Change = Partial<TelegramApiOptions> & Partial<Pick<SenderOptions, "budget" | "image" | "followChat">>;

export type Out = Awaited<ReturnType<typeof telegramOut>>;

export async function telegramOut(change: Change = {}) {
  const server = await startTelegramServer();
  const { token = server.token, apiRoot = server.address, timeoutMs = 2_000, ...rest } = change;
  const api = telegramApi({ token, apiRoot, timeoutMs });
  const told: ChatChange[] = [];
  const logged: string[] = [];
  const log: Log = { info: () => {}, warn: keep, error: keep };
  function keep(fields: object, text: string): void {
    logged.push(`${JSON.stringify(fields)} ${text}`);
  }
  const options: SenderOptions = {
    api,
    budget: telegramBudget(),
    data: telegramButtons(token).make,
    invitation: () => "https://t.me/linli_test_bot?start=hello",
    image: () => Promise.reject(new AppError("not_found", "expected no picture")),
    followChat: async (chat) => void told.push(chat),
    clock: systemClock,
    log,
    ...rest,
  };
  let last = 100;
  return {
    server,
    api,
    told,
    logged,
    send: telegramSender(options),
    /** A message of its own to a group, or to a person in private. */
    message: (where: TgChat | TgUser, given: Partial<OutboundMessage> = {}): OutboundMessage => ({
      id: (last += 1),
      chat: { id: String(where.id), kind: "is_bot" in where ? "private" : "group" },
      to: null,
      text: "电梯的事已经派给物业。",
      buttons: [],
      images: [],
      ticketCode: null,
      ...given,
    }),
    close: async () => {
      api.close();
      await server.close();
    },
  };
}

/** What a call fails with. */
export async function failure(call: Promise<unknown>): Promise<AppError> {
  const error = await call.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof AppError)) throw new Error("expected an AppError", { cause: error });
  return error;
}
