// The one way to Telegram's Bot API: a call and its answer over telegraf's client, and errors that others can act on.
import { Telegram } from "telegraf";
import { telegramAgent } from "./telegram-agent.ts";
import { refusalError } from "./telegram-refusal.ts";

export type TelegramApiOptions = {
  token: string;
  /** The Bot API's address, or that of a server or proxy in its place. */
  apiRoot: string;
  /** How long an answer is waited for, in milliseconds. */
  timeoutMs: number;
};

export type CallOptions = { timeoutMs?: number; signal?: AbortSignal };

export type TelegramApi = {
  /**
   * Calls a method once and returns its result as it came. A file of ours is `{ source: Buffer, filename }`. Throws
   * AppError channel_throttled with retryAfter, channel_unreachable or channel_failed; `refusalOf` tells what it was.
   */
  call(method: string, payload: Record<string, unknown>, options?: CallOptions): Promise<unknown>;
  /** Lets go of the connections. */
  close(): void;
};

const LONGEST_CONNECT_MS = 5_000;

export function telegramApi({ token, apiRoot, timeoutMs }: TelegramApiOptions): TelegramApi {
  const agent = telegramAgent(apiRoot, Math.min(LONGEST_CONNECT_MS, timeoutMs / 2));
  // Without the stroke at its end telegraf would drop the last part of the address's path.
  const client = new Telegram(token, { apiRoot: `${apiRoot.replace(/\/+$/, "")}/`, webhookReply: false });
  // Set afterwards since telegraf drops the agent of an http:// address.
  client.options.agent = agent;
  return {
    async call(method, payload, options = {}) {
      const late = AbortSignal.timeout(options.timeoutMs ?? timeoutMs);
      const signal = options.signal ? AbortSignal.any([late, options.signal]) : late;
      try {
        // telegraf's types end at Bot API 7.1 and know the signal of an older package only; both work as they are.
        return await client.callApi(method as "getMe", formed(payload), {
          signal: signal as never,
        });
      } catch (error) {
        throw refusalError(method, error);
      }
    },
    close: () => agent.destroy(),
  };
}

/** Of a form telegraf leaves out the objects that it does not know: they go as JSON, as Telegram takes them. */
function formed(payload: Record<string, unknown>): Record<string, unknown> {
  if (!Object.values(payload).some(hasFile)) return payload;
  const asText = (value: unknown) =>
    typeof value === "object" && value !== null && !hasFile(value) ? JSON.stringify(value) : value;
  return Object.fromEntries(Object.entries(payload).map(([key, value]) => [key, asText(value)]));
}

function hasFile(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(hasFile);
  if (typeof value !== "object" || value === null) return false;
  return "source" in value || ("media" in value && hasFile(value.media));
}
