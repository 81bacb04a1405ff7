// Who there is in the fake Telegram, which chats, what was said in them, and which of it the bot gets to know.
import type { FileStore } from "./telegram-files.ts";
import type { UpdateQueue } from "./telegram-queue.ts";
import type { ChatState, TgChat, TgMember, TgMessage, TgUser } from "./telegram-types.ts";
import { commandFor, mentions } from "./telegram-found.ts";

type Parts = { bot: TgUser; readsAll: boolean; now: () => number; queue: UpdateQueue; files: FileStore };
type Query = { at: number; answer?: { text: string; alert: boolean } };

export class World {
  readonly bot: TgUser;
  readonly queue: UpdateQueue;
  readonly files: FileStore;
  /** Milliseconds, as Date.now. */
  readonly now: () => number;
  readonly users = new Map<number, TgUser>();
  readonly chats = new Map<number, ChatState>();
  readonly queries = new Map<string, Query>();
  readonly commands = new Map<string, { command: string; description: string }[]>();
  readonly #readsAll: boolean;
  #ids = 0;

  constructor(parts: Parts) {
    this.bot = parts.bot;
    this.queue = parts.queue;
    this.files = parts.files;
    this.now = parts.now;
    this.#readsAll = parts.readsAll;
    this.users.set(parts.bot.id, parts.bot);
  }

  /** A number nobody has had; chats and people start far apart, people beyond 32 bits. */
  fresh(): number {
    return (this.#ids += 1);
  }

  get seconds(): number {
    return Math.floor(this.now() / 1000);
  }

  addChat(chat: TgChat, bot: TgMember): ChatState {
    const state: ChatState = {
      chat,
      bot,
      members: new Map(),
      messages: new Map(),
      topics: new Map(),
      ours: new Set(),
      reactions: new Map(),
      lastId: 0,
    };
    this.chats.set(chat.id, state);
    return state;
  }

  chatOf(id: number): ChatState {
    const state = this.chats.get(id);
    if (state === undefined) throw new Error(`expected a chat ${id}`);
    return state;
  }

  /** The private chat with that person, who counts as not having started the bot until they do. */
  privateChat(user: TgUser): ChatState {
    const { id, first_name, last_name, username } = user;
    const names = { first_name, ...(last_name && { last_name }), ...(username && { username }) };
    return this.chats.get(id) ?? this.addChat({ id, ...names, type: "private" }, { status: "left" });
  }

  /** Writes a message into a chat, with the next id there. */
  write(state: ChatState, fields: Partial<TgMessage>): TgMessage {
    state.lastId += 1;
    const message: TgMessage = {
      message_id: state.lastId,
      date: this.seconds,
      chat: state.chat,
      ...this.#topicOf(state, fields.message_thread_id),
      ...fields,
    };
    state.messages.set(message.message_id, message);
    return message;
  }

  /** Real clients say every message of a topic as a reply to the one that opened it. */
  #topicOf(state: ChatState, thread: number | undefined): Partial<TgMessage> {
    if (thread === undefined || !state.topics.has(thread)) return {};
    const opening = state.messages.get(thread);
    return { is_topic_message: true, ...(opening && { reply_to_message: opening }) };
  }

  /** Tells the bot of a message of somebody, if the bot is there and may read it. */
  tell(state: ChatState, message: TgMessage, isEdit = false): void {
    if (!this.isThere(state) || !this.#mayRead(state, message)) return;
    const kind = state.chat.type === "channel" ? "channel_post" : "message";
    this.queue.add(isEdit ? `edited_${kind}` : kind, message);
  }

  isThere(state: ChatState): boolean {
    const { status, is_member: isMember } = state.bot;
    return status === "restricted"
      ? isMember !== false
      : ["creator", "administrator", "member"].includes(status);
  }

  /** Privacy mode: in groups only what is meant for the bot, unless it is an administrator. Never another bot. */
  #mayRead(state: ChatState, message: TgMessage): boolean {
    if (message.from?.is_bot === true && message.sender_chat === undefined) return isService(message);
    const isGroup = state.chat.type === "group" || state.chat.type === "supergroup";
    if (!isGroup || this.#readsAll || state.bot.status === "administrator") return true;
    const name = this.bot.username ?? "";
    const answersUs = message.reply_to_message?.from?.id === this.bot.id;
    return isService(message) || answersUs || commandFor(message, name) || mentions(message, name);
  }

  /** Changes what the bot is in a chat and tells it so. */
  setBot(state: ChatState, by: TgUser, next: TgMember): void {
    const old = state.bot;
    state.bot = next;
    this.queue.add("my_chat_member", {
      chat: state.chat,
      from: by,
      date: this.seconds,
      old_chat_member: { user: this.bot, ...old },
      new_chat_member: { user: this.bot, ...next },
    });
  }
}

const SERVICE = ["new_chat_members", "left_chat_member", "migrate_to_chat_id", "migrate_from_chat_id"];
const isService = (message: TgMessage): boolean =>
  SERVICE.some((field) => field in message) ||
  Object.keys(message).some((field) => field.startsWith("forum_topic_"));
