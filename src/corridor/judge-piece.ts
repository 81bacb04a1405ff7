import type { Piece, Verdict } from "#src/intake/gather.ts";
import { decide } from "#src/triage/decide.ts";
import type { Decision } from "#src/triage/decide.ts";
import { heed } from "#src/triage/heed.ts";
import type { Rulebook } from "#src/triage/rulebook.ts";
import type { House, Step } from "./house.ts";

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
  if (opinion) return { ...heed(decision, opinion, rulebook), review: false };
  const review = opinion === null && decision.request;
  return { ...decision, review, why: review ? ["no opinion to be had", ...decision.why] : decision.why };
}

/** All the words of a piece say what it is; where together they say nothing, the clearest single message does. */
export function locally(piece: Piece, rulebook: Rulebook): Decision {
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
  if (text === "") return null;
  const { request, label, matter, confidence, place } = decide(text, house.flows.rulebook);
  return request ? { label, matter, confidence, building: place?.building ?? null } : null;
}
