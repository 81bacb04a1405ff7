// Telegram tells the house what is new: what the house has is answered with 200, and nothing but that with 200.
import { createHash, timingSafeEqual } from "node:crypto";
import { Hono } from "hono";
import type { TelegramApi } from "./telegram-api.ts";
import { insist, rest } from "./telegram-patience.ts";
import { KINDS } from "./telegram-shape.ts";

/** Where Telegram is to call, and what it is to say then. */
export type Hook = { url: string; secret: string };

export type WebhookOptions = {
  /** What Telegram was told to say with each call. */
  secret: string;
  /** Null while nothing can be taken: before Telegram has said who we are, and when the house stops. */
  take: () => ((update: unknown) => Promise<void>) | null;
  /** Told of each call that is not Telegram's. */
  forged: () => void;
  /** Told of each call of Telegram's that holds no update. */
  odd: () => void;
};

const BODY_BYTES = 1024 * 1024;
const CONNECTIONS = 20;

/** POST /telegram. What cannot be taken now is answered with 503, so that Telegram sends it again. */
export function telegramWebhook({ secret, take, forged, odd }: WebhookOptions): Hono {
  const isOurs = secretCheck(secret);
  const app = new Hono();
  app.post("/telegram", async (c) => {
    if (!isOurs(c.req.header("x-telegram-bot-api-secret-token") ?? "")) {
      forged();
      return c.body(null, 401);
    }
    const update = await updateIn(c.req.raw.body);
    if (update === null) odd();
    const taking = take();
    try {
      await taking?.(update);
    } catch {
      return c.body(null, 503);
    }
    return c.body(null, taking ? 200 : 503);
  });
  return app;
}

/** Null for what is no JSON or too long; that is read to its end all the same, or Telegram would send it again. */
async function updateIn(body: AsyncIterable<Uint8Array> | null): Promise<unknown> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of body ?? []) {
      size += chunk.length;
      if (size <= BODY_BYTES) chunks.push(chunk);
    }
    return size <= BODY_BYTES ? (JSON.parse(Buffer.concat(chunks).toString()) as unknown) : null;
  } catch {
    return null;
  }
}

/** Of equal length by their hashes, so that the time taken tells nothing of the secret. */
function secretCheck(secret: string): (given: string) => boolean {
  const hash = (text: string) => createHash("sha256").update(text).digest();
  const expected = hash(secret);
  return (given) => timingSafeEqual(hash(given), expected);
}

export type Keeping = {
  hook: Hook;
  /** Told what came of each call: null when Telegram has answered. */
  heard: (error: unknown) => void;
  signal: AbortSignal;
  everyMs: number;
};

/** Sets the webhook, looks after it, and sets it again when somebody has taken it away, until the signal comes. */
export async function keepWebhook(api: TelegramApi, keeping: Keeping): Promise<void> {
  const { hook, heard, signal, everyMs } = keeping;
  const { url, secret } = hook;
  let isSet = false;
  while (!signal.aborted) {
    await insist({ signal, failed: heard }, async () => {
      const known = isSet ? ((await api.call("getWebhookInfo", {})) as { url?: unknown }).url : null;
      const how = { url, secret_token: secret, allowed_updates: KINDS, max_connections: CONNECTIONS };
      if (known !== url) await api.call("setWebhook", how);
      isSet = true;
      heard(null);
    });
    await rest(everyMs, signal);
  }
}
