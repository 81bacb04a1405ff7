// The updates that wait for the bot, and getUpdates with its long poll.
import { flagOf, jsonOf, numberOf } from "./telegram-request.ts";
import type { Json, TgUpdate } from "./telegram-types.ts";
import { Refusal } from "./telegram-types.ts";

/** Every kind of update as of Bot API 10.3. */
export const UPDATE_KINDS =
  `message edited_message channel_post edited_channel_post business_connection business_message
  edited_business_message deleted_business_messages guest_message message_reaction message_reaction_count
  inline_query chosen_inline_result callback_query shipping_query pre_checkout_query purchased_paid_media poll
  poll_answer my_chat_member chat_member chat_join_request chat_boost removed_chat_boost managed_bot subscription
  stopped_message_generation`.split(/\s+/);

const ONLY_WHEN_ASKED = ["chat_member", "message_reaction", "message_reaction_count"];
const DEFAULT = UPDATE_KINDS.filter((kind) => !ONLY_WHEN_ASKED.includes(kind));

type Poll = { refuse: (why: Refusal) => void };

export class UpdateQueue {
  pending: TgUpdate[] = [];
  /** All that were ever put in, for the tests. */
  readonly made: TgUpdate[] = [];
  allowed = DEFAULT;
  acknowledged = 0;
  #nextId = 873_204_911;
  #poll: Poll | null = null;
  readonly #listeners = new Set<() => void>();

  /** Puts in what happened; null when the bot has not asked for that kind. */
  add(kind: string, body: unknown): TgUpdate | null {
    return this.allowed.includes(kind) ? this.raw({ [kind]: body }) : null;
  }

  raw(fields: Json): TgUpdate {
    const update = { update_id: this.#nextId, ...fields };
    this.#nextId = Math.max(this.#nextId, update.update_id) + 1;
    this.pending.push(update);
    this.made.push(update);
    for (const listener of this.#listeners) listener();
    return update;
  }

  /** Calls back at every new update until the returned function is called. */
  listen(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  get allowsDefault(): boolean {
    return this.allowed === DEFAULT;
  }

  /** Remembered from call to call; does not touch updates that are there already. */
  allow(params: Json): void {
    const asked = jsonOf(params, "allowed_updates");
    if (!Array.isArray(asked)) return;
    const known = UPDATE_KINDS.filter((kind) => asked.some((one) => String(one).toLowerCase() === kind));
    this.allowed = known.length > 0 ? known : DEFAULT;
  }

  settle(params: Json): void {
    if (flagOf(params, "drop_pending_updates")) this.pending = [];
  }

  /** A second poller throws the first one out; `gone` tells when the client has hung up. */
  async poll(params: Json, gone: AbortSignal): Promise<TgUpdate[]> {
    this.allow(params);
    this.#forget(numberOf(params, "offset"));
    const limit = Math.min(Math.max(numberOf(params, "limit", 100), 1), 100);
    const seconds = Math.min(Math.max(numberOf(params, "timeout"), 0), 50);
    this.interrupt(
      "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
    );
    if (this.pending.length > 0 || seconds === 0) return this.pending.slice(0, limit);
    return this.#wait(limit, seconds, gone);
  }

  interrupt(why: string): void {
    this.#poll?.refuse(new Refusal(409, why));
  }

  #forget(offset: number): void {
    if (offset < 0) this.pending = this.pending.slice(offset);
    else this.pending = this.pending.filter((update) => update.update_id >= offset);
    this.acknowledged = Math.max(this.acknowledged, offset < 0 ? (this.pending[0]?.update_id ?? 0) : offset);
  }

  #wait(limit: number, seconds: number, gone: AbortSignal): Promise<TgUpdate[]> {
    const { promise, resolve, reject } = Promise.withResolvers<TgUpdate[]>();
    const timer = setTimeout(() => resolve([]), seconds * 1000);
    const deaf = this.listen(() => resolve(this.pending.slice(0, limit)));
    const poll: Poll = { refuse: reject };
    const hangUp = () => resolve([]);
    gone.addEventListener("abort", hangUp);
    this.#poll = poll;
    return promise.finally(() => {
      clearTimeout(timer);
      deaf();
      gone.removeEventListener("abort", hangUp);
      if (this.#poll === poll) this.#poll = null;
    });
  }
}
