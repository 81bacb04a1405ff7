import { asPiece } from "#src/intake/gather.ts";
import type { Conversation, Heard } from "#src/intake/inbox.ts";
import { decide } from "#src/triage/decide.ts";
import { say } from "#src/dialogue/say.ts";
import { ask } from "#src/dialogue/step.ts";
import { may } from "#src/desk/permit.ts";
import type { Offered } from "#src/delivery/outbox.ts";
import { allows } from "#src/tickets/ticket.ts";
import type { Ticket } from "#src/tickets/ticket.ts";
import { DANGER_BUTTON } from "#src/words.ts";
import { takeAsked } from "./ask-merge.ts";
import { askAgain, askWhich, meantTickets, whichOf } from "./ask-which.ts";
import { forgetVoices, joinVoices } from "./card-voices.ts";
import { ASKS, verbOf } from "./button-verbs.ts";
import { UNCLEAR } from "./choose-button.ts";
import { doDeed, takesBy } from "./do-deed.ts";
import type { Outcome, Step } from "./house.ts";
import { keepTap } from "./keep-correction.ts";
import { tapOnJoin } from "./join-person.ts";
import { asDanger, asRequest, CARD_BUTTONS, messagesOf } from "./offer-card.ts";
import { tapOnDelete } from "./own-data.ts";
import { tapOnHome } from "./own-home.ts";
import { openTicket } from "./open-ticket.ts";
import { reply, replyInPrivate } from "./reply.ts";
import { tapOnDoubt } from "./settle-doubt.ts";
import { tapOnDanger } from "./tap-danger.ts";
import { undo, undoneAt, UNDO_BUTTON } from "./undo.ts";

/** A tap on a button. One that was never offered, is another's or no longer fits changes nothing. */
export async function pressButton(step: Step, conversation: Conversation, message: Heard): Promise<Outcome> {
  const { press } = message;
  if (!press) return "forget";
  if (press.outboundId === null && press.ticketCode === null) return ofWhich(step, conversation, message);
  if (press.outboundId === null)
    return act(step, conversation, { message, ticketId: null, button: press.button, round: null, at: null });
  const offered = await step.rooms.outbox.offered(press.outboundId);
  if (offered && press.button === UNCLEAR) {
    await askAgain(step, conversation, offered);
    return "keep";
  }
  if (!offered?.buttons.includes(press.button)) return "forget";
  if (offered.personId !== null && offered.personId !== conversation.person.id) return "forget";
  if (offered.key.startsWith("delete-")) {
    await tapOnDelete(step, conversation, message);
    return "keep";
  }
  const which = whichOf(offered);
  if (which !== null) return pickTicket(step, conversation, { message, which });
  const tap = { message, offered };
  for (const take of [tapOnHome, tapOnJoin, tapOnDoubt, tapOnDanger])
    if (await take(step, conversation, tap)) return "keep";
  const asked = await takeAsked(step, conversation, tap);
  if (asked) return asked;
  if (offered.ticketId === null) return card(step, conversation, tap);
  const closing = /^rate-\d+-(\d+)-/.exec(offered.key)?.[1];
  const round = closing === undefined ? null : Number(closing);
  const { ticketId, key } = offered;
  return act(step, conversation, { message, ticketId, button: press.button, round, at: undoneAt(key) });
}

/** A button chosen in words that several tickets have shown: the one that it can still be of, or the person is asked. */
async function ofWhich(step: Step, conversation: Conversation, message: Heard): Promise<Outcome> {
  const button = message.press?.button ?? "";
  const verb = verbOf(button);
  if (!verb) return "forget";
  const tickets = await meantTickets(step, conversation, { button, verb });
  const [only, ...more] = tickets;
  if (!only) return "forget";
  if (more.length === 0)
    return act(step, conversation, { message, ticketId: only.id, button, round: null, at: null });
  await askWhich(step, conversation, { message, tickets });
  return "keep";
}

/** The ticket is named now for the button that an earlier message chose. */
async function pickTicket(
  step: Step,
  conversation: Conversation,
  { message, which }: { message: Heard; which: number },
): Promise<Outcome> {
  const earlier = await step.rooms.inbox.message(which);
  const ticket = await step.rooms.tickets.lockByCode(message.press?.button ?? "");
  if (!earlier?.press || !ticket) return "forget";
  const { button } = earlier.press;
  return act(step, conversation, { message, ticketId: ticket.id, button, round: null, at: null });
}

/**
 * `round`: the closing that stars were asked for; `at`: when that was done which the button takes back; null where it
 * belongs to none.
 */
type Pressed = {
  message: Heard;
  ticketId: number | null;
  button: string;
  round: number | null;
  at: Date | null;
};

async function act(
  step: Step,
  conversation: Conversation,
  { message, ticketId, button, round, at }: Pressed,
): Promise<Outcome> {
  const { tickets } = step.rooms;
  const named = message.press?.ticketCode?.toUpperCase() ?? "";
  const ticket = ticketId === null ? await tickets.lockByCode(named) : await tickets.lock(ticketId);
  if (ticket && round !== null && round !== ticket.round) {
    const text = say(step.house.flows.texts, "old_button", {});
    await replyInPrivate(step, { conversation, messageId: message.id }, { text });
    return "keep";
  }
  const code = ticket?.code ?? named;
  if (button === UNDO_BUTTON) {
    await undo(step, conversation, { message, code, ticket, at });
    return "keep";
  }
  const asks = ASKS[button as keyof typeof ASKS];
  if (asks && ticket) return askFor(step, conversation, { message, ticket, asks });
  const deed = verbOf(button);
  if (!deed) return "forget";
  const text = deed === "rate" ? button : "";
  await doDeed(step, conversation, { deed, code, ticket, text, message });
  return "keep";
}

type Tapped = { message: Heard; offered: Offered };
type Asking = { message: Heard; ticket: Ticket; asks: (typeof ASKS)[keyof typeof ASKS] };

async function askFor(
  step: Step,
  conversation: Conversation,
  { message, ticket, asks }: Asking,
): Promise<Outcome> {
  const { texts } = step.house.flows;
  const { community } = step.house;
  const personId = conversation.person.id;
  const open = allows(ticket.state, asks.deed) && may(asks.deed, personId, ticket, community);
  if (!open && !takesBy(asks.deed, personId, { ticket, community })) {
    // The deed itself says why not, in the same words as everywhere.
    await doDeed(step, conversation, { deed: asks.deed, code: ticket.code, ticket, text: "", message });
    return "keep";
  }
  await step.rooms.inbox.await(conversation.id, ask(asks.kind, ticket.id, step.now));
  const text = say(texts, asks.text, { code: ticket.code });
  await reply(step, { conversation, messageId: message.id, ticketId: ticket.id }, { text });
  return "keep";
}

/** 立单 on a card registers what its author wrote, under the likeliest category; 不是 forgets it. */
async function card(step: Step, conversation: Conversation, { message, offered }: Tapped): Promise<Outcome> {
  const { inbox } = step.rooms;
  const { texts, rulebook } = step.house.flows;
  const ids = messagesOf(offered.key);
  const told = await inbox.written(ids);
  // Two who tap at once, or a tap while its author takes the words back: one after the other.
  const author = told && (await inbox.lock(told.conversationId));
  const written = author && (await inbox.written(ids));
  if (!written) return "forget";
  const { messages } = written;
  const piece = asPiece(messages);
  const guess = decide(piece.text, rulebook);
  const button = message.press?.button ?? "";
  if (button === CARD_BUTTONS[1]) {
    await keepTap(step, { messages, fromLabel: guess.guess, toLabel: "none", ticketId: null });
    for (const { id } of messages) await inbox.forget(id);
    await forgetVoices(step, ids[0] ?? 0);
    // In a group the card was for everyone, and needs no further words.
    if (offered.personId === null) return "forget";
    await reply(step, { conversation, messageId: message.id }, { text: say(texts, "card_dropped", {}) });
    return "keep";
  }
  const decision = button === DANGER_BUTTON ? asDanger(guess, rulebook) : asRequest(guess, rulebook);
  await openTicket(step, author.conversation, { piece, decision });
  const [first] = messages;
  const opened = first && (await inbox.reference(author.conversation.chat.id, first.externalId));
  const ticketId = opened?.ticketIds[0] ?? null;
  await keepTap(step, { messages, fromLabel: guess.label, toLabel: decision.guess, ticketId });
  if (ticketId !== null) await joinVoices(step, ids[0] ?? 0, ticketId);
  return "keep";
}
