// What the bot does to messages that are there, and its answers to pressed buttons.
import { isDeepStrictEqual } from "node:util";
import { accessible } from "./telegram-access.ts";
import { markupOf } from "./telegram-markup.ts";
import { flagOf, isObject, jsonOf, numberOf, textOf } from "./telegram-request.ts";
import { captionFields, textFields } from "./telegram-send.ts";
import type { ChatState, Json, TgCall, TgMessage } from "./telegram-types.ts";
import { bad } from "./telegram-types.ts";
import type { World } from "./telegram-world.ts";

const TWO_DAYS = 48 * 3600;
const NOT_MODIFIED =
  "message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message";

/** The only emoji that may be reactions. */
const REACTIONS = new Set(
  `👍 👎 ❤ 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤‍🔥 🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 😈 😴 😭 🤓
  👻 👨‍💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷‍♂ 🤷 🤷‍♀ 😡`.split(/\s+/),
);

function messageIn(world: World, params: Json, purpose: string): { state: ChatState; message: TgMessage } {
  const state = accessible(world, params);
  const id = numberOf(params, "message_id");
  if (id <= 0) throw bad("message identifier is not specified");
  const message = state.messages.get(id);
  if (message === undefined) throw bad(`message to ${purpose} not found`);
  return { state, message };
}

/** An edit replaces the fields named and the keyboard; the rest of the message stays. */
const edits =
  (replaced: string[], change: (params: Json, message: TgMessage) => Partial<TgMessage>) =>
  (world: World, { params }: TgCall): TgMessage => {
    const { state, message } = messageIn(world, params, "edit");
    if (!state.ours.has(message.message_id)) throw bad("message can't be edited");
    const next = { ...message };
    for (const name of [...replaced, "reply_markup"]) Reflect.deleteProperty(next, name);
    Object.assign(next, change(params, message), markupOf(params));
    if (isDeepStrictEqual(next, message)) throw bad(NOT_MODIFIED);
    next.edit_date = world.seconds;
    state.messages.set(message.message_id, next);
    return next;
  };

export const editMessageReplyMarkup = edits([], () => ({}));
export const editMessageCaption = edits(["caption", "caption_entities"], captionFields);
export const editMessageText = edits(["text", "entities", "link_preview_options"], (params, message) => {
  if (message.text === undefined) throw bad("there is no text in the message to edit");
  return textFields(params);
});

export function deleteMessage(world: World, { params }: TgCall): true {
  const { state, message } = messageIn(world, params, "delete");
  const isOurs = state.ours.has(message.message_id);
  const mayAll = state.chat.type === "private" || state.bot["can_delete_messages"] === true;
  if (!isOurs && !mayAll) throw bad("message can't be deleted");
  if (state.chat.type === "private" && world.seconds - message.date > TWO_DAYS)
    throw bad("message can't be deleted for everyone");
  state.messages.delete(message.message_id);
  return true;
}

export const answerCallbackQuery =
  (patience: number) =>
  (world: World, { params }: TgCall): true => {
    const query = world.queries.get(textOf(params, "callback_query_id"));
    if (query === undefined || world.now() - query.at > patience)
      throw bad("query is too old and response timeout expired or query ID is invalid");
    const text = textOf(params, "text");
    if (text.length > 200) throw bad("MESSAGE_TOO_LONG");
    query.answer = { text, alert: flagOf(params, "show_alert") };
    return true;
  };

export function setMessageReaction(world: World, { params }: TgCall): true {
  const { state, message } = messageIn(world, params, "react");
  const given = jsonOf(params, "reaction") ?? [];
  if (!Array.isArray(given)) throw bad("expected an Array of ReactionType");
  const emoji = given.map((one: unknown) => (isObject(one) ? textOf(one, "emoji") : ""));
  if (emoji.length > 1) throw bad("REACTIONS_TOO_MANY");
  if (!emoji.every((one) => REACTIONS.has(one))) throw bad("REACTION_INVALID");
  state.reactions.set(message.message_id, emoji[0] ?? "");
  return true;
}
