import { firstOf } from "./reply.ts";
import { isSameMatter } from "#src/intake/gather.ts";
import type { Piece } from "#src/intake/gather.ts";
import type { Conversation } from "#src/intake/inbox.ts";
import type { Place } from "#src/words.ts";
import { decide } from "#src/triage/decide.ts";
import type { Decision } from "#src/triage/decide.ts";
import { isThanks } from "#src/triage/signals.ts";
import { awaited } from "#src/tickets/awaited.ts";
import { contradicts, pieceOf } from "#src/tickets/duplicate.ts";
import type { Candidate } from "#src/tickets/duplicate.ts";
import { allows, isReporter } from "#src/tickets/ticket.ts";
import type { Ticket } from "#src/tickets/ticket.ts";
import { say } from "#src/dialogue/say.ts";
import { openQuestion } from "#src/dialogue/step.ts";
import { officesOf } from "#src/routing/community.ts";
import { addToTicket } from "./add-to-ticket.ts";
import { touchedBy, voicesFor } from "./card-voices.ts";
import { offerCard } from "./offer-card.ts";
import { judgePiece } from "./judge-piece.ts";
import type { Judgement } from "./judge-piece.ts";
import { openTicket } from "./open-ticket.ts";
import { placeOf } from "./place-of.ts";
import { reply } from "./reply.ts";
import { joinWith, lockAll } from "./join-ticket.ts";
import { LOOK_BACK_MS, sameTicket } from "./same-ticket.ts";
import { takeVerdict } from "./take-verdict.ts";
import type { Outcome, Step } from "./house.ts";

const MENTION = /@\S+/g;
/** Words with which a neighbour says that it concerns them as well. */
const ALSO = /我家|我们|咱|也|同样/;
/** So soon after one's own words, more words are likely to be about the same. */
const JUST_NOW_MS = 75_000;

/** A piece of talk: a new ticket, more about an old one, a card when we are addressed and unsure, or chatter. */
export async function hearRequest(step: Step, conversation: Conversation, piece: Piece): Promise<Outcome> {
  const decision = judgePiece(step, piece);
  const { chat, person } = conversation;
  const who = { personId: person.id, chatId: chat.id };
  await step.rooms.inbox.holdChat(chat.id);
  const candidates = await step.rooms.tickets.candidates(
    chat.id,
    person.id,
    new Date(step.now.getTime() - LOOK_BACK_MS),
  );
  const { own: referred, others } = await referredTicket(step, conversation, piece);
  const asked = awaitedOf(conversation, candidates, step.now);
  const verdict = await takeVerdict(step, conversation, { piece, decision, referred });
  if (verdict) return verdict;
  // The gate has already found an answer to a neighbour's matter to be banter.
  const banter = others !== null && piece.messages.every((message) => message.gate === "fragment");
  if (!decision.request || banter) {
    const target = referred ?? asked ?? pieceOf(who, candidates, step.now);
    return hearRest(step, conversation, { piece, target });
  }
  return hearAsked(step, conversation, { piece, decision, candidates, referred, others, waiting: asked });
}

type Asked = {
  piece: Piece;
  decision: Judgement;
  candidates: Candidate[];
  /** The person's own ticket, and others', that the piece answers to. */
  referred: Ticket | null;
  others: Ticket | null;
  /** The person's ticket that waits for what they say. */
  waiting: Ticket | null;
};

/** A request: more about a ticket, a neighbour's ticket joined, a card, or a new ticket. */
async function hearAsked(step: Step, conversation: Conversation, asked: Asked): Promise<Outcome> {
  const { piece, decision, candidates, referred, others } = asked;
  const { chat, person } = conversation;
  const { place } = placeOf(step, conversation, { decision, text: piece.text });
  const { label: category, matter, sensitive } = decision;
  const asking = { category, matter, private: sensitive, place, text: piece.text };
  const neighbours = piece.beside ? null : others;
  const answered =
    answeredBy(piece, decision, { asked: asked.waiting, others: neighbours, place })?.id ?? null;
  const who = { personId: person.id, chatId: chat.id };
  const same =
    (await sameTicket(step, conversation, { asking, candidates: known(candidates, referred) })) ??
    answered ??
    (piece.beside ? null : goesOn(step, { piece, decision, candidates, who, referred }));
  if (same === null && !isSure(conversation, { piece, decision })) {
    if (sensitive) return offerCard(step, conversation, { piece, asked: "private" });
    const voices = await voicesFor(step, conversation, { piece, asking });
    const besides = { messageIds: voices.messageIds, households: touchedBy(person, voices) };
    return offerCard(step, conversation, { piece, asked: "group", besides });
  }
  if (same === null) return openTicket(step, conversation, { piece, decision });
  const ticket = await step.rooms.tickets.lock(same);
  if (!ticket || !allows(ticket.state, "add")) return openTicket(step, conversation, { piece, decision });
  if (isReporter(ticket, person.id)) {
    return addToTicket(step, conversation, { piece, ticket });
  }
  return joinWith(step, conversation, { ticket, messages: piece.messages, decision });
}

/** Whether a ticket may be opened unasked: it is certain, clear beside another matter, or said to us. */
function isSure(
  conversation: Conversation,
  { piece, decision }: { piece: Piece; decision: Decision },
): boolean {
  const toUs =
    conversation.chat.kind === "private" || piece.messages.some(({ gate }) => gate === "addressed");
  return decision.grade === "certain" || piece.beside !== undefined || toUs;
}

/** In private: the ticket that waits for what they say, or of which we have just asked what is missing. */
function awaitedOf(
  { chat, person, awaiting }: Conversation,
  candidates: Candidate[],
  now: Date,
): Ticket | null {
  if (chat.kind !== "private") return null;
  const question = openQuestion(awaiting, now);
  const ofQuestion = ({ ticket }: Candidate) => question?.kind === "more" && ticket.id === question.ticketId;
  return awaited(person.id, candidates) ?? candidates.find(ofQuestion)?.ticket ?? null;
}

type Answerable = { asked: Ticket | null; others: Ticket | null; place: Place | null };

/** What a request of the same category goes on with: the ticket that waits for it, or a neighbour's that it answers. */
function answeredBy(piece: Piece, { label }: Decision, { asked, others, place }: Answerable): Ticket | null {
  if (asked?.category === label) return asked;
  const also = others?.category === label && ALSO.test(piece.text) && !contradicts(others.place, place);
  return also ? others : null;
}

function known(candidates: Candidate[], referred: Ticket | null): Candidate[] {
  const listed = referred && !candidates.some(({ ticket }) => ticket.id === referred.id);
  return listed ? [{ ticket: referred, lastAt: referred.createdAt }, ...candidates] : candidates;
}

type Who = { personId: number; chatId: number };
type Going = {
  piece: Piece;
  decision: Decision;
  candidates: Candidate[];
  who: Who;
  referred: Ticket | null;
};

/**
 * One's own ticket (its id) that this goes on with, although it sounds like another matter: answering to it or said just
 * after it, and not begun anew; or, within minutes, an incident of the same category that has grown into an emergency.
 */
function goesOn(step: Step, { piece, decision, candidates, who, referred }: Going): number | null {
  const at = piece.messages[0]?.at ?? step.now;
  if (decision.emergency) {
    const recent = pieceOf(who, candidates, step.now);
    if (recent?.category === decision.label) return recent.id;
    // Words that only sound like a danger, said in the same breath, are about what was just reported.
    return decision.via === "model" ? (pieceOf(who, candidates, at, JUST_NOW_MS)?.id ?? null) : null;
  }
  const ticket = referred ?? pieceOf(who, candidates, at, JUST_NOW_MS);
  const first = ticket && {
    label: ticket.category,
    matter: ticket.matter,
    building: ticket.place?.building ?? null,
  };
  const { label, matter, confidence } = decision;
  const named = piece.messages.some((message) => {
    const alone = decide(message.text, step.house.flows.rulebook);
    return alone.request && Boolean(alone.place?.building);
  });
  const building = decision.place?.building ?? null;
  const next = { text: piece.text, label, matter, confidence, building, named };
  return first && ticket.state === "routed" && isSameMatter(first, next) ? ticket.id : null;
}

/**
 * The ticket of the message answered to: `own` where the person is among its reporters, a private one before a public
 * one; else `others`, the newest public one.
 */
async function referredTicket(step: Step, conversation: Conversation, piece: Piece) {
  const replyTo = piece.messages.find((message) => message.replyTo !== null)?.replyTo;
  const reference = replyTo ? await step.rooms.inbox.reference(conversation.chat.id, replyTo) : null;
  const tickets = await lockAll(step, reference?.ticketIds ?? []);
  const isOwn = (ticket: Ticket) => isReporter(ticket, conversation.person.id);
  const [own = null] = tickets.filter(isOwn).toSorted((a, b) => Number(b.private) - Number(a.private));
  const others = tickets.find((ticket) => !isOwn(ticket) && !ticket.private) ?? null;
  return { own, others: own ? null : others };
}

/** No request by itself: more about the ticket that it can belong to, else unheard. */
async function hearRest(
  step: Step,
  conversation: Conversation,
  { piece, target }: { piece: Piece; target: Ticket | null },
): Promise<Outcome> {
  if (piece.messages.every((message) => message.gate === "maybe")) return "forget";
  if (!target || isThanks(piece.text, step.house.flows.rulebook)) return unheard(step, conversation, piece);
  const ticket = await step.rooms.tickets.lock(target.id);
  if (!ticket || !allows(ticket.state, "add")) return unheard(step, conversation, piece);
  return addToTicket(step, conversation, { piece, ticket });
}

/** Not a request: silence in a group; in private, or when named, an offer to register it all the same. */
async function unheard(step: Step, conversation: Conversation, piece: Piece): Promise<Outcome> {
  const { texts, rulebook } = step.house.flows;
  const addressed = piece.messages.some((message) => message.gate === "addressed");
  const message = firstOf(piece);
  // A member's picture may be about the closing that they write next.
  const works = officesOf(step.house.community, conversation.person.id).length > 0;
  if (works && conversation.chat.kind === "private" && piece.text === "" && piece.images > 0) return "keep";
  if (!addressed || !message) return "forget";
  const about = { conversation, messageId: message.id };
  if (isThanks(piece.text, rulebook)) {
    if (conversation.chat.kind === "private") await reply(step, about, { text: say(texts, "thanks", {}) });
    return "forget";
  }
  if (piece.text.replace(MENTION, "").trim().length < 5) {
    await reply(step, about, { text: say(texts, "hello", {}) });
    return "forget";
  }
  return offerCard(step, conversation, { piece, asked: "author" });
}
