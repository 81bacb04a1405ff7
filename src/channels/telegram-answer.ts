// The answer that Telegram wants to every tap on a button, so that it stops waiting.
import type { TelegramApi } from "./telegram-api.ts";
import { TEXTS } from "./telegram-texts.ts";

export type Answers = {
  /** Answers a tap; `ours` is false where the button is none of ours. Nobody waits for it. */
  answer(query: string, ours: boolean): void;
  /** Resolves when no answer is under way. */
  idle(): Promise<void>;
};

export function telegramAnswers(api: TelegramApi): Answers {
  const open = new Set<Promise<unknown>>();
  return {
    answer(query, ours) {
      const payload = { callback_query_id: query, ...(ours ? {} : { text: TEXTS.foreignButton }) };
      // An answer that is lost leaves the button waiting for a while, and no more.
      const call = api.call("answerCallbackQuery", payload).catch(() => {});
      open.add(call);
      void call.then(() => open.delete(call));
    },
    async idle() {
      await Promise.all(open);
    },
  };
}
