// The door to a language model: one question in, one opinion out, and a ledger of what was asked.
import type { Category, Urgency } from "#src/words.ts";

/** What a model thinks of a text. `place` and `summary` are its own words: not to be trusted, nor shown to a group. */
export type Opinion = {
  label: Category | "none";
  urgency: Urgency;
  place: string | null;
  /** At most 30 characters, on one line; may be empty. */
  summary: string;
  /** 0..1, as the model says. */
  confidence: number;
  /** Name and version of the prompt, "triage.v1". */
  prompt: string;
  model: string;
};

export type Llm = {
  /**
   * Takes a text whose personal data is masked already. Null when there is no usable answer, for whatever reason:
   * budget spent, model failing, too late, not understood. Never throws.
   */
  ask(text: string): Promise<Opinion | null>;
};

export type LlmCall = {
  id: string;
  at: Date;
  model: string;
  prompt: string;
  /** `pending` from before the call until its end, and for ever when the process died meanwhile. */
  outcome: "pending" | "answered" | "unreadable" | "timeout" | "throttled" | "refused" | "failed";
  inputTokens: number;
  outputTokens: number;
  ms: number;
};

/** Keeps every call, so that a restart does not forget what was spent. Holds no words of anyone's. */
export type LlmLedger = {
  /** Writes the call down, over what is there under its id. */
  record(call: LlmCall): Promise<void>;
  /** Calls made at or after `at`, pending ones included. */
  spentSince(at: Date): Promise<number>;
};
