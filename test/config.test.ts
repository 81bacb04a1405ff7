import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { Settings, readConfig } from "#src/config.ts";

test("without any setting the demo runs on the embedded database", () => {
  expect(readConfig({})).toEqual({
    port: 3000,
    host: "127.0.0.1",
    publicUrl: null,
    home: ".data",
    databaseUrl: null,
    redisUrl: null,
    logLevel: "info",
    demo: true,
    llm: null,
    telegram: null,
    wechat: null,
  });
});

test("a token turns Telegram on; a webhook needs its secret and an address, and says nothing of the token", () => {
  const token = `123456:${"x".repeat(35)}`;
  const polling = { token, apiRoot: "https://api.telegram.org", webhook: null };
  expect(readConfig({ TELEGRAM_BOT_TOKEN: token }).telegram).toEqual(polling);
  const webhook = { TELEGRAM_BOT_TOKEN: token, TELEGRAM_MODE: "webhook" };
  expect(() => readConfig(webhook)).toThrow(
    "TELEGRAM_WEBHOOK_SECRET: expected a value, since TELEGRAM_MODE is webhook, got nothing\n" +
      "PUBLIC_URL: expected a value, since TELEGRAM_MODE is webhook, got nothing",
  );
  const secret = "s".repeat(20);
  const whole = { ...webhook, TELEGRAM_WEBHOOK_SECRET: secret, PUBLIC_URL: "https://linli.example.org/" };
  expect(readConfig(whole).telegram?.webhook).toEqual({ url: "https://linli.example.org/telegram", secret });
  expect(() => readConfig({ TELEGRAM_BOT_TOKEN: "wrong-token" })).toThrow(
    "TELEGRAM_BOT_TOKEN: expected a token as BotFather gives it, 123456:ABC…, got something else",
  );
  expect(() => readConfig({ ...whole, TELEGRAM_WEBHOOK_SECRET: "short" })).toThrow("got something else");
});

test("a puppet turns WeChat on; a gateway needs its place and token, and the token is never shown", () => {
  const gateway = {
    WECHATY_PUPPET: "wechaty-puppet-service",
    WECHATY_PUPPET_SERVICE_ENDPOINT: "127.0.0.1:8788",
    WECHATY_PUPPET_SERVICE_TOKEN: "insecure_1",
  };
  expect(readConfig(gateway).wechat).toEqual({
    puppet: "wechaty-puppet-service",
    endpoint: "127.0.0.1:8788",
    token: "insecure_1",
    tls: { disable: false, caCert: null, serverName: null },
    pace: { perMinute: 10, privatePerHour: 20, quiet: { from: 1350, until: 420 } },
    friends: { rule: "word", word: "邻里" },
    rooms: "staff",
    watch: { beatMs: 180_000, silentMs: 1_800_000 },
  });
  expect(readConfig({ ...gateway, WECHAT_QUIET_HOURS: "none" }).wechat?.pace.quiet).toBeNull();
  expect(readConfig({ WECHATY_PUPPET: "wechaty-puppet-xp" }).wechat?.token).toBeNull();
  expect(() => readConfig({ WECHATY_PUPPET: "wechaty-puppet-service" })).toThrow(
    "WECHATY_PUPPET_SERVICE_ENDPOINT: expected a value, since WECHATY_PUPPET is wechaty-puppet-service, got nothing\n" +
      "WECHATY_PUPPET_SERVICE_TOKEN: expected a value, since WECHATY_PUPPET is wechaty-puppet-service, got nothing",
  );
  const wrong = { ...gateway, WECHATY_PUPPET_SERVICE_TOKEN: "a b", WECHAT_QUIET_HOURS: "22-7" };
  expect(() => readConfig(wrong)).toThrow(
    "WECHATY_PUPPET_SERVICE_TOKEN: expected a token without spaces, got something else\n" +
      'WECHAT_QUIET_HOURS: expected hours such as 22:30-07:00, or none, got "22-7"',
  );
});

test("a key turns the model on; without one the other settings change nothing", () => {
  expect(readConfig({ OPENAI_MODEL: "qwen", LLM_DAILY_BUDGET: "5" }).llm).toBeNull();
  expect(readConfig({ OPENAI_API_KEY: "sk-1" }).llm).toEqual({
    key: "sk-1",
    baseUrl: "https://api.openai.com/v1",
    models: ["gpt-4.1-mini"],
    budget: { minute: 30, day: 2000 },
    timeoutMs: 8000,
  });
  const both = { OPENAI_API_KEY: "sk-1", OPENAI_MODEL: "qwen", OPENAI_FALLBACK_MODEL: "glm" };
  expect(readConfig(both).llm?.models).toEqual(["qwen", "glm"]);
});

test("an empty value is no value", () => {
  expect(readConfig({ PORT: "", DATABASE_URL: "" })).toMatchObject({ port: 3000, databaseUrl: null });
});

test("all wrong settings are named at once, and no password or key with them", () => {
  const wrong = {
    PORT: "70000",
    LOG_LEVEL: "loud",
    DATABASE_URL: "mysql://me:secret@h/d",
    LINLI_DEMO: "yes",
    REDIS_URL: "nothing",
    OPENAI_API_KEY: "sk secret",
    OPENAI_BASE_URL: "ftp://me:secret@h/v1",
    LLM_DAILY_BUDGET: "0",
    LLM_MINUTE_BUDGET: "many",
    LLM_TIMEOUT_MS: "0.5",
  };
  let message = "";
  try {
    readConfig(wrong);
  } catch (error) {
    message = (error as Error).message;
  }
  expect(message.split("\n")).toEqual([
    'PORT: expected at most 65535, got "70000"',
    "DATABASE_URL: expected an address such as postgresql://user:password@host:5432/linli, got something else",
    "REDIS_URL: expected an address such as redis://127.0.0.1:6379, got something else",
    'LOG_LEVEL: expected one of fatal, error, warn, info, debug, silent, got "loud"',
    'LINLI_DEMO: expected one of true, false, got "yes"',
    "OPENAI_API_KEY: expected a key without spaces, got something else",
    "OPENAI_BASE_URL: expected an address such as https://api.openai.com/v1, got something else",
    'LLM_DAILY_BUDGET: expected at least 1, got "0"',
    'LLM_MINUTE_BUDGET: expected a whole number from 1 to 10000, got "many"',
    'LLM_TIMEOUT_MS: expected a whole number from 100 to 120000, got "0.5"',
  ]);
});

test(".env.example and README's table name exactly the settings there are, with their defaults", () => {
  const example = readFileSync(".env.example", "utf8");
  const named = [...example.matchAll(/^#? ?([A-Z_]+)=(.*)$/gm)].map(([, name, value]) => ({ name, value }));
  expect(new Set(named.map(({ name }) => name))).toEqual(new Set(Object.keys(Settings.shape)));
  const set = Object.fromEntries(
    [...example.matchAll(/^([A-Z_]+)=(.*)$/gm)].map(([, name, value]) => [name, value]),
  );
  const key = { OPENAI_API_KEY: "sk-1" };
  expect(readConfig({ ...set, ...key })).toEqual(readConfig(key));
  const readme = readFileSync("README.md", "utf8");
  for (const { name } of named)
    expect(readme, `README's settings table lacks ${name}`).toMatch(new RegExp(`^\\| \`${name}\``, "m"));
});
