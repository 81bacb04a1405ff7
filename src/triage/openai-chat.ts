// One call of one model through LangChain, and what its failures are called.
import type { LlmCall } from "./llm.ts";

/** What came of a call: a raw text with outcome `answered`, or an empty one and why there is none. */
export type Reply = Pick<LlmCall, "outcome" | "inputTokens" | "outputTokens"> & {
  text: string;
  /** The error's name; its message may quote words or the key. */
  error: string | null;
  status: number | null;
  retryAfter: string | null;
};

/** Never throws; resolves soon after `ms` at the latest. */
export type Chat = (words: { system: string; user: string }, ms: number) => Promise<Reply>;

const ANSWER_TOKENS = 300;
const MOST_TOKENS = 2 ** 31 - 1;

/** Loads LangChain, which takes about a second the first time, and prepares a model of the server at `baseUrl`. */
export async function openChat(model: string, server: { key: string; baseUrl: string }): Promise<Chat> {
  const [{ ChatOpenAI }, { HumanMessage, SystemMessage }] = await Promise.all([
    import("@langchain/openai"),
    import("@langchain/core/messages"),
  ]);
  const chat = new ChatOpenAI({
    model,
    apiKey: server.key,
    // Its own log would show the words when OPENAI_LOG says so.
    configuration: { baseURL: server.baseUrl, logLevel: "off" },
    temperature: 0,
    maxTokens: ANSWER_TOKENS,
    maxRetries: 0,
  });
  return async ({ system, user }, ms) => {
    const signal = AbortSignal.timeout(ms);
    try {
      // Not `invoke`: it hands the words to whatever tracer LANGSMITH_TRACING or LANGCHAIN_VERBOSE switches on.
      const result = await chat._generate([new SystemMessage(system), new HumanMessage(user)], { signal });
      const usage = result.llmOutput?.["tokenUsage"] as Record<string, unknown> | undefined;
      return {
        ...NO_REPLY,
        outcome: "answered",
        text: result.generations[0]?.text ?? "",
        inputTokens: tokens(usage?.["promptTokens"]),
        outputTokens: tokens(usage?.["completionTokens"]),
      };
    } catch (error) {
      const { status, retryAfter } = responseOf(error);
      const outcome = signal.aborted ? "timeout" : outcomeOf(status, error);
      return { ...NO_REPLY, outcome, error: nameOf(error), status, retryAfter };
    }
  };
}

const NO_REPLY = { text: "", inputTokens: 0, outputTokens: 0, error: null, status: null, retryAfter: null };

/** An error's name; OpenAI's errors carry it in their class only. */
export function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return "unknown";
  return error.name === "Error" ? error.constructor.name : error.name;
}

function responseOf(error: unknown): { status: number | null; retryAfter: string | null } {
  const { status, headers } = error as { status?: unknown; headers?: unknown };
  return {
    status: typeof status === "number" ? status : null,
    retryAfter: headers instanceof Headers ? headers.get("retry-after") : null,
  };
}

function outcomeOf(status: number | null, error: unknown): LlmCall["outcome"] {
  // A body that claims to be JSON and is none.
  if (error instanceof SyntaxError) return "unreadable";
  if (status === 429) return "throttled";
  return status !== null && status >= 400 && status < 500 ? "refused" : "failed";
}

/** Servers differ in what they count, and some count nothing. */
function tokens(value: unknown): number {
  return Number.isInteger(value) ? Math.min(Math.max(Number(value), 0), MOST_TOKENS) : 0;
}
