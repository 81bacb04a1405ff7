// Who there is and where: people, groups, topics, and who is let in, thrown out or made an administrator.
import { say } from "./telegram-say.ts";
import type { ChatState, TgChat, TgMember, TgMessage, TgUser } from "./telegram-types.ts";
import type { World } from "./telegram-world.ts";

type Person = { name?: string; username?: string; language?: string; id?: number; isBot?: boolean };
type Group = {
  title?: string;
  type?: "group" | "supergroup" | "channel";
  forum?: boolean;
  username?: string;
  members?: TgUser[];
  /** What the bot is there from the start, without any update of it; a member unless said otherwise. */
  bot?: TgMember["status"];
};

/** What an administrator may, of what matters here. */
const ADMINISTRATOR: TgMember = {
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

/** The acts as plain functions, for the server to hand on to the tests. */
export function peopleOf(world: World) {
  const people = new People(world);
  return {
    user: people.user.bind(people),
    /** A supergroup with the bot in it unless said otherwise; also makes groups and channels. */
    group: people.group.bind(people),
    /** Opens a topic; returns its thread id. */
    topic: people.topic.bind(people),
    closeTopic: people.closeTopic.bind(people),
    startPrivate: people.startPrivate.bind(people),
    block: people.block.bind(people),
    unblock: people.unblock.bind(people),
    addBot: people.addBot.bind(people),
    promoteBot: people.promoteBot.bind(people),
    restrictBot: people.restrictBot.bind(people),
    pardonBot: people.pardonBot.bind(people),
    removeBot: people.removeBot.bind(people),
    join: people.join.bind(people),
    leave: people.leave.bind(people),
    setMember: people.setMember.bind(people),
    upgrade: people.upgrade.bind(people),
  };
}

class People {
  readonly #world: World;
  constructor(world: World) {
    this.#world = world;
  }

  user({ name = "邻居", username, language = "zh-hans", id, isBot = false }: Person = {}): TgUser {
    const user: TgUser = {
      id: id ?? 5_230_000_000 + this.#world.fresh(),
      is_bot: isBot,
      first_name: name,
      ...(username !== undefined && { username }),
      language_code: language,
    };
    this.#world.users.set(user.id, user);
    return user;
  }

  /** Supergroups and channels have ids beyond 32 bits, plain groups small ones. */
  group({ title = "邻里花园", type = "supergroup", forum = false, ...more }: Group = {}): TgChat {
    const { username, members = [], bot = "member" } = more;
    const number = this.#world.fresh();
    const chat: TgChat = {
      id: type === "group" ? -(4_100_000 + number) : -(1_002_100_000_000 + number),
      title,
      type,
      ...(username !== undefined && { username }),
      ...(forum && { is_forum: true as const }),
    };
    const state = this.#world.addChat(chat, bot === "administrator" ? { ...ADMINISTRATOR } : { status: bot });
    for (const { id } of members) state.members.set(id, { status: "member" });
    return chat;
  }

  topic(chat: TgChat, by: TgUser, name: string): number {
    const state = this.#world.chatOf(chat.id);
    const thread = state.lastId + 1;
    const made = { name, icon_color: 7_322_096 };
    const message = this.#world.write(state, {
      from: by,
      message_thread_id: thread,
      is_topic_message: true,
      forum_topic_created: made,
    });
    state.topics.set(thread, { name, closed: false });
    this.#world.tell(state, message);
    return thread;
  }

  closeTopic(chat: TgChat, by: TgUser, thread: number): void {
    const state = this.#world.chatOf(chat.id);
    const topic = state.topics.get(thread);
    if (topic === undefined) throw new Error(`expected a topic ${thread}`);
    topic.closed = true;
    const fields = { from: by, message_thread_id: thread, forum_topic_closed: {} };
    this.#world.tell(state, this.#world.write(state, fields));
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
    const chat = this.group({ title: group.title ?? "", type: "supergroup" });
    const next = this.#world.chatOf(chat.id);
    for (const [id, member] of old.members) next.members.set(id, member);
    next.bot = old.bot;
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
