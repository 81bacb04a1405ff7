// What a button of ours carries at Telegram: which message's which button, and a mark that it is ours. Never its words.
import { createHmac, timingSafeEqual } from "node:crypto";

export type ButtonRef = { outboundId: number; index: number };

export type TelegramButtons = {
  /** The callback data of a message's button: at most 64 bytes. */
  make(button: ButtonRef): string;
  /** Which button it is, or null when we have not made it. */
  verify(data: string): ButtonRef | null;
};

/** 11 + 1 + 2 + 1 + 43: even the largest id leaves room within Telegram's 64 bytes. */
const DATA = /^([0-9a-z]{1,11})\.(\d{1,2})\.([\w-]{43})$/;

/** Buttons of the bot with this token; those of another token's are not ours. */
export function telegramButtons(token: string): TelegramButtons {
  const key = createHmac("sha256", token).update("linli buttons").digest();
  const mark = (head: string) => createHmac("sha256", key).update(head).digest("base64url");
  return {
    make({ outboundId, index }) {
      const head = `${outboundId.toString(36)}.${index}`;
      return `${head}.${mark(head)}`;
    },
    verify(data) {
      const [, id, index, given] = DATA.exec(data) ?? [];
      if (id === undefined || given === undefined) return null;
      const expected = mark(`${id}.${index}`);
      if (!timingSafeEqual(Buffer.from(given), Buffer.from(expected))) return null;
      return { outboundId: Number.parseInt(id, 36), index: Number(index) };
    },
  };
}
