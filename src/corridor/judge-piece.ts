import type { Piece, Verdict } from "#src/intake/gather.ts";
import { announces } from "#src/intake/split.ts";
import { decide } from "#src/triage/decide.ts";
import type { Decision } from "#src/triage/decide.ts";
import { heed } from "#src/triage/heed.ts";
import type { Opinion } from "#src/triage/llm.ts";
import { normalise } from "#src/triage/normalise.ts";
import { findPlace } from "#src/triage/place.ts";
import type { Rulebook } from "#src/triage/rulebook.ts";
import { buildingOf } from "#src/routing/community.ts";
import type { House, Step } from "./house.ts";
import { placeBeside } from "./place-of.ts";

/** What a decision is worth: `review` where a language model was wanted and gave no answer, so that a person looks. */
export type Judgement = Decision & { review: boolean };

/** Names a piece in memory: what was asked about it holds only for these words of these messages. */
export function keyOf(piece: Piece): string {
  return `${piece.messages.map(({ id }) => id).join(",")} ${piece.text}`;
}

/** What a piece is, by rules and local model, and by the language model where it was asked. */
export function judgePiece(step: Step, piece: Piece): Judgement {
  const { rulebook } = step.house.flows;
  const decision = locally(piece, rulebook);
  const opinion = step.opinions.get(keyOf(piece));
  if (opinion) return { ...heed(decision, grounded(step, opinion), rulebook), review: false };
  const review = opinion === null && decision.request;
  return { ...decision, review, why: review ? ["no opinion to be had", ...decision.why] : decision.why };
}

/** A model may name any place; one that nobody here has is not even asked about. */
function grounded({ house }: Step, opinion: Opinion): Opinion {
  const place = opinion.place === null ? null : findPlace(normalise(opinion.place));
  return buildingOf(house.community, null, place) === "unknown" ? { ...opinion, place: null } : opinion;
}

/**
 * All the words of a piece say what it is; where together they say nothing, the clearest single message does. A part
 * that names no place is where the head of its list says or, if it needs a building, where the rest of its message is.
 */
export function locally(piece: Piece, rulebook: Rulebook): Decision {
  const decision = ofWords(piece, rulebook);
  if (decision.place) return decision;
  const { beside = [] } = piece;
  const place = placeBeside(decision.needs.length > 0 ? beside : beside.filter(announces), rulebook);
  return place ? { ...decision, place, needs: [] } : decision;
}

function ofWords(piece: Piece, rulebook: Rulebook): Decision {
  const whole = decide(piece.text, rulebook);
  if (whole.request || piece.messages.length === 1) return whole;
  const alone = piece.messages
    .map((message) => decide(message.text, rulebook))
    .filter((decision) => decision.request);
  const [best] = alone.toSorted((a, b) => b.confidence - a.confidence);
  return best ? { ...best, place: whole.place ?? best.place } : whole;
}

/** What a single message is, for gathering. */
export function judge(house: House, text: string): Verdict | null {
  return verdictOf(text, house.flows.rulebook);
}

/** The same, for who has no house at hand. */
export function verdictOf(text: string, rulebook: Rulebook): Verdict | null {
  if (text === "") return null;
  const { request, label, matter, confidence, place, emergency } = decide(text, rulebook);
  const building = place?.building ?? null;
  return request ? { label, matter, confidence, building, emergency: emergency !== null } : null;
}
