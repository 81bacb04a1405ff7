import { gather } from "#src/intake/gather.ts";
import { mask, unmask } from "#src/intake/mask.ts";
import type { Opinion } from "#src/triage/llm.ts";
import { wantsOpinion } from "#src/triage/heed.ts";
import type { House, Opinions } from "./house.ts";
import { judge, keyOf, locally } from "./judge-piece.ts";

const ALONE = new Set(["press", "command", "join"]);

/**
 * Before a turn: what the language model thinks of the pieces that rules and local model are unsure of. Outside any
 * transaction, since it takes seconds; the turn then looks again at what there is, and an opinion on other words than
 * those is not used. A turn with an emergency in it does not wait.
 */
export async function askOpinions(house: House, conversationId: number): Promise<Opinions> {
  const { llm, flows } = house;
  const opinions = new Map<string, Opinion | null>();
  if (!llm) return opinions;
  const messages = await house.store.transaction(async ({ inbox }) => {
    const locked = await inbox.lock(conversationId);
    const dueAt = locked?.conversation.turnDueAt;
    return locked && dueAt && dueAt <= house.clock.now() ? locked.messages : [];
  });
  const pieces = gather(messages, (text) => judge(house, text))
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
