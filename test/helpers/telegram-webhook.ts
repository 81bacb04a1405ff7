// The webhook: its settings, and the deliveries with their order, their repeats and their limit.
import { isObject, numberOf, textOf } from "./telegram-request.ts";
import type { UpdateQueue } from "./telegram-queue.ts";
import type { Json, TgUpdate } from "./telegram-types.ts";
import { bad } from "./telegram-types.ts";

type Hook = { url: string; secret: string; connections: number };

/** `second` is how many milliseconds a second of Telegram's pauses takes here. */
type Parts = { queue: UpdateQueue; second: number; perform: (call: Json) => void };

export class Webhook {
  readonly #parts: Parts;
  #hook: Hook | null = null;
  /** Chats with an update under way or waiting for its repeat. */
  readonly #busy = new Map<string, TgUpdate>();
  #open = 0;
  #lastError: { date: number; message: string } | null = null;
  #stop = new AbortController();

  constructor(parts: Parts) {
    this.#parts = parts;
    parts.queue.listen(() => this.#deliver());
  }

  get isSet(): boolean {
    return this.#hook !== null;
  }

  set(params: Json): true {
    const url = textOf(params, "url");
    const secret = textOf(params, "secret_token");
    if (url !== "" && !URL.canParse(url)) throw bad("invalid webhook URL specified");
    if (secret.length > 256) throw bad("secret token is too long");
    if (!/^[\w-]*$/.test(secret)) throw bad("secret token contains unallowed characters");
    const { queue } = this.#parts;
    this.close();
    queue.settle(params);
    queue.allow(params);
    if (url === "") return true;
    queue.interrupt("Conflict: terminated by setWebhook request");
    const connections = Math.min(Math.max(numberOf(params, "max_connections", 40), 1), 100);
    this.#hook = { url, secret, connections };
    this.#deliver();
    return true;
  }

  info(): Json {
    const { queue } = this.#parts;
    const { url = "", connections } = this.#hook ?? {};
    const error = this.#lastError;
    return {
      url,
      has_custom_certificate: false,
      pending_update_count: queue.pending.length,
      ...(url !== "" && { max_connections: connections, ip_address: "127.0.0.1" }),
      ...(error && { last_error_date: error.date, last_error_message: error.message }),
      ...(!queue.allowsDefault && { allowed_updates: queue.allowed }),
    };
  }

  close(): void {
    this.#stop.abort();
    this.#stop = new AbortController();
    this.#hook = null;
    this.#busy.clear();
    this.#open = 0;
  }

  /** Starts as many deliveries as there may be, the oldest first and one per chat. */
  #deliver(): void {
    const hook = this.#hook;
    if (hook === null) return;
    for (const update of this.#parts.queue.pending) {
      if (this.#open >= hook.connections) return;
      const lane = laneOf(update);
      if (this.#busy.has(lane)) continue;
      this.#busy.set(lane, update);
      void this.#try(hook, update, lane, 0, this.#stop.signal);
    }
  }

  /** The first repeat comes at once, then after 2, 4, 8… seconds, or when the answer's Retry-After says. */
  async #try(
    hook: Hook,
    update: TgUpdate,
    lane: string,
    failures: number,
    stopped: AbortSignal,
  ): Promise<void> {
    this.#open += 1;
    const answer = await post(hook, update, stopped);
    if (stopped.aborted) return;
    this.#open -= 1;
    const { queue, second } = this.#parts;
    if (answer.error === null) {
      queue.pending = queue.pending.filter((one) => one !== update);
      queue.acknowledged = Math.max(queue.acknowledged, update.update_id + 1);
      this.#busy.delete(lane);
      if (answer.call) this.#parts.perform(answer.call);
    } else {
      this.#lastError = { date: Math.floor(Date.now() / 1000), message: answer.error };
      const pause = answer.retryAfter || (failures === 0 ? 0 : Math.min(2 ** failures, 60));
      const again = () => void this.#try(hook, update, lane, failures + 1, stopped);
      const timer = setTimeout(again, pause * second);
      stopped.addEventListener("abort", () => clearTimeout(timer));
    }
    this.#deliver();
  }
}

/** Updates of one chat, or of one person outside of chats, come one after the other. */
function laneOf(update: TgUpdate): string {
  const [body] = Object.entries(update).flatMap(([name, value]) => (name === "update_id" ? [] : [value]));
  if (!isObject(body)) return "none";
  const inner = isObject(body["message"]) ? body["message"] : body;
  const chat = inner["chat"] ?? body["from"] ?? body["user"];
  return isObject(chat) ? String(chat["id"]) : "none";
}

async function post(
  { url, secret }: Hook,
  update: TgUpdate,
  signal: AbortSignal,
): Promise<{ error: string | null; retryAfter: number; call?: Json }> {
  const headers = {
    "content-type": "application/json",
    ...(secret !== "" && { "x-telegram-bot-api-secret-token": secret }),
  };
  try {
    const response = await fetch(url, {
      method: "POST",
      headers,
      body: JSON.stringify(update),
      redirect: "manual",
      signal,
    });
    const text = await response.text();
    const retryAfter = Number(response.headers.get("retry-after") ?? 0);
    const wrong = `Wrong response from the webhook: ${response.status} ${response.statusText}`;
    if (!response.ok) return { error: wrong, retryAfter };
    const call: unknown = text.startsWith("{") ? JSON.parse(text) : null;
    return { error: null, retryAfter, ...(isObject(call) && "method" in call && { call }) };
  } catch (error) {
    return { error: error instanceof SyntaxError ? null : "Connection refused", retryAfter: 0 };
  }
}
