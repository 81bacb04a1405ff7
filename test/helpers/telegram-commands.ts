// The bot's menu of commands, by scope and language; nothing falls back here, as the clients do that.
import { chatOf } from "./telegram-access.ts";
import { isObject, jsonOf, textOf } from "./telegram-request.ts";
import type { Json, TgCall } from "./telegram-types.ts";
import { bad } from "./telegram-types.ts";
import type { World } from "./telegram-world.ts";

const SCOPES = ["default", "all_private_chats", "all_group_chats", "all_chat_administrators"];
const CHAT_SCOPES = ["chat", "chat_administrators", "chat_member"];

export function setMyCommands(world: World, { params }: TgCall): true {
  const key = keyOf(world, params);
  const given = jsonOf(params, "commands");
  if (!Array.isArray(given)) throw bad("expected an Array of BotCommand");
  if (given.length > 100) throw bad("BOT_COMMANDS_TOO_MUCH");
  world.commands.set(
    key,
    given.map((one: unknown) => commandOf(isObject(one) ? one : {})),
  );
  return true;
}

export const getMyCommands = (world: World, { params }: TgCall): Json[] =>
  world.commands.get(keyOf(world, params)) ?? [];

export function deleteMyCommands(world: World, { params }: TgCall): true {
  world.commands.delete(keyOf(world, params));
  return true;
}

function commandOf(given: Json): { command: string; description: string } {
  const command = textOf(given, "command").trim().replace(/^\//, "");
  const description = textOf(given, "description").trim();
  if (command === "") throw bad("command must be non-empty");
  if (command.length > 32) throw bad("command length must not exceed 32");
  if (!/^[a-z0-9_]+$/.test(command)) throw bad("BOT_COMMAND_INVALID");
  if (description === "") throw bad("command description must be non-empty");
  if (Array.from(description).length > 256) throw bad("command description length must not exceed 256");
  return { command, description };
}

function keyOf(world: World, params: Json): string {
  const scope = jsonOf(params, "scope") ?? { type: "default" };
  if (!isObject(scope)) throw bad("can't parse BotCommandScope: BotCommandScope must be an Object");
  const language = textOf(params, "language_code");
  if (!/^(?:[a-z]{2})?$/.test(language)) throw bad("invalid language code specified");
  const type = textOf(scope, "type");
  if (SCOPES.includes(type)) return `${type}/${language}`;
  if (!CHAT_SCOPES.includes(type)) throw bad("can't parse BotCommandScope: Unsupported type specified");
  return `${type}/${chatOf(world, scope).chat.id}/${textOf(scope, "user_id")}/${language}`;
}
