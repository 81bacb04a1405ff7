import type { Conversation, Heard } from "#src/intake/inbox.ts";
import type { Given } from "#src/dialogue/step.ts";
import type { Image } from "#src/message.ts";
import type { Ticket } from "#src/tickets/ticket.ts";
import type { Step } from "./house.ts";
import { replyInPrivate } from "./reply.ts";

/** A deed that is allowed: who does what to which ticket, with which words and pictures. */
export type Done = {
  step: Step;
  conversation: Conversation;
  ticket: Ticket;
  text: string;
  images: Image[];
  message: Heard;
  /** The messages that hold the words and pictures, where there are more than one. */
  said?: Heard[] | undefined;
  /** What was said of this closing before, where this is the rest of it. */
  given?: Given | undefined;
};

/** Answers the deed in the doer's private chat. */
export function answer(done: Done, text: string, buttons: string[] = []): Promise<void> {
  const { step, conversation, ticket, message } = done;
  const to = { conversation, messageId: message.id, ticketId: ticket.id };
  return replyInPrivate(step, to, { text, buttons });
}
