import type { Piece } from "#src/intake/gather.ts";
import type { Conversation } from "#src/intake/inbox.ts";
import type { Decision } from "#src/triage/decide.ts";
import { readVerdict } from "#src/dialogue/verdict.ts";
import type { Verdict } from "#src/dialogue/verdict.ts";
import { endedBySilence, sinceClosing } from "#src/tickets/asked.ts";
import { allows } from "#src/tickets/ticket.ts";
import type { Ticket } from "#src/tickets/ticket.ts";
import { DISPUTE_MS, doDeed } from "./do-deed.ts";
import type { Outcome, Step } from "./house.ts";
import { firstOf } from "./reply.ts";

const LOOKED_AT = 15;
/** So soon after a closing a yes is about it, although another reporter has ended it meanwhile. */
const SOON_MS = 4 * 24 * 3_600_000;

/** `referred`: the person's own ticket whose message they answer to. */
type Said = { piece: Piece; decision: Decision; referred: Ticket | null };

/**
 * "还是不行", "解决了" or "5分" after a report back is the answer to it, as if a button had been pressed: in private, or
 * in a group in reply to what was said of that ticket. Null when the words are no answer to any closing.
 */
export async function takeVerdict(
  step: Step,
  conversation: Conversation,
  said: Said,
): Promise<Outcome | null> {
  const { piece, decision } = said;
  const message = firstOf(piece);
  const read = readVerdict(piece.text);
  if (!message || !read || decision.emergency || (decision.request && read.deed !== "dispute")) return null;
  const ticket = await askedAbout(step, conversation, { ...said, read });
  if (!ticket) return null;
  const images = piece.messages.flatMap((heard) => heard.images);
  const doing = { code: ticket.code, ticket, text: read.text, images, message, said: piece.messages };
  await doDeed(step, conversation, { deed: read.deed, ...doing });
  return "keep";
}

/** The person's ticket that the words are about, locked. */
async function askedAbout(
  step: Step,
  { chat, person }: Conversation,
  { decision, referred, read }: Said & { read: Verdict },
): Promise<Ticket | null> {
  const { tickets } = step.rooms;
  const closed = (ticket: Ticket) => ticket.state === "reported" || ticket.state === "ended";
  if (chat.kind !== "private") {
    // Stars are nobody else's business, and in a group only what is plain is an answer.
    const heeds =
      referred && closed(referred) && read.deed !== "rate" && (read.deed === "confirm" || read.plain);
    return heeds && allows(referred.state, read.deed) ? referred : null;
  }
  if (referred && closed(referred)) return referred;
  const own = await tickets.list({ reporterId: person.id, states: ["reported", "ended"] }, LOOKED_AT);
  const [waiting] = own.filter(({ state }) => state === "reported");
  if (waiting) return tickets.lock(waiting.id);
  for (const ticket of own) {
    const same = !decision.request || decision.label === ticket.category;
    if (same && (await heedsAfterEnd(step, ticket, { personId: person.id, read })))
      return tickets.lock(ticket.id);
  }
  return null;
}

/** Whether words can still be the person's answer to a closing that another's has ended. */
async function heedsAfterEnd(
  { rooms, now }: Step,
  ticket: Ticket,
  { personId, read }: { personId: number; read: Verdict },
): Promise<boolean> {
  const age = now.getTime() - (ticket.reportedAt?.getTime() ?? 0);
  if (read.deed === "dispute") return read.plain === true && age <= DISPUTE_MS;
  const events = await rooms.tickets.clockEvents(ticket.id);
  const said = sinceClosing(events).flatMap(({ kind, actorId }) => (actorId === personId ? [kind] : []));
  if (read.deed === "rate") return said.includes("confirmed") && !said.includes("rated");
  return age <= SOON_MS && !endedBySilence(events) && !said.includes("confirmed") && !said.includes("rated");
}
