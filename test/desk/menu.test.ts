import { expect, test } from "vitest";
import { MENU } from "#src/channels/telegram-texts.ts";
import { COMMANDS } from "#src/desk/command.ts";
import type { CommandName } from "#src/desk/command.ts";
import { aliasOf, menuFor } from "#src/desk/menu.ts";

const OWN: CommandName[] = [
  "mine",
  "look",
  "add",
  "my_data",
  "delete_me",
  "withdraw",
  "rate",
  "confirm",
  "dispute",
  "home",
  "bind",
  "unbind",
  "web",
];

test("a resident's menu has what is about their own matters, and nothing else", () => {
  expect(menuFor([])).toEqual([...OWN, "help"]);
});

test.each([
  [
    "member",
    ["todo", "accept", "progress", "report", "return", "transfer", "wait", "extend"],
    ["assign", "merge", "pause"],
  ],
  [
    "lead",
    ["todo", "accept", "assign", "recategorise", "duty", "list", "call_back"],
    ["merge", "stand_in", "pause"],
  ],
  ["grid_worker", ["todo", "look"], ["accept", "list", "merge"]],
  [
    "staff",
    ["todo", "list", "overdue", "stats", "merge", "split", "assign", "stand_in"],
    ["pause", "group_mode"],
  ],
  ["admin", ["todo", "pause", "wake", "group_mode", "list", "merge"], ["accept", "assign"]],
] as const)("the menu of a %s has %j before what every resident has, and not %j", (role, has, hasNot) => {
  const menu = menuFor([role]);
  expect(menu).toEqual(expect.arrayContaining([...has, ...OWN]));
  for (const name of hasNot) expect(menu).not.toContain(name);
  expect(menu.indexOf("todo")).toBeLessThan(menu.indexOf("mine"));
  expect(new Set(menu).size).toBe(menu.length);
});

test("who is lead and staff has both menus in one", () => {
  const both = menuFor(["lead", "staff"]);
  expect(new Set(both)).toEqual(new Set([...menuFor(["lead"]), ...menuFor(["staff"])]));
});

test("Telegram can show every command: an English word, and what it is for in Chinese and English", () => {
  const names = (Object.keys(COMMANDS) as CommandName[]).filter(
    (name) => name !== "ticket" && name !== "start",
  );
  for (const alias of names.map(aliasOf)) {
    expect(alias).toMatch(/^[a-z0-9_]{1,32}$/);
    expect(MENU[alias]?.zh).toMatch(/\p{Script=Han}/u);
    expect(MENU[alias]?.en).toMatch(/^[A-Z][a-z]/);
  }
  expect(Object.keys(MENU).toSorted()).toEqual(names.map(aliasOf).toSorted());
});
