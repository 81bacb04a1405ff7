// Settings come in here and nowhere else: environment, .env, defaults.
import { z } from "zod";
import { WECHAT_SETTINGS, wechatLacks, wechatOf } from "#src/config-wechat.ts";
import type { WechatConfig } from "#src/config-wechat.ts";
import { AppError } from "#src/errors.ts";

const url = (protocol: RegExp, example: string) =>
  z.string().refine((value) => URL.canParse(value) && protocol.test(new URL(value).protocol), {
    error: `expected an address such as ${example}`,
  });

const whole = (min: number, max: number) => {
  const error = `expected a whole number from ${min} to ${max}`;
  return z.coerce.number({ error }).int({ error }).min(min).max(max);
};

const SECRET = /_(URL|KEY|TOKEN|SECRET|ROOT)$/;

export const Settings = z.object({
  PORT: z.coerce.number({ error: "expected a port from 0 to 65535" }).int().min(0).max(65_535).default(3000),
  HOST: z.string().min(1).default("127.0.0.1"),
  PUBLIC_URL: url(/^https?:$/, "https://linli.example.org").optional(),
  LINLI_HOME: z.string().min(1).default(".data"),
  DATABASE_URL: url(/^postgres(ql)?:$/, "postgresql://user:password@host:5432/linli").optional(),
  REDIS_URL: url(/^rediss?:$/, "redis://127.0.0.1:6379").optional(),
  LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "silent"]).default("info"),
  LINLI_DEMO: z.enum(["true", "false"]).default("true"),
  OPENAI_API_KEY: z
    .string()
    .regex(/^[\x21-\x7e]+$/, { error: "expected a key without spaces" })
    .optional(),
  OPENAI_BASE_URL: url(/^https?:$/, "https://api.openai.com/v1").default("https://api.openai.com/v1"),
  OPENAI_MODEL: z.string().min(1).default("gpt-4.1-mini"),
  OPENAI_FALLBACK_MODEL: z.string().min(1).optional(),
  LLM_DAILY_BUDGET: whole(1, 1_000_000).default(2_000),
  LLM_MINUTE_BUDGET: whole(1, 10_000).default(30),
  LLM_TIMEOUT_MS: whole(100, 120_000).default(8_000),
  TELEGRAM_BOT_TOKEN: z
    .string()
    .regex(/^\d+:[\w-]{20,}$/, { error: "expected a token as BotFather gives it, 123456:ABC…" })
    .optional(),
  TELEGRAM_API_ROOT: url(/^https?:$/, "https://api.telegram.org").default("https://api.telegram.org"),
  TELEGRAM_MODE: z.enum(["polling", "webhook"]).default("polling"),
  TELEGRAM_WEBHOOK_SECRET: z
    .string()
    .regex(/^[\w-]{16,256}$/, { error: "expected 16 to 256 letters, digits, _ and -" })
    .optional(),
  ...WECHAT_SETTINGS,
});

export type Config = {
  port: number;
  host: string;
  publicUrl: string | null;
  home: string;
  databaseUrl: string | null;
  redisUrl: string | null;
  logLevel: string;
  demo: boolean;
  /** Null without a key: then no model is asked. */
  llm: {
    key: string;
    baseUrl: string;
    /** In the order they are asked. */
    models: string[];
    budget: { minute: number; day: number };
    timeoutMs: number;
  } | null;
  /** Null without a token. */
  telegram: {
    token: string;
    apiRoot: string;
    /** Null: the house asks for updates itself. */
    webhook: { url: string; secret: string } | null;
  } | null;
  /** Null without a puppet. */
  wechat: WechatConfig | null;
};

/**
 * Takes the environment; an empty value counts as not set. Throws AppError bad_input with a line for every wrong
 * setting, which names what was expected and what came, but never a key, nor an address (it may hold a password).
 */
export function readConfig(environment: Record<string, string | undefined>): Config {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ""),
  );
  const parsed = Settings.safeParse(given);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => {
      const name = String(issue.path[0]);
      const got = SECRET.test(name) ? "something else" : JSON.stringify(given[name]);
      return `${name}: ${expectation(issue)}, got ${got}`;
    });
    throw new AppError("bad_input", lines.join("\n"));
  }
  const settings = parsed.data;
  const lacks = [...webhookLacks(settings), ...wechatLacks(settings)];
  if (lacks.length > 0) throw new AppError("bad_input", lacks.join("\n"));
  return {
    port: settings.PORT,
    host: settings.HOST,
    publicUrl: settings.PUBLIC_URL ?? null,
    home: settings.LINLI_HOME,
    databaseUrl: settings.DATABASE_URL ?? null,
    redisUrl: settings.REDIS_URL ?? null,
    logLevel: settings.LOG_LEVEL,
    demo: settings.LINLI_DEMO === "true",
    llm: llmOf(settings),
    telegram: telegramOf(settings),
    wechat: wechatOf(settings),
  };
}

type Read = z.infer<typeof Settings>;

/** What a webhook cannot do without: nobody could tell Telegram's calls from a stranger's. */
function webhookLacks({ TELEGRAM_BOT_TOKEN, TELEGRAM_MODE, ...settings }: Read): string[] {
  if (TELEGRAM_BOT_TOKEN === undefined || TELEGRAM_MODE !== "webhook") return [];
  const needed = ["TELEGRAM_WEBHOOK_SECRET", "PUBLIC_URL"] as const;
  return needed
    .filter((name) => settings[name] === undefined)
    .map((name) => `${name}: expected a value, since TELEGRAM_MODE is webhook, got nothing`);
}

function telegramOf(settings: Read): Config["telegram"] {
  const { TELEGRAM_BOT_TOKEN: token, TELEGRAM_WEBHOOK_SECRET: secret, PUBLIC_URL } = settings;
  if (token === undefined) return null;
  const apiRoot = settings.TELEGRAM_API_ROOT.replace(/\/+$/, "");
  if (settings.TELEGRAM_MODE === "polling" || !secret || !PUBLIC_URL)
    return { token, apiRoot, webhook: null };
  return { token, apiRoot, webhook: { url: `${PUBLIC_URL.replace(/\/+$/, "")}/telegram`, secret } };
}

function llmOf(settings: Read): Config["llm"] {
  if (settings.OPENAI_API_KEY === undefined) return null;
  const { OPENAI_MODEL, OPENAI_FALLBACK_MODEL = OPENAI_MODEL } = settings;
  return {
    key: settings.OPENAI_API_KEY,
    baseUrl: settings.OPENAI_BASE_URL,
    models: [...new Set([OPENAI_MODEL, OPENAI_FALLBACK_MODEL])],
    budget: { minute: settings.LLM_MINUTE_BUDGET, day: settings.LLM_DAILY_BUDGET },
    timeoutMs: settings.LLM_TIMEOUT_MS,
  };
}

function expectation(issue: z.core.$ZodIssue): string {
  if (issue.code === "invalid_value") return `expected one of ${issue.values.map(String).join(", ")}`;
  if (issue.code === "too_small") return `expected at least ${issue.minimum}`;
  if (issue.code === "too_big") return `expected at most ${issue.maximum}`;
  return issue.message.startsWith("expected")
    ? issue.message
    : `expected ${issue.code === "invalid_type" ? issue.expected : "a value"}`;
}

/** The process's own environment, completed from `.env` in the working folder if there is one. */
export function readEnvironment(): Record<string, string | undefined> {
  try {
    process.loadEnvFile();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  return process.env;
}
