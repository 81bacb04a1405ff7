// One update of every kind there is in Bot API 10.3, most of which a bot in group chats never asked for.
import { UPDATE_KINDS } from "./telegram-queue.ts";
import type { Json, TgChat, TgUser } from "./telegram-types.ts";

type Scene = { user: TgUser; bot: TgUser; group: TgChat; date: number };

/** Without update ids, in the order of the documentation; hand them to `raw`. */
export function samples({ user, bot, group, date }: Scene): Json[] {
  const chat = { id: user.id, first_name: user.first_name, type: "private" };
  const channel = { id: -1_002_999_000_001, title: "社区公告", type: "channel" };
  const message = { message_id: 900_001, from: user, chat: group, date, text: "随便说说" };
  const own = { ...message, chat, business_connection_id: "BC-1" };
  const post = { message_id: 900_002, sender_chat: channel, chat: channel, date, text: "停水通知" };
  const edited = { edit_date: date + 5 };
  const member = (status: string) => ({ user, status });
  const botIs = (status: string) => ({ user: bot, status });
  const thumb = [{ type: "emoji", emoji: "👍" }];
  const source = { source: "premium", user };
  const boost = { boost_id: "B-1", add_date: date, expiration_date: date + 86_400, source };
  const address = { country_code: "CN", state: "", city: "上海", post_code: "200000" };
  const option = { persistent_id: "1", text: "同意", voter_count: 2 };
  const bodies: Record<string, Json> = {
    message,
    edited_message: { ...message, ...edited },
    channel_post: post,
    edited_channel_post: { ...post, ...edited },
    business_connection: {
      id: "BC-1",
      user,
      user_chat_id: user.id,
      date,
      rights: { can_reply: true },
      is_enabled: true,
    },
    business_message: own,
    edited_business_message: { ...own, ...edited },
    deleted_business_messages: { business_connection_id: "BC-1", chat, message_ids: [900_001] },
    guest_message: { ...message, guest_query_id: "GQ-1" },
    message_reaction: { chat: group, message_id: 900_001, user, date, old_reaction: [], new_reaction: thumb },
    message_reaction_count: {
      chat: group,
      message_id: 900_001,
      date,
      reactions: [{ type: thumb[0], total_count: 3 }],
    },
    inline_query: { id: "IQ-1", from: user, query: "报修", offset: "", chat_type: "supergroup" },
    chosen_inline_result: { result_id: "R-1", from: user, query: "报修" },
    callback_query: { id: "CQ-1", from: user, message, chat_instance: "-42", data: "x" },
    shipping_query: {
      id: "SQ-1",
      from: user,
      invoice_payload: "p",
      shipping_address: { ...address, street_line1: "1", street_line2: "" },
    },
    pre_checkout_query: { id: "PQ-1", from: user, currency: "XTR", total_amount: 1, invoice_payload: "p" },
    purchased_paid_media: { from: user, paid_media_payload: "p" },
    poll: {
      id: "P-1",
      question: "装电梯吗",
      options: [option],
      total_voter_count: 2,
      is_closed: true,
      is_anonymous: false,
      type: "regular",
      allows_multiple_answers: false,
      allows_revoting: true,
      members_only: false,
    },
    poll_answer: { poll_id: "P-1", user, option_ids: [0], option_persistent_ids: ["1"] },
    my_chat_member: change(botIs("left"), botIs("member")),
    chat_member: change(member("left"), member("member")),
    chat_join_request: { chat: group, from: user, user_chat_id: user.id, date },
    chat_boost: { chat: group, boost },
    removed_chat_boost: { chat: group, boost_id: "B-1", remove_date: date, source },
    managed_bot: { user, bot: { ...bot, id: bot.id + 1 } },
    subscription: { user, invoice_payload: "p", state: "canceled" },
    stopped_message_generation: { chat, draft_id: 1 },
  };
  return UPDATE_KINDS.map((kind) => ({ [kind]: bodies[kind] }));

  function change(before: Json, after: Json): Json {
    return { chat: group, from: user, date, old_chat_member: before, new_chat_member: after };
  }
}
