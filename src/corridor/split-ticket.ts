import { splitNotices } from "#src/delivery/tell-merge.ts";
import { say } from "#src/dialogue/say.ts";
import { leadOf } from "#src/routing/community.ts";
import { urgencyWithout } from "#src/tickets/merge.ts";
import { allows, isOpen, isReporter } from "#src/tickets/ticket.ts";
import type { Ticket } from "#src/tickets/ticket.ts";
import { changeTicket, tell } from "./change-ticket.ts";
import type { Done } from "./done.ts";
import { roomOf } from "./house.ts";
import type { Step } from "./house.ts";
import { turnAfter } from "./member-deeds.ts";

/** `messageId`: the tap or the words that led to it, so that a step run twice says it once. */
export type Splitting = { ticket: Ticket; actorId: number; messageId: number };

/**
 * Takes a locked ticket out of the one it was merged into: it is routed again with limits of its own, and its reporters
 * leave the other unless they have spoken there themselves. Returns it; "nested" where the other is merged itself and has
 * to come out first.
 */
export async function splitTicket(step: Step, splitting: Splitting): Promise<Ticket | "nested"> {
  const { ticket, actorId, messageId } = splitting;
  const { rooms } = step;
  const into = ticket.mergedId === null ? null : await rooms.tickets.lock(ticket.mergedId);
  if (into?.state === "merged") return "nested";
  const split = await changeTicket(step, ticket, {
    verb: "split",
    actorId,
    quiet: "everyone",
    note: into ? { into: into.code } : {},
    patch: { mergedId: null, assigneeId: whoseStill(step, ticket), returns: turnAfter(ticket) },
  });
  const rest = into && allows(into.state, "release") ? await release(step, into, splitting) : null;
  const room = roomOf(step);
  const told = splitNotices(
    { ticket: split, rest, words: await rooms.tickets.words(ticket.id), actorId },
    room,
  );
  const about = { key: `split-${ticket.id}-${messageId}`, messageId: null };
  await tell(step, told.ofTicket, { ...about, ticketId: ticket.id });
  if (rest) await tell(step, told.ofRest, { ...about, key: `${about.key}-rest`, ticketId: rest.id });
  return split;
}

/** Takes a merge back on the word of who did it; returns what they are told. */
export async function unmerge({ step, conversation, ticket, message }: Done): Promise<string> {
  const { texts } = step.house.flows;
  const splitting = { ticket, actorId: conversation.person.id, messageId: message.id };
  const split = await splitTicket(step, splitting);
  return split === "nested" ? say(texts, "old_button", {}) : say(texts, "split_done", { code: ticket.code });
}

/** Who had it, while they are of its committee; else its lead. */
function whoseStill({ house: { community } }: Step, { assigneeId, committeeId }: Ticket): number | null {
  const isMember = community.members.some(
    (member) => member.personId === assigneeId && member.committeeId === committeeId,
  );
  return isMember ? assigneeId : (leadOf(community, committeeId)?.personId ?? null);
}

async function release(step: Step, into: Ticket, { ticket, actorId }: Splitting): Promise<Ticket> {
  const { tickets } = step.rooms;
  for (const personId of await leavers(step, into, ticket)) await tickets.removeReporter(into.id, personId);
  const urgency = urgencyWithout(await tickets.clockEvents(into.id), ticket.code);
  return changeTicket(step, into, {
    verb: "release",
    actorId,
    quiet: "everyone",
    note: { released: ticket.code },
    patch: isOpen(into) ? { urgency } : {},
  });
}

/** Who came to a ticket with the one that leaves it and has nothing else to do with it; whoever ended it stays. */
async function leavers(step: Step, into: Ticket, ticket: Ticket): Promise<number[]> {
  const { tickets } = step.rooms;
  if (!isOpen(into)) return [];
  const events = await tickets.events(into.id);
  // Safe because only mergeTickets writes the event.
  const notes = events.filter(({ kind }) => kind === "absorbed").map(({ data }) => data as Absorbed);
  const added = notes.findLast(({ merged }) => merged?.code === ticket.code)?.added ?? [];
  const others = (await tickets.mergedInto(into.id)).filter(({ id }) => id !== ticket.id);
  const stay = new Set(others.flatMap(({ reporters }) => reporters.map(({ personId }) => personId)));
  const leaving: number[] = [];
  for (const personId of added) {
    const reports = isReporter(into, personId);
    if (reports && !stay.has(personId) && !(await tickets.speaks(into.id, personId))) leaving.push(personId);
  }
  // A ticket that is worked on has somebody who waits for it.
  return leaving.length < into.reporters.length ? leaving : leaving.slice(1);
}

type Absorbed = { merged?: { code: string }; added?: number[] };
