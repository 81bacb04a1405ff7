// A ticket that was merged is answered for by the one it went into.
import type { Conversation } from "#src/intake/inbox.ts";
import { say } from "#src/dialogue/say.ts";
import { may } from "#src/desk/permit.ts";
import { SOLVED_BUTTONS, TASK_BUTTONS, WORK_BUTTONS } from "#src/delivery/notice-parts.ts";
import { allows } from "#src/tickets/ticket.ts";
import type { Ticket } from "#src/tickets/ticket.ts";
import type { Step } from "./house.ts";
import { lockAll } from "./join-ticket.ts";
import type { Saying } from "./reply.ts";

/** The ticket that a merged one is in, locked, where the person may look at it; null otherwise, and for any other. */
export async function wholeOf(step: Step, { person }: Conversation, ticket: Ticket): Promise<Ticket | null> {
  if (ticket.state !== "merged") return null;
  const [whole] = await lockAll(step, [ticket.id]);
  return whole && whole.id !== ticket.id && may("look", person.id, whole, step.house.community)
    ? whole
    : null;
}

/** What is said to a command or a button of a merged ticket: the code that counts, and what can be done there. */
export function sayMerged(
  { house }: Step,
  { person }: Conversation,
  of: { ticket: Ticket; whole: Ticket },
): Saying {
  const { ticket, whole } = of;
  const text = say(house.flows.texts, "merged_into", { code: ticket.code, into: whole.code });
  const can = (deed: "accept" | "progress" | "confirm") =>
    may(deed, person.id, whole, house.community) && allows(whole.state, deed);
  if (can("accept")) return { text, buttons: TASK_BUTTONS };
  if (can("progress")) return { text, buttons: WORK_BUTTONS };
  return { text, buttons: can("confirm") && whole.state === "reported" ? SOLVED_BUTTONS : [] };
}

/** A ticket and all that is in it. */
export async function withMerged({ rooms }: Step, ticket: Ticket): Promise<number[]> {
  const ids = [ticket.id];
  for (const id of ids) ids.push(...(await rooms.tickets.mergedInto(id)).map((inside) => inside.id));
  return ids;
}
