import { ALONE } from "#src/intake/gather.ts";
import { mask, unmask } from "#src/intake/mask.ts";
import type { Opinion } from "#src/triage/llm.ts";
import { wantsOpinion } from "#src/triage/heed.ts";
import type { House, Opinions } from "./house.ts";
import { keyOf, locally } from "./judge-piece.ts";
import { piecesOf } from "./pieces-of.ts";

/**
 * Before a turn: what the language model thinks of the pieces that rules and local model are unsure of. Outside any
 * transaction, since it takes seconds; the turn then looks again at what there is, and an opinion on other words than
 * those is not used. A turn with an emergency in it does not wait.
 */
export async function askOpinions(house: House, conversationId: number): Promise<Opinions> {
  const { llm, flows } = house;
  const opinions = new Map<string, Opinion | null>();
  if (!llm) return opinions;
  const said = await house.store.transaction(({ inbox }) => inbox.lock(conversationId));
  const dueAt = said?.conversation.turnDueAt;
  if (!said || !dueAt || dueAt > house.clock.now()) return opinions;
  const pieces = piecesOf(house, said.conversation, said.messages)
    .filter(({ messages: [first] }) => first && !ALONE.has(first.gate))
    .map((piece) => ({ piece, decision: locally(piece, flows.rulebook) }));
  if (pieces.some(({ decision }) => decision.emergency !== null)) return opinions;
  const asked = pieces.filter(({ piece, decision }) => wantsOpinion(decision, piece.text));
  await Promise.all(
    asked.map(async ({ piece }) => {
      const { text, secrets } = mask(piece.text);
      const opinion = await llm.ask(text);
      const place = opinion?.place ? unmask(opinion.place, secrets) : null;
      opinions.set(keyOf(piece), opinion && { ...opinion, place });
    }),
  );
  return opinions;
}
