import type { Piece } from "#src/intake/gather.ts";
import type { Conversation } from "#src/intake/inbox.ts";
import { say } from "#src/dialogue/say.ts";
import { tell } from "./change-ticket.ts";
import type { Outcome, Step } from "./house.ts";
import { firstOf } from "./reply.ts";

export const CARD_BUTTONS = ["立单", "不是"];

/** A likely request in a group: one short card that anyone there may tap. Nothing is opened before somebody does. */
export async function offerCard(step: Step, conversation: Conversation, piece: Piece): Promise<Outcome> {
  const message = firstOf(piece);
  if (!message) return "forget";
  const to = { chatId: conversation.chat.id, personId: null };
  const text = say(step.house.flows.texts, "card_group", {});
  await tell(step, [{ to, text, buttons: CARD_BUTTONS }], {
    key: `card-${message.id}`,
    ticketId: null,
    messageId: message.id,
  });
  return "keep";
}
