// Settings come in here and nowhere else: environment, .env, defaults.
import { z } from "zod";
import { AppError } from "#src/errors.ts";

const url = (protocol: RegExp, example: string) =>
  z.string().refine((value) => URL.canParse(value) && protocol.test(new URL(value).protocol), {
    error: `expected an address such as ${example}`,
  });

export const Settings = z.object({
  PORT: z.coerce.number({ error: "expected a port from 0 to 65535" }).int().min(0).max(65_535).default(3000),
  HOST: z.string().min(1).default("127.0.0.1"),
  PUBLIC_URL: url(/^https?:$/, "https://linli.example.org").optional(),
  LINLI_HOME: z.string().min(1).default(".data"),
  DATABASE_URL: url(/^postgres(ql)?:$/, "postgresql://user:password@host:5432/linli").optional(),
  REDIS_URL: url(/^rediss?:$/, "redis://127.0.0.1:6379").optional(),
  LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "silent"]).default("info"),
  LINLI_DEMO: z.enum(["true", "false"]).default("true"),
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
};

/**
 * Takes the environment; an empty value counts as not set. Throws AppError bad_input with a line for every wrong
 * setting, which names what was expected and what came, but never the value of an address (it may hold a password).
 */
export function readConfig(environment: Record<string, string | undefined>): Config {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ""),
  );
  const parsed = Settings.safeParse(given);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => {
      const name = String(issue.path[0]);
      const got = name.endsWith("_URL") ? "something else" : JSON.stringify(given[name]);
      return `${name}: ${expectation(issue)}, got ${got}`;
    });
    throw new AppError("bad_input", lines.join("\n"));
  }
  const settings = parsed.data;
  return {
    port: settings.PORT,
    host: settings.HOST,
    publicUrl: settings.PUBLIC_URL ?? null,
    home: settings.LINLI_HOME,
    databaseUrl: settings.DATABASE_URL ?? null,
    redisUrl: settings.REDIS_URL ?? null,
    logLevel: settings.LOG_LEVEL,
    demo: settings.LINLI_DEMO === "true",
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
