// Neighbours who say that what a card asks about is theirs too: they are counted on it, and join its ticket.
import { asPiece } from "#src/intake/gather.ts";
import type { Piece } from "#src/intake/gather.ts";
import type { Conversation, Heard, Reference } from "#src/intake/inbox.ts";
import type { Speaker } from "#src/intake/talk.ts";
import { decide } from "#src/triage/decide.ts";
import { joinReach } from "#src/triage/signals.ts";
import { saidOf } from "#src/dialogue/reach.ts";
import { isStillAbout, sameMatter } from "#src/tickets/duplicate.ts";
import type { Line } from "#src/tickets/duplicate.ts";
import { homeOf, households } from "#src/tickets/household.ts";
import { allows } from "#src/tickets/ticket.ts";
import type { Outcome, Step } from "./house.ts";
import { joinWith } from "./join-ticket.ts";
import { CARD_BUTTONS, messagesOf } from "./offer-card.ts";
import { requestOf } from "./same-ticket.ts";
import type { Asking } from "./same-ticket.ts";

const JUST_NOW_MS = 3 * 60_000;
/** So many lines before a "+1" are looked at. */
export const LINES = 12;
/** For so long a card that nobody has tapped speaks for what is said again. */
const OPEN_MS = 2 * 3_600_000;

type Card = { messageIds: number[]; at: Date };

/** The cards for everyone in the chat, the newest first. */
async function cardsOf({ rooms, now }: Step, chatId: number): Promise<Card[]> {
  const since = new Date(now.getTime() - OPEN_MS);
  const offered = await rooms.outbox.offeredTo(chatId, CARD_BUTTONS[0] ?? "", since);
  return offered
    .map(({ key, at }) => ({ messageIds: messagesOf(key), at }))
    .filter(({ messageIds }) => messageIds.length > 0);
}

/** "+1" to a card, or to the words it asks about, before anybody has tapped it. */
export async function joinCard(
  step: Step,
  conversation: Conversation,
  { message, reference }: { message: Heard; reference: Reference | null },
): Promise<Outcome> {
  const { rooms, now } = step;
  const cards = await cardsOf(step, conversation.chat.id);
  const named = cards.find(({ messageIds }) => messageIds.includes(reference?.messageId ?? 0));
  const latest = cards.find(({ at }) => now.getTime() - at.getTime() <= JUST_NOW_MS);
  const spoken =
    latest && (await isSpokenOf(step, conversation, { card: latest, message })) ? latest : undefined;
  const meant = message.replyTo ? named : spoken;
  const written = meant && (await rooms.inbox.written(meant.messageIds));
  if (!written || written.conversationId === conversation.id) return "forget";
  await rooms.inbox.addVoices(meant.messageIds[0] ?? 0, [message.id]);
  return "keep";
}

async function isSpokenOf(
  { rooms }: Step,
  { id: not, chat }: Conversation,
  { card, message }: { card: Card; message: Heard },
): Promise<boolean> {
  const said = await rooms.inbox.lines(chat.id, { before: message.id, not }, LINES);
  const lines = said.map(({ messageId, gate }): Line => {
    if (card.messageIds.includes(messageId)) return "about";
    return gate === "join" ? "along" : "else";
  });
  return isStillAbout(lines, joinReach(message.text));
}

/** What is said already by others when a card is offered. */
export type Voices = { messageIds: number[]; people: Speaker[] };

/**
 * Who else speaks of what a card is to ask about: those whose "+1" to it waits for its turn, and those of an open card
 * that asks about the same.
 */
export async function voicesFor(
  step: Step,
  conversation: Conversation,
  { piece, asking }: { piece: Piece; asking: Asking },
): Promise<Voices> {
  const { inbox } = step.rooms;
  const { chat, person } = conversation;
  const after = piece.messages[0]?.id ?? 0;
  const names = new Set(piece.messages.map(({ externalId }) => externalId));
  const waiting = (await inbox.joiners(chat.id, { after, not: conversation.id })).filter(
    ({ replyTo }) => replyTo === null || names.has(replyTo),
  );
  const earlier = await voicesOfSame(step, { chatId: chat.id, asking });
  const people = [...earlier.people, ...waiting.map((joiner) => joiner.person)];
  return { messageIds: earlier.messageIds, people: people.filter(({ id }) => id !== person.id) };
}

async function voicesOfSame(
  step: Step,
  { chatId, asking }: { chatId: number; asking: Asking },
): Promise<Voices> {
  const { house, rooms, now } = step;
  const request = requestOf(house, asking, now);
  for (const card of await cardsOf(step, chatId)) {
    const written = await rooms.inbox.written(card.messageIds);
    const author = written && (await rooms.inbox.lock(written.conversationId));
    if (!author) continue;
    const { text } = asPiece(written.messages);
    const { guess, matter, place } = decide(text, house.flows.rulebook);
    if (guess !== asking.category || matter !== asking.matter) continue;
    const said = saidOf(text, asking, house.flows);
    if (!sameMatter(request, [{ id: 0, place, said, lastAt: card.at }])) continue;
    const voices = await rooms.inbox.voices(card.messageIds[0] ?? 0);
    return {
      messageIds: [...card.messageIds, ...voices.map(({ messageId }) => messageId)],
      people: [author.conversation.person, ...voices.map((voice) => voice.person)],
    };
  }
  return { messageIds: [], people: [] };
}

/** How many households a card speaks for. */
export function touchedBy(author: Speaker, { people }: Voices): number {
  return households([author, ...people].map((person) => ({ personId: person.id, home: homeOf(person) })));
}

/** Who spoke for a card's matter joins the ticket that came of it. */
export async function joinVoices(step: Step, cardMessageId: number, ticketId: number): Promise<void> {
  const { inbox, tickets } = step.rooms;
  const voices = await inbox.voices(cardMessageId);
  for (const conversationId of new Set(voices.map((voice) => voice.conversationId))) {
    const ids = voices.filter((voice) => voice.conversationId === conversationId);
    const told = await inbox.written(ids.map(({ messageId }) => messageId));
    const speaker = told && (await inbox.lock(conversationId));
    const ticket = speaker && (await tickets.lock(ticketId));
    if (!ticket || !allows(ticket.state, "join")) continue;
    await joinWith(step, speaker.conversation, { ticket, messages: told.messages });
  }
}

/** 不是: what was said for the card is forgotten with it. */
export async function forgetVoices({ rooms }: Step, cardMessageId: number): Promise<void> {
  for (const { messageId } of await rooms.inbox.voices(cardMessageId)) await rooms.inbox.forget(messageId);
}
