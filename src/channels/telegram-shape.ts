// What the house looks at in an update of the Bot API. Everything is optional but ids: an odd field is as good as none.
import { z } from "zod";

const may = <T extends z.ZodType>(schema: T) => schema.optional().catch(undefined);

const User = z.object({
  id: z.number(),
  is_bot: may(z.boolean()),
  first_name: may(z.string()),
  last_name: may(z.string()),
});
export type User = z.infer<typeof User>;

const Chat = z.object({
  id: z.number(),
  type: z.enum(["private", "group", "supergroup", "channel"]),
  title: may(z.string()),
});
export type Chat = z.infer<typeof Chat>;

/** Offset and length count UTF-16 units, as JavaScript does. */
const Entity = z.object({ type: z.string(), offset: z.number(), length: z.number(), user: may(User) });
export type Entity = z.infer<typeof Entity>;

const Attachment = z.object({ file_id: z.string() });
const PhotoSize = Attachment.extend({ width: z.number(), height: z.number() });
const Location = z.object({ latitude: z.number(), longitude: z.number() });
const Button = z.object({ text: z.string(), callback_data: may(z.string()) });

const Message = z.object({
  message_id: z.number(),
  message_thread_id: may(z.number()),
  is_topic_message: may(z.boolean()),
  date: may(z.number()),
  edit_date: may(z.number()),
  chat: Chat,
  from: may(User),
  sender_chat: may(Chat),
  text: may(z.string()),
  caption: may(z.string()),
  entities: may(z.array(Entity)),
  caption_entities: may(z.array(Entity)),
  reply_to_message: may(z.object({ message_id: z.number() })),
  forward_origin: may(z.looseObject({})),
  is_automatic_forward: may(z.boolean()),
  photo: may(z.array(PhotoSize)),
  voice: may(Attachment),
  audio: may(Attachment),
  video: may(Attachment),
  video_note: may(Attachment),
  animation: may(Attachment),
  document: may(Attachment),
  sticker: may(Attachment),
  location: may(Location),
  venue: may(z.object({ title: z.string(), address: may(z.string()) })),
  contact: may(z.object({ first_name: may(z.string()), last_name: may(z.string()) })),
  reply_markup: may(z.object({ inline_keyboard: may(z.array(z.array(Button))) })),
  migrate_to_chat_id: may(z.number()),
  migrate_from_chat_id: may(z.number()),
  new_chat_title: may(z.string()),
  group_chat_created: may(z.boolean()),
  supergroup_chat_created: may(z.boolean()),
});
export type Message = z.infer<typeof Message>;

const CallbackQuery = z.object({
  id: z.string(),
  from: User,
  message: may(Message),
  data: may(z.string()),
});
export type CallbackQuery = z.infer<typeof CallbackQuery>;

const ChatMemberUpdated = z.object({
  chat: Chat,
  from: may(User),
  date: may(z.number()),
  new_chat_member: z.object({
    status: z.string(),
    is_member: may(z.boolean()),
    can_send_messages: may(z.boolean()),
  }),
});
export type ChatMemberUpdated = z.infer<typeof ChatMemberUpdated>;

export const Update = z.object({
  update_id: z.int(),
  message: may(Message),
  edited_message: may(Message),
  callback_query: may(CallbackQuery),
  my_chat_member: may(ChatMemberUpdated),
});
export type Update = z.infer<typeof Update>;

/** The kinds of update that are asked for: those that are read. */
export const KINDS = ["message", "edited_message", "callback_query", "my_chat_member"] as const;
