import type { Piece } from "#src/intake/gather.ts";
import type { Conversation, Heard } from "#src/intake/inbox.ts";
import { tell } from "./change-ticket.ts";
import type { Step } from "./house.ts";

/** `edited`: when the words answered to were given; each version of a message is answered by itself. */
export type ReplyTo = {
  conversation: Conversation;
  messageId: number;
  ticketId?: number | null;
  edited?: Date | null;
  /** What a private answer asks, where a button on it must be known again. */
  about?: string;
};
/** `pressing`: said in a group even where Linli only listens. */
export type Saying = { text: string; buttons?: string[]; pressing?: boolean };

/** Answers in the chat where the person spoke. */
export async function reply(step: Step, to: ReplyTo, saying: Saying): Promise<void> {
  const { chat, person } = to.conversation;
  const draft = {
    to: { chatId: chat.id, personId: person.id },
    text: saying.text,
    buttons: saying.buttons ?? [],
    pressing: saying.pressing ?? false,
  };
  await tell(step, [draft], {
    // One message may be about two tickets, and be edited.
    key: ["reply", to.messageId, to.ticketId, to.edited?.getTime()].filter(Boolean).join("-"),
    ticketId: to.ticketId ?? null,
    messageId: to.messageId,
  });
}

/** Answers in private: in the chat spoken in, or where that is a group in the person's private chat. */
export async function replyInPrivate(step: Step, to: ReplyTo, saying: Saying): Promise<void> {
  const { chat, person } = to.conversation;
  const draft = {
    to: chat.kind === "private" ? { chatId: chat.id, personId: person.id } : { personId: person.id },
    text: saying.text,
    buttons: saying.buttons ?? [],
  };
  await tell(step, [draft], {
    key: to.about === undefined ? `private-${to.messageId}` : `${to.about}-${to.messageId}`,
    ticketId: to.ticketId ?? null,
    messageId: to.messageId,
  });
}

/** The message a piece is answered at: the first with words, else the first. */
export function firstOf(piece: Piece): Heard | undefined {
  return piece.messages.find((message) => message.text !== "") ?? piece.messages[0];
}
