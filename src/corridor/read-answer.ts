import type { Piece } from "#src/intake/gather.ts";
import { completes } from "#src/dialogue/closing.ts";
import type { Answer, Awaiting } from "#src/dialogue/step.ts";
import { isStill, readVerdict } from "#src/dialogue/verdict.ts";
import type { Decision } from "#src/triage/decide.ts";
import { placeAnswered } from "#src/triage/place.ts";
import type { Rulebook } from "#src/triage/rulebook.ts";
import { isThanks } from "#src/triage/signals.ts";
import type { Ticket } from "#src/tickets/ticket.ts";
import type { Place } from "#src/words.ts";
import { locally } from "./judge-piece.ts";

/** The questions that members are asked after a tap. */
export function isMember(question: Awaiting): boolean {
  return question.kind !== "place" && question.kind !== "more";
}

type Answering = { question: Awaiting; piece: Piece; ticket: Ticket; decision: Decision };

/** What a piece of talk may answer to a question of ours about a ticket, and whether it is about something else. */
export function readAnswer(rulebook: Rulebook, { question, piece, ticket, decision }: Answering): Answer {
  const { label, matter, request, emergency } = decision;
  const differs = request && (label !== ticket.category || matter !== ticket.matter);
  // What was done, or why it is given back, may sound like a request; only one of another building is one.
  const another = differs && isElsewhere(decision, ticket);
  const place = question.kind === "place" ? placeOfAnswer(piece, decision) : decision.place;
  const closes = question.kind === "result" && isRest(question, { piece, ticket, decision });
  const elsewhere = isMember(question)
    ? another && !closes
    : isOther(rulebook, { question, piece, ticket, decision, place }) || isVerdict(question, piece.text);
  return {
    text: piece.text,
    place,
    images: piece.images,
    elsewhere,
    emergency: emergency !== null,
    thanks: isThanks(piece.text, rulebook) && !closes,
  };
}

/**
 * Whether a reporter's words are of another matter, although we have just asked them. Much that an answer leaves unsaid
 * can only be guessed ("后面那堆还在"): they are when a rule says so too, or the category is in no doubt, or they do not
 * answer by a place where we asked for it, or name another building than the ticket's. What is still not done is not.
 */
function isOther(
  rulebook: Rulebook,
  { question, piece, ticket, decision, place }: Answering & { place: Place | null },
): boolean {
  const { request, label, confidence } = decision;
  if (!request || label === ticket.category) return false;
  const another = Boolean(ticket.place?.building) && isElsewhere(decision, ticket);
  if (question.kind === "more" && !another && isStill(piece.text)) return false;
  const words = locally(piece, rulebook);
  if (words.via === "rules" && words.label !== ticket.category) return true;
  if (confidence >= rulebook.thresholds.certain) return true;
  return question.kind === "more" ? another : !(place?.building ?? place?.spot);
}

/** The place that words answer with, be it only by numbers. */
function placeOfAnswer(piece: Piece, { place }: Decision): Place | null {
  return place?.building || place?.spot ? place : placeAnswered(piece.text);
}

const OWN_STAIRS = /(?:我|俺|我们|咱|咱们)(?:家|这|楼|栋)|家里|这[一]?栋|本栋/;
const LONGEST_HALF = 10;

/** Whether words answer where it is without naming the building: 我家, 2单元. */
export function isHalfPlace(text: string): boolean {
  const place = placeAnswered(text);
  if (place?.building || place?.spot || text.length > LONGEST_HALF) return false;
  return place !== null || OWN_STAIRS.test(text);
}

/** Whether words say of a closing that it is well or not, or give stars, rather than answering where it is or what is missing. */
function isVerdict({ kind }: Awaiting, text: string): boolean {
  const verdict = readVerdict(text);
  if (verdict === null) return false;
  return kind === "more" ? verdict.deed !== "dispute" : placeAnswered(text) === null;
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
