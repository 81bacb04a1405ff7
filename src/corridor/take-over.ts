// The community may change while the house stands: by an import, the house takes over what the database has.
import { assignment } from "#src/delivery/notice-parts.ts";
import { say } from "#src/dialogue/say.ts";
import { leadOf, officesOf } from "#src/routing/community.ts";
import type { Community } from "#src/routing/community.ts";
import { allows, WORKED } from "#src/tickets/ticket.ts";
import type { Ticket } from "#src/tickets/ticket.ts";
import { changeTicket, tell } from "./change-ticket.ts";
import { roomOf, runStep } from "./house.ts";
import type { House, Step } from "./house.ts";
import { turnAfter } from "./member-deeds.ts";

/**
 * The house goes by the community of the database from now on, everywhere, and open tickets of those who have left go to
 * the lead. Returns whether office hours are others than `counted`, by which limits are counted.
 */
export async function takeOver(house: House, counted: string): Promise<{ hoursChanged: boolean }> {
  // Each step brings the community up to date, so another one may have done so first.
  await runStep(house, async () => {});
  await handBack(house, [...new Set(house.community.former.map(({ personId }) => personId))]);
  return { hoursChanged: counted !== hoursOf(house.community) };
}

/** All the office hours of a community, to be compared. */
export function hoursOf({ calendar, committees }: Community): string {
  return JSON.stringify([calendar, committees.map((committee) => [committee.id, committee.calendar])]);
}

const BATCH = 1_000;

/** Gives the lead what these people work on without an office in the ticket's committee any more, a step for each. */
async function handBack(house: House, former: number[]): Promise<void> {
  const held = await house.store.transaction(async ({ tickets }) => {
    const load = await tickets.load();
    const all: Ticket[] = [];
    for (const assigneeId of former.filter((personId) => load.has(personId)))
      all.push(...(await tickets.list({ assigneeId, states: [...WORKED] }, BATCH)));
    return all;
  });
  for (const { id } of held.filter((ticket) => isLeft(house.community, ticket))) {
    await runStep(house, async (step) => {
      const ticket = await step.rooms.tickets.lock(id);
      if (ticket && WORKED.includes(ticket.state) && isLeft(house.community, ticket))
        await giveToLead(step, ticket);
    });
  }
}

function isLeft(community: Community, { assigneeId, committeeId }: Ticket): boolean {
  if (assigneeId === null) return false;
  return officesOf(community, assigneeId).every((office) => office.committeeId !== committeeId);
}

async function giveToLead(step: Step, ticket: Ticket): Promise<void> {
  const { flows, community } = step.house;
  const { texts } = flows;
  const assigneeId = leadOf(community, ticket.committeeId)?.personId ?? null;
  const text = say(texts, "left_office", {});
  const patch = { assigneeId, returns: turnAfter(ticket) };
  if (allows(ticket.state, "return")) {
    await changeTicket(step, ticket, { verb: "return", actorId: null, text, patch });
    return;
  }
  const given = await changeTicket(step, ticket, {
    verb: "assign",
    actorId: null,
    text,
    patch,
    quiet: "everyone",
  });
  const words = await step.rooms.tickets.words(given.id);
  const change = { verb: "assign" as const, ticket: given, before: ticket, actorId: null, text, words };
  const about = { key: `left-${given.id}-${step.now.getTime()}`, ticketId: given.id, messageId: null };
  await tell(step, assignment(change, roomOf(step)), about);
}
