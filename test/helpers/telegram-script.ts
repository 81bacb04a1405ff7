// What the next calls meet instead of their usual answer, and the limits on sending.
import { textOf } from "./telegram-request.ts";
import type { TgCall } from "./telegram-types.ts";
import { Refusal, tooMany } from "./telegram-types.ts";

export type Behaviour =
  /** Never answers, and nothing happens. */
  | "hang"
  /** Breaks the connection before anything happens. */
  | "close"
  /** Does what it is asked to and never answers. */
  | "swallow"
  /** Does what it is asked to and breaks the connection instead of answering. */
  | "swallow-close"
  /** What a proxy in front says while Telegram is restarted. */
  | { html: 502 | 503 | 504 }
  /** 429 with `retryAfter` says so as Telegram does; without it the parameters are missing. */
  | { error: number; description?: string; retryAfter?: number; migrateTo?: number };

type Entry = { method: string; behaviour: Behaviour; chat?: number; times: number };

const WORDS: Record<number, string> = {
  400: "Bad Request: chat not found",
  401: "Unauthorized",
  403: "Forbidden: bot was blocked by the user",
  404: "Not Found",
  409: "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
  429: "Too Many Requests",
  500: "Internal Server Error",
};

export class Script {
  #entries: Entry[] = [];

  /** Returns what takes it back, for outages that end when the test says so. */
  next(
    method: string,
    behaviour: Behaviour,
    { chat, times = 1 }: { chat?: number; times?: number },
  ): () => void {
    const entry: Entry = {
      method: method.toLowerCase(),
      behaviour,
      times,
      ...(chat !== undefined && { chat }),
    };
    this.#entries.push(entry);
    return () => (this.#entries = this.#entries.filter((one) => one !== entry));
  }

  take({ method, params }: TgCall): Behaviour | null {
    const entry = this.#entries.find(
      (one) =>
        (one.method === "*" || one.method === method.toLowerCase()) &&
        (one.chat === undefined || String(one.chat) === textOf(params, "chat_id")),
    );
    if (entry === undefined) return null;
    entry.times -= 1;
    if (entry.times <= 0) this.#entries = this.#entries.filter((one) => one !== entry);
    return entry.behaviour;
  }
}

export function refusalOf(behaviour: Exclude<Behaviour, string | { html: number }>): Refusal {
  const { error, description, retryAfter, migrateTo } = behaviour;
  if (retryAfter !== undefined && description === undefined) return tooMany(retryAfter);
  const parameters = {
    ...(retryAfter !== undefined && { retry_after: retryAfter }),
    ...(migrateTo !== undefined && { migrate_to_chat_id: migrateTo }),
  };
  const words = description ?? WORDS[error] ?? "Internal Server Error";
  return new Refusal(error, words, Object.keys(parameters).length > 0 ? parameters : undefined);
}

/** How much may be sent; what is left out is not limited. The FAQ has 1, 20 and 30. */
export type Limits = { chatPerSecond?: number; groupPerMinute?: number; overallPerSecond?: number };

export class Throttle {
  readonly #limits: Limits;
  readonly #sent: { chat: number; at: number }[] = [];
  constructor(limits: Limits) {
    this.#limits = limits;
  }

  /** Counts what is about to be sent, or refuses it with the time until there is room. */
  admit(chat: number, now: number, count = 1): void {
    const { chatPerSecond, groupPerMinute, overallPerSecond } = this.#limits;
    const here = this.#sent.filter((one) => one.chat === chat);
    if (chatPerSecond !== undefined) room(here, chatPerSecond, 1000, now, count);
    if (groupPerMinute !== undefined && chat < 0) room(here, groupPerMinute, 60_000, now, count);
    if (overallPerSecond !== undefined) room(this.#sent, overallPerSecond, 1000, now, count);
    for (let each = 0; each < count; each += 1) this.#sent.push({ chat, at: now });
  }
}

function room(sent: { at: number }[], most: number, span: number, now: number, count: number): void {
  const recent = sent.filter((one) => one.at > now - span);
  if (recent.length + Math.min(count, most) <= most) return;
  const oldest = recent[Math.max(recent.length - most, 0)]?.at ?? now;
  throw tooMany(Math.max(Math.ceil((oldest + span - now) / 1000), 1));
}
