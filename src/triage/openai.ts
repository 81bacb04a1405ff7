// The language model as a port: any server that speaks OpenAI's chat completions.
import { randomUUID } from "node:crypto";
import type { Clock } from "#src/clock.ts";
import type { Log } from "#src/log.ts";
import { CLOSED, enter, fail, secondsToWait } from "./breaker.ts";
import type { Breaker } from "./breaker.ts";
import { usedUp, windows } from "./budget.ts";
import type { Budget } from "./budget.ts";
import type { Llm, LlmCall, LlmLedger, Opinion } from "./llm.ts";
import { nameOf, openChat } from "./openai-chat.ts";
import type { Chat, Reply } from "./openai-chat.ts";
import { readOpinion } from "./opinion.ts";
import { fill } from "./prompt.ts";
import type { Prompt } from "./prompt.ts";

export type OpenaiOptions = {
  key: string;
  baseUrl: string;
  /** Asked one after the other until one answers. */
  models: readonly string[];
  /** Has the one input `text`. */
  prompt: Prompt;
  /** What the codes are called in other words, see `readOpinion`. */
  names: ReadonlyMap<string, string>;
  budget: Budget;
  /** The longest a call may take. A question may take half as long again, whatever models there are. */
  timeoutMs: number;
  ledger: LlmLedger;
  clock: Clock;
  log: Log;
};

type Model = { name: string; chat: Chat; breaker: Breaker };

const DEADLINE = 1.5;

/** The models of one server as one Llm. LangChain is loaded with the first question, not before. */
export function openaiLlm(options: OpenaiOptions): Llm {
  const { prompt, names, timeoutMs, clock, log } = options;
  const book = keepBook(options);
  let opened: Promise<Model[]> | null = null;

  const open = (name: string) =>
    openChat(name, options).then((chat): Model => ({ name, chat, breaker: CLOSED }));

  async function ask(text: string): Promise<Opinion | null> {
    const words = fill(prompt, { text });
    const models = await (opened ??= Promise.all(options.models.map(open)));
    const until = performance.now() + timeoutMs * DEADLINE;
    for (const model of models) {
      const left = Math.ceil(Math.min(timeoutMs, until - performance.now()));
      const breaker = left > 0 ? enter(model.breaker, clock.now()) : null;
      if (breaker === null) continue;
      model.breaker = breaker;
      const call = await book.reserve(model.name);
      if (call === null) return null;
      const start = performance.now();
      const reply = await model.chat(words, left);
      const opinion = readOpinion(reply.text, names);
      const outcome = opinion === null && reply.outcome === "answered" ? "unreadable" : reply.outcome;
      const { inputTokens, outputTokens } = reply;
      const ms = Math.round(performance.now() - start);
      await book.settle({ ...call, outcome, inputTokens, outputTokens, ms });
      if (opinion !== null) {
        model.breaker = CLOSED;
        return { ...opinion, prompt: prompt.name, model: model.name };
      }
      failed(model, { ...reply, outcome });
    }
    return null;
  }

  function failed(model: Model, { outcome, error, status, retryAfter }: Reply): void {
    const now = clock.now();
    model.breaker = fail(model.breaker, now, secondsToWait(retryAfter, now));
    log.warn({ model: model.name, outcome, error, status, ...model.breaker }, "model gave no opinion");
  }

  return {
    ask: async (text) => {
      try {
        return await ask(text);
      } catch (error) {
        log.warn({ error: nameOf(error) }, "model not asked");
        return null;
      }
    },
  };
}

function keepBook({ prompt, budget, ledger, clock, log }: OpenaiOptions) {
  let last: Promise<unknown> = Promise.resolve();
  let used: keyof Budget | null = null;

  async function reserve(model: string): Promise<LlmCall | null> {
    const at = clock.now();
    const from = windows(at);
    const spent = {
      minute: await ledger.spentSince(from.minute),
      day: await ledger.spentSince(from.day),
    };
    const before = used;
    used = usedUp(budget, spent);
    if (used !== null && used !== before) log.warn({ budget: used, ...spent }, "budget for models used up");
    if (used !== null) return null;
    const nothing = { inputTokens: 0, outputTokens: 0, ms: 0 };
    const call: LlmCall = {
      id: randomUUID(),
      at,
      model,
      prompt: prompt.name,
      outcome: "pending",
      ...nothing,
    };
    await ledger.record(call);
    return call;
  }

  return {
    /**
     * Writes a call down before it is made; null when the budget is used up. One at a time, so that questions asked
     * at once do not spend the same last call.
     */
    reserve: (model: string): Promise<LlmCall | null> => {
      const next = last.then(() => reserve(model));
      last = next.catch(() => {});
      return next;
    },
    /** Never throws: an answer is worth more than its entry, and a call that stays pending counts as well. */
    settle: async (call: LlmCall): Promise<void> => {
      try {
        await ledger.record(call);
      } catch (error) {
        log.warn({ model: call.model, error: nameOf(error) }, "end of a model's call not recorded");
      }
    },
  };
}
