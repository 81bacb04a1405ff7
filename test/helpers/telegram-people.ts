// Who there is and where: people, groups, channels and topics.
import { ADMINISTRATOR, Membership } from "./telegram-membership.ts";
import type { TgChat, TgMember, TgUser } from "./telegram-types.ts";
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

/** The acts as plain functions, for the server to hand on to the tests. */
export function peopleOf(world: World) {
  const people = new People(world);
  const membership = new Membership(world);
  return {
    user: people.user.bind(people),
    /** A supergroup with the bot in it unless said otherwise; also makes groups and channels. */
    group: people.group.bind(people),
    /** Opens a topic; returns its thread id. */
    topic: people.topic.bind(people),
    closeTopic: people.closeTopic.bind(people),
    startPrivate: membership.startPrivate.bind(membership),
    block: membership.block.bind(membership),
    unblock: membership.unblock.bind(membership),
    addBot: membership.addBot.bind(membership),
    promoteBot: membership.promoteBot.bind(membership),
    restrictBot: membership.restrictBot.bind(membership),
    pardonBot: membership.pardonBot.bind(membership),
    removeBot: membership.removeBot.bind(membership),
    join: membership.join.bind(membership),
    leave: membership.leave.bind(membership),
    setMember: membership.setMember.bind(membership),
    upgrade: membership.upgrade.bind(membership),
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
}
