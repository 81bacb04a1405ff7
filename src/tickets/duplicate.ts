// When two people speak of the same thing, and which ticket a piece of talk belongs to.
import { isOnePlace, withoutPlace } from "#src/triage/place.ts";
import type { Reach } from "#src/dialogue/flow.ts";
import type { Said, Scope } from "#src/dialogue/reach.ts";
import type { Place } from "#src/words.ts";
import { isOpen, isReporter } from "./ticket.ts";
import type { Ticket } from "./ticket.ts";

const JOIN_MS = 3 * 60_000;
const PIECE_MS = 10 * 60_000;

/** An open ticket of the chat or the person, and when it was last spoken of. */
export type Candidate = { ticket: Ticket; lastAt: Date };

/** What somebody asks for, as far as it tells whether others ask for the same. */
export type Request = {
  category: string;
  matter: string;
  scope: Scope;
  place: Place | null;
  said: Said;
  now: Date;
};
/** An open public ticket of the same category and matter, where the request is. */
export type Alike = { id: number; place: Place | null; lastAt: Date; said: Said };

/**
 * The neighbour's ticket that a public request is about, or null: near enough for its matter, lately enough, about the
 * same thing. Where only one side says in which unit it is, it must be the only one that it could be.
 */
export function sameMatter(request: Request, alike: Alike[]): Alike | null {
  const fits = alike
    .filter((other) => isRecent(other.lastAt, request) && isSameThing(request, other))
    .map((other) => ({ other, near: nearness(request.scope.reach, request.place, other.place) }))
    .filter(({ near }) => near !== "apart");
  const sure = fits.find(({ near }) => near === "same");
  if (sure) return sure.other;
  const [likely, ...others] = fits;
  return likely && others.length === 0 ? likely.other : null;
}

/** One's own ticket that a request is more about, or null: the same matter, and nothing that speaks against it. */
export function ownMatter(
  request: Request & { personId: number },
  candidates: (Candidate & { said: Said })[],
): Ticket | null {
  const own = candidates.find(
    ({ ticket, lastAt, said }) =>
      isOpen(ticket) &&
      ticket.state !== "reported" &&
      ticket.category === request.category &&
      ticket.matter === request.matter &&
      isReporter(ticket, request.personId) &&
      agree(ticket.place, request.place) &&
      isRecent(lastAt, request) &&
      compare(request.said, said) !== "apart",
  );
  return own?.ticket ?? null;
}

/** Whether what is said of one place speaks against the other: another building, unit, flat or spot. */
export function contradicts(a: Place | null, b: Place | null): boolean {
  return !agree(a, b);
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

/** A line of the chat: about what is looked for, going on about it (another "+1", its reporters), or something else. */
export type Line = "about" | "along" | "else";

/**
 * Whether what is said after these lines, the newest first, may still be about what they are about: at most `reach` of
 * them are about something else.
 */
export function isStillAbout(lines: readonly Line[], reach: number): boolean {
  const before = lines.slice(0, lines.indexOf("about") + 1);
  return before.length > 0 && before.filter((line) => line === "else").length <= reach;
}

/**
 * Whether somebody at this place has the same matter of their own: another building, or another unit or flat where it
 * reaches no further.
 */
export function isElsewhere(reach: Reach, of: Place | null, at: Place | null): boolean {
  if (!of?.building || !at?.building || reach === "estate" || reach === "person") return false;
  if (of.building !== at.building) return true;
  return reach !== "building" && differ(of.unit, at.unit);
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

function within(from: Date, now: Date, span: number): boolean {
  return now.getTime() - from.getTime() <= span;
}

function isRecent(lastAt: Date, { scope, now }: Request): boolean {
  return scope.lastsMs === null || within(lastAt, now, scope.lastsMs);
}

/** Whether two who ask for the same kind of thing at the same place ask for the same thing. */
function isSameThing(request: Request, other: Alike): boolean {
  const { reach, named } = request.scope;
  const things = compare(request.said, other.said);
  if (things === "apart") return false;
  // What is asked of the whole estate may be anything about its subject; what has no name of its own even more so.
  if (reach === "estate" ? named !== "whole" : named === "no")
    return sameWords(request.said.rest, other.said.rest);
  return true;
}

/** Both name a thing, the same or another; where one of them names none, it is not known. */
function compare({ things }: Said, other: Said): "same" | "apart" | "unknown" {
  if (things.length === 0 || other.things.length === 0) return "unknown";
  const meets = things.some((one) => other.things.some((two) => one.includes(two) || two.includes(one)));
  return meets ? "same" : "apart";
}

/** Of the shorter text's pairs of characters so many stand in the other as well. */
const ALIKE = 0.4;

function sameWords(one: string, other: string): boolean {
  const [a, b] = [pairsOf(one), pairsOf(other)];
  const least = Math.min(a.size, b.size);
  const both = [...a].filter((pair) => b.has(pair)).length;
  return least > 1 && both / least >= ALIKE;
}

function pairsOf(text: string): Set<string> {
  const bare = withoutPlace(text).replace(/[^\p{L}\p{N}]/gu, "");
  return new Set(Array.from({ length: Math.max(bare.length - 1, 0) }, (_, at) => bare.slice(at, at + 2)));
}

type Near = "same" | "likely" | "apart";

/** How near two places are for a matter that reaches so far. What only one of them says is not guessed at. */
function nearness(reach: Reach, a: Place | null, b: Place | null): Near {
  if (reach === "person") return "apart";
  if (!a || !b) return reach === "estate" && !a && !b ? "same" : "apart";
  const [spot, other] = [spotOf(a), spotOf(b)];
  if (differ(a.building, b.building) || differ(spot, other)) return "apart";
  if (spot !== null && spot === other && !differ(a.unit, b.unit)) return "same";
  return a.building && b.building ? nearnessInside(reach, a, b) : "apart";
}

/** The same of two places in one building. */
function nearnessInside(reach: Reach, a: Place, b: Place): Near {
  if (reach === "building" || reach === "estate") return "same";
  const atHome = reach === "home" || reach === "home_or_stairs";
  if (atHome && a.room !== b.room) return "apart";
  if (a.unit && a.unit === b.unit) return "same";
  if (reach === "home" || differ(a.unit, b.unit) || spotOf(a) !== spotOf(b)) return "apart";
  return a.unit === b.unit ? "same" : "likely";
}

/** The spot where it names one place; 东门口 is 东门. */
function spotOf({ spot }: Place): string | null {
  return spot !== null && isOnePlace(spot) ? spot.replace(/(?<=门)[口岗]$/u, "") : null;
}

/** Each names one, and not the same. */
function differ(a: string | null, b: string | null): boolean {
  return a !== null && b !== null && a !== b;
}

/** Nothing said by one contradicts the other. */
function agree(a: Place | null, b: Place | null): boolean {
  return !a || !b || (["building", "unit", "room", "spot"] as const).every((key) => !differ(a[key], b[key]));
}
