import { tellMoved } from "#src/delivery/tell-recount.ts";
import { allows, WORKED } from "#src/tickets/ticket.ts";
import type { Ticket } from "#src/tickets/ticket.ts";
import type { Limits } from "#src/tickets/recounts.ts";
import { changeTicket, limitsOf, tell } from "./change-ticket.ts";
import { roomOf, runStep } from "./house.ts";
import type { House, Step } from "./house.ts";

const PAGE = 200;

/**
 * At a start: policy and calendars may have changed since the limits of the open tickets were written. Those that move
 * are written anew, each in a transaction of its own, and then every person hears once of all that concerns them.
 * Resolves to how many tickets have moved; a pass that was broken off is ended by the next one.
 */
export async function recount(house: House): Promise<number> {
  let moved = 0;
  for (let beyond = 0; ;) {
    const page = await house.store.transaction(({ recounts }) => recounts.open(beyond, PAGE));
    for (const { id, committeeId, events, ...written } of page) {
      if (isSame(written, limitsOf(house, committeeId, events))) continue;
      if (await runStep(house, (step) => shift(step, id))) moved += 1;
    }
    const last = page.at(-1);
    if (!last) break;
    beyond = last.id;
  }
  while (await runStep(house, tellNext));
  return moved;
}

/** Writes the ticket's limits anew; false where nothing is to be done any more. */
async function shift(step: Step, id: number): Promise<boolean> {
  const { tickets, recounts } = step.rooms;
  const ticket = await tickets.lock(id);
  if (!ticket || !allows(ticket.state, "recount")) return false;
  const limits = limitsOf(step.house, ticket.committeeId, await tickets.clockEvents(id));
  if (isSame(ticket, limits)) return false;
  const changed = await changeTicket(step, ticket, {
    verb: "recount",
    actorId: null,
    note: { from: asNote(ticket), to: asNote(limits) },
    quiet: "everyone",
  });
  await recounts.remember(id, concerned(ticket, changed), ticket);
  return true;
}

/** The assignee where a limit that runs has moved, and the reporters where the day of the result has. */
function concerned(before: Ticket, { answerBy, resultBy, ...ticket }: Ticket): number[] {
  if (!WORKED.includes(ticket.state)) return [];
  const result = before.resultBy.getTime() !== resultBy.getTime();
  const answer = ticket.answeredAt === null && before.answerBy.getTime() !== answerBy.getTime();
  const assignee = ticket.assigneeId !== null && (result || answer) ? [ticket.assigneeId] : [];
  // While it stands still they have been told that they will hear.
  const reporters = result && !ticket.waiting ? ticket.reporters.map(({ personId }) => personId) : [];
  return [...new Set([...assignee, ...reporters])];
}

/** Tells one person all that has moved for them; false when nobody is left. */
async function tellNext(step: Step): Promise<boolean> {
  const { recounts } = step.rooms;
  const next = await recounts.next();
  if (!next) return false;
  const { personId, moved } = next;
  const drafts = tellMoved(personId, moved, roomOf(step));
  const key = `recount-${personId}-${step.now.getTime()}`;
  await tell(step, drafts, { key, ticketId: null, messageId: null });
  await recounts.told(personId);
  return true;
}

function isSame(one: Limits, other: Limits): boolean {
  return (["answerBy", "resultBy", "answeredAt"] as const).every(
    (limit) => one[limit]?.getTime() === other[limit]?.getTime(),
  );
}

function asNote({ answerBy, resultBy }: Pick<Limits, "answerBy" | "resultBy">) {
  return { answerBy: answerBy.toISOString(), resultBy: resultBy.toISOString() };
}
