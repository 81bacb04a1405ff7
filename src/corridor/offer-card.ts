import type { Piece } from "#src/intake/gather.ts";
import type { Conversation } from "#src/intake/inbox.ts";
import { say } from "#src/dialogue/say.ts";
import { tell } from "./change-ticket.ts";
import type { Outcome, Step } from "./house.ts";
import { firstOf, replyInPrivate } from "./reply.ts";

export const CARD_BUTTONS = ["立单", "不是"];

/**
 * A likely request in a group: one short card that anyone there may tap. Nothing is opened before somebody does. Of what
 * is sensitive only its author is asked, in private.
 */
export async function offerCard(
  step: Step,
  conversation: Conversation,
  { piece, sensitive }: { piece: Piece; sensitive: boolean },
): Promise<Outcome> {
  const message = firstOf(piece);
  if (!message) return "forget";
  const { texts } = step.house.flows;
  if (sensitive) {
    const about = { conversation, messageId: message.id };
    await replyInPrivate(step, about, { text: say(texts, "card", {}), buttons: CARD_BUTTONS });
    return "keep";
  }
  const to = { chatId: conversation.chat.id, personId: null };
  await tell(step, [{ to, text: say(texts, "card_group", {}), buttons: CARD_BUTTONS }], {
    key: `card-${message.id}`,
    ticketId: null,
    messageId: message.id,
  });
  return "keep";
}
