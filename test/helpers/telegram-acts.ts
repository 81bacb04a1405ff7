// What people do to messages that are there: change them, press their buttons, react to them.
import { found } from "./telegram-found.ts";
import { idOf } from "./telegram-say.ts";
import type { Where } from "./telegram-say.ts";
import type { TgEntity, TgMessage, TgUser } from "./telegram-types.ts";
import type { World } from "./telegram-world.ts";

/** Somebody's message becomes another text, or another caption when it has one. */
export function edit(world: World, where: Where, id: number, text: string, given?: TgEntity[]): TgMessage {
  const state = world.chatOf(idOf(where));
  const old = state.messages.get(id);
  if (old === undefined) throw new Error(`expected a message ${id}`);
  const { entities: _, caption_entities: __, ...kept } = old;
  const marked = given ?? found(text);
  const isText = old.text !== undefined;
  const entities = marked.length > 0 && { [isText ? "entities" : "caption_entities"]: marked };
  const next: TgMessage = {
    ...kept,
    ...(isText ? { text } : { caption: text }),
    ...entities,
    edit_date: world.seconds,
  };
  state.messages.set(id, next);
  world.tell(state, next, true);
  return next;
}

/** Presses the button with that text, or else sends that data as a modified client might; returns the query's id. */
export function press(world: World, where: Where, id: number, button: string, user: TgUser): string {
  const state = world.chatOf(idOf(where));
  const message = state.messages.get(id);
  const buttons = message?.reply_markup?.inline_keyboard.flat() ?? [];
  const data = buttons.find((one) => one.text === button)?.callback_data ?? button;
  const query = String(4_382_000_000_000_000_000n + BigInt(world.fresh()));
  world.queries.set(query, { at: world.now() });
  world.queue.add("callback_query", {
    id: query,
    from: user,
    message: message ?? { message_id: id, chat: state.chat, date: 0 },
    chat_instance: String(-7_000_000_000_000_000n - BigInt(Math.abs(state.chat.id))),
    data,
  });
  return query;
}

/** Told to the bot only where it is an administrator and has asked for such updates. */
export function react(world: World, where: Where, id: number, user: TgUser, emoji: string | null): void {
  const state = world.chatOf(idOf(where));
  if (state.bot.status !== "administrator") return;
  world.queue.add("message_reaction", {
    chat: state.chat,
    message_id: id,
    user,
    date: world.seconds,
    old_reaction: [],
    new_reaction: emoji === null ? [] : [{ type: "emoji", emoji }],
  });
}
