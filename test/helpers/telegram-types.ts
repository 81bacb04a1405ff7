// What the fake Telegram's parts hand each other. Only the fields that some part reads are spelled out.
export type Json = Record<string, unknown>;

export type TgUser = {
  id: number;
  is_bot: boolean;
  first_name: string;
  last_name?: string;
  username?: string;
  language_code?: string;
};

export type TgChat = {
  id: number;
  type: "private" | "group" | "supergroup" | "channel";
  title?: string;
  first_name?: string;
  last_name?: string;
  username?: string;
  is_forum?: true;
};

export type TgEntity = { type: string; offset: number; length: number; url?: string; user?: TgUser };

export type TgButton = { text: string; callback_data?: string; url?: string };

export type TgFile = { file_id: string; file_unique_id: string; file_size: number };

export type TgMessage = {
  message_id: number;
  date: number;
  chat: TgChat;
  from?: TgUser;
  sender_chat?: TgChat;
  message_thread_id?: number;
  reply_to_message?: TgMessage;
  edit_date?: number;
  media_group_id?: string;
  text?: string;
  entities?: TgEntity[];
  caption?: string;
  caption_entities?: TgEntity[];
  photo?: TgFile[];
  voice?: TgFile;
  document?: TgFile;
  reply_markup?: { inline_keyboard: TgButton[][] };
  [field: string]: unknown;
};

export type TgUpdate = { update_id: number; [kind: string]: unknown };

type Status = "creator" | "administrator" | "member" | "restricted" | "left" | "kicked";
export type TgMember = { status: Status; [right: string]: unknown };

/** Everything the fake knows of a chat; `bot` is what the bot is there. */
export type ChatState = {
  chat: TgChat;
  bot: TgMember;
  members: Map<number, TgMember>;
  messages: Map<number, TgMessage>;
  /** By thread id, which is the id of the message that opened the topic. */
  topics: Map<number, { name: string; closed: boolean }>;
  /** The ids of what the bot has said here. */
  ours: Set<number>;
  /** The bot's, by message id. */
  reactions: Map<number, string>;
  lastId: number;
  upgradedTo?: number;
};

/** One request of the bot: its parameters as they came and its uploads by part name. */
export type TgCall = {
  method: string;
  params: Json;
  uploads: Map<string, { filename: string; bytes: Buffer }>;
  at: number;
};

/** An answer that is no success, as Telegram words it. */
export class Refusal extends Error {
  readonly code: number;
  readonly parameters: Json | undefined;
  constructor(code: number, description: string, parameters?: Json) {
    super(description);
    this.code = code;
    this.parameters = parameters;
  }
}

export const bad = (why: string): Refusal => new Refusal(400, `Bad Request: ${why}`);
export const forbidden = (why: string): Refusal => new Refusal(403, `Forbidden: ${why}`);
export const tooMany = (seconds: number): Refusal =>
  new Refusal(429, `Too Many Requests: retry after ${seconds}`, { retry_after: seconds });
