// What must be done with somebody who may not answer for a while: tried until it is, with longer and longer waits.
import { setTimeout as pause } from "node:timers/promises";
import { AppError } from "#src/errors.ts";

const FIRST_MS = 500;
const LONGEST_MS = 30_000;

export type Patience = {
  signal: AbortSignal;
  /** Told of each failure. */
  failed(error: unknown): void;
};

/** What the work returns when it succeeds, or null when the signal has come. Never throws. */
export async function insist<T>({ signal, failed }: Patience, work: () => Promise<T>): Promise<T | null> {
  for (let wait = FIRST_MS; !signal.aborted; wait = Math.min(wait * 2, LONGEST_MS)) {
    try {
      return await work();
    } catch (error) {
      if (signal.aborted) return null;
      failed(error);
      const asked = error instanceof AppError && error.retryAfter !== null ? error.retryAfter * 1000 : 0;
      await rest(Math.max(wait, asked), signal);
    }
  }
  return null;
}

/** Returns after so long, or as soon as the signal comes. */
export async function rest(ms: number, signal: AbortSignal): Promise<void> {
  await pause(ms, undefined, { signal }).catch(() => {});
}

type Repeating = { everyMs: number; failed: (error: unknown) => void };

/** Does each of the works at once and then every so often, until the returned function is called. */
export function repeat(works: (() => Promise<void>)[], { everyMs, failed }: Repeating): () => void {
  const all = () => works.forEach((work) => void work().catch(failed));
  all();
  const timer = setInterval(all, everyMs);
  return () => clearInterval(timer);
}
