// Who is let in, thrown out, silenced or made an administrator, and groups that become supergroups.
import { say } from "./telegram-say.ts";
import type { ChatState, TgChat, TgMember, TgMessage, TgUser } from "./telegram-types.ts";
import type { World } from "./telegram-world.ts";

/** What an administrator may, of what matters here. */
export const ADMINISTRATOR: TgMember = {
  status: "administrator",
  can_be_edited: false,
  is_anonymous: false,
  can_manage_chat: true,
  can_delete_messages: true,
  can_restrict_members: true,
  can_invite_users: true,
  can_post_messages: true,
};
const SILENCED: TgMember = { status: "restricted", is_member: true, until_date: 0, can_send_messages: false };

export class Membership {
  readonly #world: World;
  constructor(world: World) {
    this.#world = world;
  }

  startPrivate(user: TgUser, payload = ""): TgMessage {
    this.unblock(user);
    return say(this.#world, user, user, payload === "" ? "/start" : `/start ${payload}`);
  }

  block(user: TgUser): void {
    this.#world.setBot(this.#world.privateChat(user), user, { status: "kicked", until_date: 0 });
  }

  unblock(user: TgUser): void {
    const state = this.#world.privateChat(user);
    if (state.bot.status === "kicked") this.#world.setBot(state, user, { status: "member" });
  }

  addBot(chat: TgChat, by: TgUser): void {
    const state = this.#world.chatOf(chat.id);
    this.#world.setBot(state, by, chat.type === "channel" ? { ...ADMINISTRATOR } : { status: "member" });
    if (chat.type !== "channel") this.#tellJoined(state, by, this.#world.bot);
  }

  promoteBot(chat: TgChat, by: TgUser, rights: Omit<TgMember, "status"> = {}): void {
    this.#world.setBot(this.#world.chatOf(chat.id), by, { ...ADMINISTRATOR, ...rights });
  }

  /** Takes away all that is not among `rights`. */
  restrictBot(chat: TgChat, by: TgUser, rights: Omit<TgMember, "status"> = {}): void {
    this.#world.setBot(this.#world.chatOf(chat.id), by, { ...SILENCED, ...rights });
  }

  /** The bot becomes a plain member again. */
  pardonBot(chat: TgChat, by: TgUser): void {
    this.#world.setBot(this.#world.chatOf(chat.id), by, { status: "member" });
  }

  removeBot(chat: TgChat, by: TgUser): void {
    const state = this.#world.chatOf(chat.id);
    if (chat.type !== "channel") this.#tellLeft(state, by, this.#world.bot);
    this.#world.setBot(state, by, { status: "kicked", until_date: 0 });
  }

  join(chat: TgChat, user: TgUser, by = user): void {
    const state = this.#world.chatOf(chat.id);
    this.setMember(chat, by, user, { status: "member" });
    this.#tellJoined(state, by, user);
  }

  leave(chat: TgChat, user: TgUser, by = user): void {
    this.setMember(chat, by, user, { status: by === user ? "left" : "kicked" });
    this.#tellLeft(this.#world.chatOf(chat.id), by, user);
  }

  /** Told to the bot only where it is an administrator and has asked for such updates. */
  setMember(chat: TgChat, by: TgUser, user: TgUser, next: TgMember): void {
    const state = this.#world.chatOf(chat.id);
    const old = state.members.get(user.id) ?? { status: "left" };
    state.members.set(user.id, next);
    if (state.bot.status !== "administrator") return;
    const [before, after] = [
      { user, ...old },
      { user, ...next },
    ];
    const date = this.#world.seconds;
    this.#world.queue.add("chat_member", {
      chat,
      from: by,
      date,
      old_chat_member: before,
      new_chat_member: after,
    });
  }

  /** The group becomes a supergroup with an id of its own; both chats get their service message. */
  upgrade(group: TgChat, by: TgUser): TgChat {
    const old = this.#world.chatOf(group.id);
    const number = 1_002_200_000_000 + this.#world.fresh();
    const chat: TgChat = { id: -number, title: group.title ?? "", type: "supergroup" };
    const next = this.#world.addChat(chat, old.bot);
    for (const [id, member] of old.members) next.members.set(id, member);
    this.#world.tell(old, this.#world.write(old, { from: by, migrate_to_chat_id: chat.id }));
    const arrival = { from: by, sender_chat: chat, migrate_from_chat_id: group.id };
    this.#world.tell(next, this.#world.write(next, arrival));
    old.upgradedTo = chat.id;
    return chat;
  }

  #tellJoined(state: ChatState, by: TgUser, user: TgUser): void {
    const fields = { new_chat_participant: user, new_chat_member: user, new_chat_members: [user] };
    this.#world.tell(state, this.#world.write(state, { from: by, ...fields }));
  }

  #tellLeft(state: ChatState, by: TgUser, user: TgUser): void {
    const fields = { left_chat_participant: user, left_chat_member: user };
    this.#world.tell(state, this.#world.write(state, { from: by, ...fields }));
  }
}
