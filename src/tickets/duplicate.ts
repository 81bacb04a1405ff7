import type { Place } from "#src/words.ts";
import { isOpen } from "./ticket.ts";
import type { Ticket } from "./ticket.ts";

const JOIN_MS = 3 * 60_000;
const PIECE_MS = 10 * 60_000;

export type Request = {
  personId: number;
  chatId: number;
  category: string;
  matter: string;
  private: boolean;
  place: Place | null;
  now: Date;
};
/** An open ticket of the chat and when it was last spoken of. */
export type Candidate = { ticket: Ticket; lastAt: Date };

/**
 * The open ticket that a request is about, or null. One's own: same matter, or same category with no other place named.
 * A neighbour's: a public one of the same chat with the same matter in the same building, both named.
 */
export function sameMatter(request: Request, candidates: Candidate[]): Ticket | null {
  const fits = candidates.filter(({ ticket }) => isOpen(ticket) && ticket.category === request.category);
  const own = fits.find(
    ({ ticket }) =>
      isReporter(ticket, request.personId) &&
      ticket.state !== "reported" &&
      agree(ticket.place, request.place) &&
      ticket.matter === request.matter,
  );
  if (own) return own.ticket;
  if (request.private) return null;
  const neighbours = fits.find(
    ({ ticket }) =>
      !ticket.private &&
      ticket.chat.id === request.chatId &&
      ticket.matter === request.matter &&
      ticket.state !== "reported" &&
      sameStairs(ticket.place, request.place),
  );
  return neighbours?.ticket ?? null;
}

/** The ticket that a bare "+1" joins: the public one last spoken of in the chat, if that was just now. */
export function joinable(chatId: number, candidates: Candidate[], now: Date): Ticket | null {
  const [latest] = candidates
    .filter(
      ({ ticket, lastAt }) =>
        ticket.chat.id === chatId && !ticket.private && isOpen(ticket) && within(lastAt, now, JOIN_MS),
    )
    .toSorted((a, b) => b.lastAt.getTime() - a.lastAt.getTime());
  return latest?.ticket ?? null;
}

/**
 * The ticket that a late piece ("3栋", a photo) belongs to: the sender's own in this chat, if it was just now. Where one
 * message made several, the most pressing, then a private one, so that nothing private gets about.
 */
export function pieceOf(
  who: { personId: number; chatId: number },
  candidates: Candidate[],
  now: Date,
  span = PIECE_MS,
): Ticket | null {
  const { personId, chatId } = who;
  const [latest] = candidates
    .filter(
      ({ ticket, lastAt }) =>
        isReporter(ticket, personId) &&
        isOpen(ticket) &&
        within(lastAt, now, span) &&
        ticket.reporters.some((reporter) => reporter.personId === personId && reporter.chatId === chatId),
    )
    .toSorted(
      (a, b) =>
        b.lastAt.getTime() - a.lastAt.getTime() ||
        Number(b.ticket.urgency === "emergency") - Number(a.ticket.urgency === "emergency") ||
        Number(b.ticket.private) - Number(a.ticket.private),
    );
  return latest?.ticket ?? null;
}

function isReporter(ticket: Ticket, personId: number): boolean {
  return ticket.reporters.some((reporter) => reporter.personId === personId);
}

function within(from: Date, now: Date, span: number): boolean {
  return now.getTime() - from.getTime() <= span;
}

/** Nothing said by one contradicts the other. */
function agree(a: Place | null, b: Place | null): boolean {
  if (!a || !b) return true;
  return (["building", "unit", "room", "spot"] as const).every(
    (key) => !a[key] || !b[key] || a[key] === b[key],
  );
}

function sameStairs(a: Place | null, b: Place | null): boolean {
  return Boolean(
    a?.building && b?.building && a.building === b.building && (!a.unit || !b.unit || a.unit === b.unit),
  );
}
