// What the bot can ask of chats and their members, and its leaving.
import { accessible } from "./telegram-access.ts";
import { numberOf } from "./telegram-request.ts";
import type { ChatState, Json, TgCall, TgMember } from "./telegram-types.ts";
import { bad } from "./telegram-types.ts";
import type { World } from "./telegram-world.ts";

const NO_GIFTS = {
  unlimited_gifts: false,
  limited_gifts: false,
  unique_gifts: false,
  premium_subscription: false,
};

export function getChat(world: World, { params }: TgCall): Json {
  const { chat } = accessible(world, params);
  return { ...chat, accent_color_id: 3, max_reaction_count: 11, accepted_gift_types: NO_GIFTS };
}

export function getChatMember(world: World, { params }: TgCall): Json {
  const state = accessible(world, params);
  const user = world.users.get(numberOf(params, "user_id"));
  if (user === undefined) throw bad("PARTICIPANT_ID_INVALID");
  return { user, ...memberOf(world, state, user.id) };
}

function memberOf(world: World, state: ChatState, id: number): TgMember {
  if (id === world.bot.id) return state.bot;
  if (state.chat.type === "private") return { status: "member" };
  return state.members.get(id) ?? { status: "left" };
}

export function getChatAdministrators(world: World, { params }: TgCall): Json[] {
  const state = accessible(world, params);
  if (state.chat.type === "private") throw bad("there are no administrators in the private chat");
  return [...state.members]
    .filter(([, { status }]) => status === "creator" || status === "administrator")
    .map(([id, member]) => ({ user: world.users.get(id), ...member }));
}

export function getChatMemberCount(world: World, { params }: TgCall): number {
  const state = accessible(world, params);
  const there = [...state.members.values()].filter(
    ({ status }) => status !== "left" && status !== "kicked",
  ).length;
  return state.chat.type === "private" ? 2 : there + 1;
}

export function leaveChat(world: World, { params }: TgCall): true {
  const state = accessible(world, params);
  if (state.chat.type === "private") throw bad("chat member status can't be changed in private chats");
  // Written before it goes: the bot still hears of its own leaving.
  const left = { left_chat_member: world.bot, left_chat_participant: world.bot };
  world.tell(state, world.write(state, { from: world.bot, ...left }));
  world.setBot(state, world.bot, { status: "left" });
  return true;
}
