import type { Conversation } from "#src/intake/inbox.ts";
import type { Place } from "#src/words.ts";
import { scopeOf, saidOf } from "#src/dialogue/reach.ts";
import { ownMatter, sameMatter } from "#src/tickets/duplicate.ts";
import type { Candidate, Request } from "#src/tickets/duplicate.ts";
import type { House, Step } from "./house.ts";

/** Tickets older than this are not looked at when a message could be about one. */
export const LOOK_BACK_MS = 60 * 24 * 3_600_000;

/** What is asked for, by whom and where; `private`: nobody else's business. */
export type Asking = {
  category: string;
  matter: string;
  private: boolean;
  place: Place | null;
  text: string;
};

/**
 * The id of the open ticket that a request is about: one's own, else a neighbour's public one, in whatever chat of the
 * estate it was reported; null where there is none. The estate is held, so that two who report at once meet.
 * `except`: the ticket that asks itself.
 */
export async function sameTicket(
  step: Step,
  conversation: Conversation,
  { asking, candidates, except }: { asking: Asking; candidates: Candidate[]; except?: number },
): Promise<number | null> {
  const { house, rooms, now } = step;
  const request = requestOf(house, asking, now);
  const personId = conversation.person.id;
  const own = await withWords(step, { asking, candidates, personId });
  const mine = ownMatter({ ...request, personId }, own);
  if (mine) return mine.id;
  if (asking.private || request.scope.reach === "person") return null;
  const { estateId, id: chatId } = conversation.chat;
  if (estateId !== null) await rooms.tickets.holdEstate(estateId);
  const since = new Date(now.getTime() - LOOK_BACK_MS);
  const { category, matter } = asking;
  const rows = await rooms.tickets.alike({ estateId, chatId, category, matter, since });
  const alike = rows
    .filter(({ id }) => id !== except)
    .map((row) => ({ ...row, said: saidOf(row.text, asking, house.flows) }));
  return sameMatter(request, alike)?.id ?? null;
}

/** The same as the search for duplicates asks for it. */
export function requestOf({ flows }: House, asking: Asking, now: Date): Request {
  const { category, matter, place, text } = asking;
  return { category, matter, place, said: saidOf(text, asking, flows), scope: scopeOf(flows, asking), now };
}

type Mine = { asking: Asking; candidates: Candidate[]; personId: number };

/** The person's own tickets of the matter, with what they have said there. */
async function withWords({ house, rooms }: Step, { asking, candidates, personId }: Mine) {
  const found = [];
  for (const candidate of candidates) {
    const { ticket } = candidate;
    if (ticket.category !== asking.category || ticket.matter !== asking.matter) continue;
    const words = await rooms.tickets.words(ticket.id, personId);
    const text = words.map((word) => word.text).join("\n");
    found.push({ ...candidate, said: saidOf(text, asking, house.flows) });
  }
  return found;
}
