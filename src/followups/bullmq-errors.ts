// What is said and done about the errors of BullMQ's connections and of the jobs' handlers.
import { AppError } from "#src/errors.ts";
import type { Log } from "#src/log.ts";

/** So many errors within the window (ms) mean that the backend does not come back by itself. */
const BUDGET = 240;
const WINDOW = 120_000;

/** Counts errors instead of logging each: the first of a window is logged, too many are fatal, said once. */
export function errorBudget(
  place: string,
  log: Log,
  onFatal: (error: AppError) => void,
): (error: Error) => void {
  let since = -Infinity;
  let count = 0;
  let spent = false;
  return (error) => {
    const now = performance.now();
    if (now - since > WINDOW) {
      since = now;
      count = 0;
      log.warn({ error: error.name, code: codeOf(error) }, `queue on ${place} fails: ${error.message}`);
    }
    count += 1;
    if (count < BUDGET || spent) return;
    spent = true;
    onFatal(new AppError("service_unavailable", `queue on ${place} keeps failing: ${error.message}`));
  };
}

/** An error for the log, without its message: database errors quote values, which may be residents' words. */
export function withoutWords(error: Error): { error: string; code: unknown; at: string | undefined } {
  return { error: error.name, code: codeOf(error), at: firstFrame(error) };
}

function codeOf(error: Error): unknown {
  return (error as { code?: unknown }).code;
}

/** Where of ours it was thrown. */
function firstFrame(error: Error): string | undefined {
  const frames = (error.stack ?? "").split("\n").filter((line) => line.startsWith("    at "));
  return (frames.find((line) => line.includes("/src/")) ?? frames[0])?.trim();
}
