// Which chat a call means and whether the bot may write there; words the refusals as the real server does.
import { flagOf, isObject, jsonOf, numberOf, textOf } from "./telegram-request.ts";
import type { ChatState, Json, TgMessage } from "./telegram-types.ts";
import { bad, forbidden, Refusal } from "./telegram-types.ts";
import type { World } from "./telegram-world.ts";

/** What the chat must allow, by what is sent, and how its lack is worded. */
const RIGHTS: Record<string, [right: string, words: string]> = {
  text: ["can_send_messages", "text messages"],
  photo: ["can_send_photos", "photos"],
  voice: ["can_send_voice_notes", "voice notes"],
  document: ["can_send_documents", "documents"],
};

export function chatOf(world: World, params: Json, name = "chat_id"): ChatState {
  const given = textOf(params, name);
  if (given === "") throw bad(`${name} is empty`);
  const all = [...world.chats.values()];
  const state = given.startsWith("@")
    ? all.find(({ chat }) => chat.username === given.slice(1) && chat.type !== "private")
    : world.chats.get(Number(given));
  if (state !== undefined) return state;
  const person = world.users.get(Number(given));
  if (person === undefined || person.id === world.bot.id) throw bad("chat not found");
  return world.privateChat(person);
}

/** The chat a call names, of which the bot must be a member, or which must not have blocked it. */
export function accessible(world: World, params: Json): ChatState {
  const state = chatOf(world, params);
  const { chat, bot, upgradedTo } = state;
  if (upgradedTo !== undefined)
    throw new Refusal(400, "Bad Request: group chat was upgraded to a supergroup chat", {
      migrate_to_chat_id: upgradedTo,
    });
  if (world.isThere(state)) return state;
  if (chat.type === "private")
    throw forbidden(
      bot.status === "kicked" ? "bot was blocked by the user" : "bot can't initiate conversation with a user",
    );
  throw forbidden(
    bot.status === "kicked"
      ? `bot was kicked from the ${chat.type} chat`
      : `bot is not a member of the ${chat.type} chat`,
  );
}

/** Where the bot may send this kind of thing: the chat, its topic and the message answered. */
export function placeOf(
  world: World,
  params: Json,
  kind: string,
): { state: ChatState; fields: Partial<TgMessage> } {
  const state = accessible(world, params);
  mustMay(state, kind);
  const thread = threadOf(state, numberOf(params, "message_thread_id"));
  const answered = answeredIn(world, state, params);
  const topic = answered?.message_thread_id;
  const fields: Partial<TgMessage> = {
    ...(thread !== undefined && { message_thread_id: thread }),
    ...(thread === undefined && topic !== undefined && { message_thread_id: topic }),
    ...(answered && { reply_to_message: answered }),
  };
  return { state, fields };
}

function mustMay({ chat, bot }: ChatState, kind: string): void {
  if (chat.type === "channel" && (bot.status !== "administrator" || bot["can_post_messages"] === false))
    throw bad("need administrator rights in the channel chat");
  const [right, words] = RIGHTS[kind] ?? ["", ""];
  if (bot.status === "restricted" && bot[right] !== true)
    throw bad(`not enough rights to send ${words} to the chat`);
}

/** Ignored where there are no topics, except in private chats; the general topic has no id to send to. */
function threadOf({ chat, topics }: ChatState, thread: number): number | undefined {
  if (thread === 0 || (chat.is_forum !== true && chat.type !== "private")) return undefined;
  const topic = topics.get(thread);
  if (topic === undefined) throw bad("message thread not found");
  if (topic.closed) throw bad("TOPIC_CLOSED");
  return thread;
}

function answeredIn(world: World, state: ChatState, params: Json): TgMessage | undefined {
  const given = jsonOf(params, "reply_parameters") ?? {};
  if (!isObject(given)) throw bad("object expected as reply parameters");
  const old = "reply_to_message_id" in params;
  const id = old ? numberOf(params, "reply_to_message_id") : numberOf(given, "message_id");
  if (id <= 0) return undefined;
  const there = "chat_id" in given ? chatOf(world, given) : state;
  const message = there.messages.get(id);
  if (message !== undefined) return bare(message);
  if (flagOf(old ? params : given, "allow_sending_without_reply")) return undefined;
  throw bad("message to be replied not found");
}

/** A message as it is shown inside of another: without what it answers itself. */
export function bare(message: TgMessage): TgMessage {
  const { reply_to_message: _, ...rest } = message;
  return rest;
}
