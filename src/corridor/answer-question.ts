import type { Piece } from "#src/intake/gather.ts";
import type { Conversation } from "#src/intake/inbox.ts";
import { completes } from "#src/dialogue/closing.ts";
import { placeName, say } from "#src/dialogue/say.ts";
import { step as takeStep } from "#src/dialogue/step.ts";
import type { Answer, Awaiting } from "#src/dialogue/step.ts";
import type { Decision } from "#src/triage/decide.ts";
import { isStill, readVerdict } from "#src/dialogue/verdict.ts";
import { isThanks } from "#src/triage/signals.ts";
import { buildingOf } from "#src/routing/community.ts";
import type { Place } from "#src/words.ts";
import { allows, firstReporter } from "#src/tickets/ticket.ts";
import type { Ticket } from "#src/tickets/ticket.ts";
import { addToTicket, notePlace } from "./add-to-ticket.ts";
import { doDeed } from "./do-deed.ts";
import { foldIn } from "./fold-in.ts";
import type { Outcome, Step } from "./house.ts";
import { lockAll } from "./join-ticket.ts";
import { judgePiece, locally } from "./judge-piece.ts";
import { firstOf, reply } from "./reply.ts";

/** The questions that members are asked after a tap. */
export function isMember(question: Awaiting): boolean {
  return question.kind !== "place" && question.kind !== "more";
}

/** An answer to our open question; null when the message turns out to be about something else. */
export async function answerQuestion(
  step: Step,
  conversation: Conversation,
  { question, piece }: { question: Awaiting; piece: Piece },
): Promise<Outcome | null> {
  const { rooms, house } = step;
  const [ticket] = await lockAll(step, [question.ticketId]);
  const message = firstOf(piece);
  if (!ticket || !message) return null;
  const decision = judgePiece(step, piece);
  const next = takeStep(question, answerOf(step, { question, piece, ticket, decision }));
  if (next.do === "other") return null;
  const about = { conversation, messageId: message.id, ticketId: ticket.id };
  if (next.do === "verb" || next.do === "cancel") await rooms.inbox.await(conversation.id, null);
  if (next.do === "cancel") {
    await reply(step, about, { text: say(house.flows.texts, "cancelled", { code: ticket.code }) });
    return "keep";
  }
  if (next.do === "verb") {
    const images = piece.messages.flatMap((heard) => heard.images);
    await doDeed(step, conversation, {
      deed: next.verb,
      code: ticket.code,
      ticket,
      text: next.text,
      images,
      message,
      said: piece.messages,
      given: question.given,
    });
    return "keep";
  }
  if (!allows(ticket.state, "add")) return null;
  if (next.do === "add") return addToTicket(step, conversation, { piece, ticket });
  await reply(step, about, {
    text: await takePlace(step, conversation, { piece, ticket, place: next.place }),
  });
  return "keep";
}

type Answering = { question: Awaiting; piece: Piece; ticket: Ticket; decision: Decision };

/** What a piece of talk may answer, and whether it is about something else. */
function answerOf(step: Step, { question, piece, ticket, decision }: Answering): Answer {
  const { label, matter, request, emergency } = decision;
  const differs = request && (label !== ticket.category || matter !== ticket.matter);
  // What was done, or why it is given back, may sound like a request; only one of another building is one.
  const another = differs && isElsewhere(decision, ticket);
  const closes = question.kind === "result" && isRest(question, { piece, ticket, decision });
  const elsewhere = isMember(question)
    ? another && !closes
    : isOther(step, { question, piece, ticket, decision }) || closesMore(question, piece.text);
  return {
    text: piece.text,
    place: decision.place,
    images: piece.images,
    elsewhere,
    emergency: emergency !== null,
    thanks: isThanks(piece.text, step.house.flows.rulebook) && !closes,
  };
}

/**
 * Whether a reporter's words are of another matter, although we have just asked them. Much that an answer leaves unsaid
 * can only be guessed ("后面那堆还在"): they are when a rule says so too, or the category is in no doubt, or they do not
 * answer by a place where we asked for it, or name another building than the ticket's. What is still not done is not.
 */
function isOther(step: Step, { question, piece, ticket, decision }: Answering): boolean {
  const { rulebook } = step.house.flows;
  const { request, label, confidence, place } = decision;
  if (!request || label === ticket.category) return false;
  const another = Boolean(ticket.place?.building) && isElsewhere(decision, ticket);
  if (question.kind === "more" && !another && isStill(piece.text)) return false;
  const words = locally(piece, rulebook);
  if (words.via === "rules" && words.label !== ticket.category) return true;
  if (confidence >= rulebook.thresholds.certain) return true;
  return question.kind === "place" ? !(place?.building ?? place?.spot) : another;
}

/** Whether words say that all is well now or give stars: no answer to where it is or what is missing. */
function closesMore({ kind }: Awaiting, text: string): boolean {
  const verdict = readVerdict(text);
  return verdict !== null && (kind !== "more" || verdict.deed !== "dispute");
}

/** Whether words belong to the closing that we wait for: they say so, or are the rest of one and name no other place. */
function isRest(
  { given }: Awaiting,
  { piece, ticket, decision }: { piece: Piece; ticket: Ticket; decision: Decision },
): boolean {
  return completes(piece.text, given?.asked ?? []) || (given !== undefined && !isElsewhere(decision, ticket));
}

/** Whether a building is named that is not the ticket's. */
function isElsewhere({ place }: Decision, ticket: Ticket): boolean {
  const building = place?.building ?? null;
  return building !== null && building !== ticket.place?.building;
}

type Placing = { piece: Piece; ticket: Ticket; place: Place };

/** Notes the place that was asked for; returns what is said to it. One that the estate does not have is asked again. */
async function takePlace(
  step: Step,
  conversation: Conversation,
  { piece, ticket, place }: Placing,
): Promise<string> {
  const { texts } = step.house.flows;
  if (buildingOf(step.house.community, conversation.chat.estateId, place) === "unknown") {
    return say(texts, "unknown_place", { place: placeName(place, "public") });
  }
  await step.rooms.inbox.await(conversation.id, null);
  const noted = await notePlace(step, conversation, { ticket, place, messages: piece.messages });
  const placed = await foldIn(step, conversation, { ticket: noted, messageId: piece.messages[0]?.id ?? 0 });
  const codes = [placed.code, ...(await placeOthers(step, conversation, { except: ticket.id, place }))];
  return say(texts, "place_noted", { code: codes.join("、"), place: placeName(placed.place, "public") });
}

const SAME_BREATH_MS = 10 * 60_000;

/** One place answers for all that the person has just reported in this chat without one; returns their codes. */
async function placeOthers(
  step: Step,
  conversation: Conversation,
  { except, place }: { except: number; place: Place },
): Promise<string[]> {
  const { chat, person } = conversation;
  const since = new Date(step.now.getTime() - SAME_BREATH_MS);
  const codes: string[] = [];
  for (const { ticket } of await step.rooms.tickets.candidates(chat.id, person.id, since)) {
    const own = firstReporter(ticket)?.personId === person.id && ticket.chat.id === chat.id;
    if (ticket.id === except || !own || ticket.place || ticket.private || !allows(ticket.state, "add"))
      continue;
    const locked = await step.rooms.tickets.lock(ticket.id);
    if (locked) await notePlace(step, conversation, { ticket: locked, place, messages: [] });
    codes.push(ticket.code);
  }
  return codes;
}
