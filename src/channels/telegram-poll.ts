// The house asks Telegram what is new: each batch is acknowledged, by the next question's offset, when it is taken.
import { z } from "zod";
import { AppError } from "#src/errors.ts";
import type { TelegramApi } from "./telegram-api.ts";
import { insist, rest as pause } from "./telegram-patience.ts";
import { KINDS } from "./telegram-shape.ts";

export type PollOptions = {
  api: TelegramApi;
  /** See Taker. */
  takeAll: (updates: unknown[]) => Promise<unknown[]>;
  /** Told what came of each question; an error is null when Telegram has answered. */
  heard: (error: unknown) => void;
  /** Told when nothing of what there is could be taken. */
  stuck: () => void;
  signal: AbortSignal;
};

const LIMIT = 100;
const LONG_POLL_S = 30;
/** Telegram answers when the time is up; later than this the line is dead. */
const ANSWER_MS = (LONG_POLL_S + 15) * 1000;
/** An answer with nothing in it that comes at once is not to be asked for again at once. */
const EMPTY_MS = 1000;

const Batch = z.array(z.unknown());
const Numbered = z.object({ update_id: z.int() });

/** Asks until the signal comes, which also ends a question that is open. Never throws. */
export async function poll({ api, takeAll, heard, stuck, signal }: PollOptions): Promise<void> {
  let offset: number | null = null;
  const ask = async () => {
    const how = { limit: LIMIT, timeout: LONG_POLL_S, allowed_updates: KINDS };
    const payload = offset === null ? how : { ...how, offset };
    const batch = Batch.parse(await api.call("getUpdates", payload, { timeoutMs: ANSWER_MS, signal }));
    heard(null);
    return batch;
  };
  while (!signal.aborted) {
    const from = performance.now();
    const batch = await insist({ signal, failed: heard }, ask);
    if (batch === null) return;
    if (batch.length === 0) {
      // The offset has done its work. After a quiet week Telegram's numbers may start anew below it.
      offset = null;
      await pause(Math.max(0, EMPTY_MS - (performance.now() - from)), signal);
      continue;
    }
    let left = batch;
    const takeSome = async () => {
      const rest = await takeAll(left);
      if (rest.length === left.length) throw new AppError("channel_failed", "telegram: updates not taken");
      return rest;
    };
    while (left.length > 0) {
      const rest = await insist({ signal, failed: stuck }, takeSome);
      if (rest === null) return;
      left = rest;
    }
    offset = nextOf(batch) ?? offset;
  }
}

/** What comes after the batch; what has no number cannot be acknowledged but by what has. */
function nextOf(batch: unknown[]): number | null {
  const ids = batch.flatMap((update) => Numbered.safeParse(update).data?.update_id ?? []);
  return ids.length === 0 ? null : Math.max(...ids) + 1;
}
