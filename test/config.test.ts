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
  });
});

test("an empty value is no value", () => {
  expect(readConfig({ PORT: "", DATABASE_URL: "" })).toMatchObject({ port: 3000, databaseUrl: null });
});

test("all wrong settings are named at once, and no password with them", () => {
  const wrong = {
    PORT: "70000",
    LOG_LEVEL: "loud",
    DATABASE_URL: "mysql://me:secret@h/d",
    LINLI_DEMO: "yes",
    REDIS_URL: "nothing",
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
  ]);
});

test(".env.example and README's table name exactly the settings there are, with their defaults", () => {
  const example = readFileSync(".env.example", "utf8");
  const named = [...example.matchAll(/^#? ?([A-Z_]+)=(.*)$/gm)].map(([, name, value]) => ({ name, value }));
  expect(new Set(named.map(({ name }) => name))).toEqual(new Set(Object.keys(Settings.shape)));
  const set = Object.fromEntries(
    [...example.matchAll(/^([A-Z_]+)=(.*)$/gm)].map(([, name, value]) => [name, value]),
  );
  expect(readConfig(set)).toEqual(readConfig({}));
  const readme = readFileSync("README.md", "utf8");
  for (const { name } of named)
    expect(readme, `README's settings table lacks ${name}`).toMatch(new RegExp(`^\\| \`${name}\``, "m"));
});
