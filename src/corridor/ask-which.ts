import { numbered } from "#src/channels/numbered.ts";
import type { Conversation, Heard } from "#src/intake/inbox.ts";
import { say } from "#src/dialogue/say.ts";
import { allows } from "#src/tickets/ticket.ts";
import type { Ticket, Verb } from "#src/tickets/ticket.ts";
import type { Offered } from "#src/delivery/outbox.ts";
import { tell } from "./change-ticket.ts";
import { isPressed, SHOWN_FOR_MS } from "./choose-button.ts";
import type { Step } from "./house.ts";
import { replyInPrivate } from "./reply.ts";

const MOST_TICKETS = 9;

/** Says once of a message which answers it takes. */
export async function askAgain(step: Step, conversation: Conversation, offered: Offered): Promise<void> {
  const text = say(step.house.flows.texts, "choose_again", { choices: numbered(offered.buttons) });
  const to = { chatId: conversation.chat.id, personId: conversation.person.id };
  const about = { key: `unclear-${offered.id}`, ticketId: offered.ticketId, messageId: offered.messageId };
  await tell(step, [{ to, text, buttons: [] }], about);
}

const WHICH = "which";

/** The tickets whose shown buttons this one may be, where their state still allows what it does. */
export async function meantTickets(
  step: Step,
  { chat, person, id }: Conversation,
  { button, verb }: { button: string; verb: Verb },
): Promise<Ticket[]> {
  const { inbox, outbox, tickets } = step.rooms;
  const since = new Date(step.now.getTime() - SHOWN_FOR_MS);
  const pressed = await inbox.pressed(id, since);
  const shown = await outbox.shown({ chatId: chat.id, personId: person.id }, since);
  const open = shown.filter(
    ({ id: outboundId, buttons }) => buttons.includes(button) && !isPressed(pressed, outboundId, button),
  );
  const found: Ticket[] = [];
  for (const ticketId of new Set(open.flatMap((one) => one.ticketId ?? []))) {
    const ticket = await tickets.lock(ticketId);
    if (ticket && allows(ticket.state, verb)) found.push(ticket);
  }
  return found.slice(0, MOST_TICKETS);
}

/** Asks of which ticket a button was meant; the answer is one of the codes. */
export async function askWhich(
  step: Step,
  conversation: Conversation,
  { message, tickets }: { message: Heard; tickets: Ticket[] },
): Promise<void> {
  const list = tickets.map(({ code, matter }) => `${code} ${matter}`).join("、");
  const button = message.press?.button ?? "";
  const text = say(step.house.flows.texts, "which_ticket", { button, list });
  const buttons = tickets.map(({ code }) => code);
  await replyInPrivate(step, { conversation, messageId: message.id, about: WHICH }, { text, buttons });
}

/** The message whose button `offered` asks the ticket of; null when it asks nothing of the kind. */
export function whichOf(offered: Offered): number | null {
  return offered.key.startsWith(`${WHICH}-`) ? offered.messageId : null;
}
