import type { Urgency } from "#src/words.ts";
import { mergeNotices } from "#src/delivery/tell-merge.ts";
import { startsOf } from "#src/tickets/deadline.ts";
import { moreUrgent } from "#src/tickets/merge.ts";
import type { Ticket } from "#src/tickets/ticket.ts";
import { changeTicket, limitsOf, tell } from "./change-ticket.ts";
import { roomOf } from "./house.ts";
import type { Step } from "./house.ts";

/** `messageId`: the tap or the words that led to it, so that a step run twice says it once. */
export type Merging = { into: Ticket; from: Ticket; actorId: number | null; messageId: number };

/**
 * Puts `from` into `into`, both locked and fit for it (see tickets/merge): its reporters are reporters there, the earlier
 * limit and the higher urgency hold. Returns the ticket that is left.
 */
export async function mergeTickets(step: Step, merging: Merging): Promise<Ticket> {
  const { into, from, actorId, messageId } = merging;
  const { tickets } = step.rooms;
  const merged = { code: from.code, ...(await startOf(step, into, from)) };
  const known = new Set(into.reporters.map(({ personId }) => personId));
  const added = from.reporters.filter(({ personId }) => !known.has(personId));
  await changeTicket(step, from, {
    verb: "merge",
    actorId,
    quiet: "everyone",
    note: { into: into.code },
    patch: { mergedId: into.id },
  });
  for (const { personId, chatId } of added)
    await tickets.addReporter(into.id, { personId, chatId, at: step.now });
  const whole = await changeTicket(step, into, {
    verb: "absorb",
    actorId,
    quiet: "everyone",
    note: { merged, added: added.map(({ personId }) => personId) },
    patch: { urgency: moreUrgent(into.urgency, from.urgency) },
  });
  const room = roomOf(step);
  const told = mergeNotices({ into: whole, from, words: await tickets.words(from.id), actorId }, room);
  // What quotes the words stays with their ticket, where it can be taken back.
  const about = { key: `merged-${from.id}-${messageId}`, messageId: null };
  await tell(step, told.ofInto, { ...about, key: `${about.key}-into`, ticketId: into.id });
  await tell(step, told.ofFrom, { ...about, ticketId: from.id });
  return whole;
}

/** Of all that the merged ticket's clocks count from, what gives the earliest limit in the other. */
async function startOf(step: Step, into: Ticket, from: Ticket): Promise<{ since: string; urgency: Urgency }> {
  const starts = startsOf(await step.rooms.tickets.clockEvents(from.id)).map(({ at, urgency }) => {
    const found = { kind: "found", actorId: null, at, data: { category: into.category, urgency } };
    const { resultBy } = limitsOf(step.house, into.committeeId, [found]);
    return { since: at.toISOString(), urgency, resultBy };
  });
  const [first] = starts.toSorted((a, b) => a.resultBy.getTime() - b.resultBy.getTime());
  return first
    ? { since: first.since, urgency: first.urgency }
    : { since: from.createdAt.toISOString(), urgency: from.urgency };
}
