import type { Piece } from "#src/intake/gather.ts";
import type { Conversation, Heard } from "#src/intake/inbox.ts";
import type { Place } from "#src/words.ts";
import { URGENCIES } from "#src/words.ts";
import { decide } from "#src/triage/decide.ts";
import type { Decision } from "#src/triage/decide.ts";
import { placeName, say } from "#src/dialogue/say.ts";
import { buildingOf } from "#src/routing/community.ts";
import { firstToRing } from "#src/routing/ring.ts";
import { waits } from "#src/tickets/ringing.ts";
import type { Patch } from "#src/tickets/store.ts";
import type { Ticket } from "#src/tickets/ticket.ts";
import { changeTicket } from "./change-ticket.ts";
import type { Outcome, Step } from "./house.ts";
import { choose, valuesOf } from "./open-ticket.ts";
import { filled } from "./place-of.ts";
import { firstOf, reply } from "./reply.ts";

/**
 * `edited`: when an earlier message was given these words; null for a new one. `asks`: they were to say in which building
 * it is, and say only half of it.
 */
type Adding = { piece: Piece; ticket: Ticket; edited?: Date | null; asks?: boolean };

/** Later words about an open ticket: they are kept with it, fill in the place, and may raise its urgency. */
export async function addToTicket(
  step: Step,
  conversation: Conversation,
  { piece, ticket, edited = null, asks = false }: Adding,
): Promise<Outcome> {
  const { rooms, house } = step;
  await rooms.tickets.link(ticket.id, piece.messages);
  const decision = decide(piece.text, house.flows.rulebook);
  const place = better(ticket.place, decision.place);
  const text = [piece.text, piece.images > 0 ? `[图×${piece.images}]` : ""]
    .filter((part) => part !== "")
    .join(" ");
  let changed = await changeTicket(step, ticket, {
    verb: "add",
    actorId: conversation.person.id,
    text,
    images: piece.messages.flatMap((message) => message.images),
    ...(isPressing(decision, ticket) ? { quiet: "everyone" as const } : {}),
    patch:
      place && buildingOf(house.community, conversation.chat.estateId, place) !== "unknown" ? { place } : {},
  });
  if (changed.place !== ticket.place && changed.state === "routed")
    changed = await reroute(step, conversation, changed);
  changed = await raiseIfPressing(step, changed, { decision, text });
  // The number to call is said once, not again with each version of the words.
  const called = edited !== null && ticket.urgency === "emergency";
  const call = called ? null : (decision.emergency?.call ?? null);
  // Who was waited for has just heard that it goes on.
  const heard = ticket.waiting === "resident" && !changed.waiting && !isPressing(decision, ticket);
  if (!heard || call) await answer(step, conversation, { piece, ticket: changed, edited, asks, call });
  return "keep";
}

/** In an emergency the number to call, wherever it was said; else a word in private and silence in a group, if all is said. */
async function answer(
  step: Step,
  conversation: Conversation,
  { piece, ticket, edited = null, asks = false, call }: Adding & { call: string | null },
): Promise<void> {
  const message = firstOf(piece);
  const inPrivate = conversation.chat.kind === "private";
  if (!message || (!inPrivate && !call && !asks)) return;
  const text = call
    ? alarmWords(step, ticket, { call, inPrivate })
    : say(step.house.flows.texts, asks ? "added_ask_building" : "added", { code: ticket.code });
  const pressing = call !== null;
  await reply(step, { conversation, messageId: message.id, ticketId: ticket.id, edited }, { text, pressing });
}

/** What is said of a ticket that has become an emergency: the number to call first, then who has been rung. */
export function alarmWords(
  step: Step,
  ticket: Ticket,
  { call, inPrivate }: { call: string; inPrivate: boolean },
): string {
  const spoken = ticket.private ? "group_emergency_private" : "group_emergency";
  return say(step.house.flows.texts, inPrivate ? "new_emergency" : spoken, valuesOf(step, ticket, call));
}

/** The answer to "which building?": the place is noted, the ticket goes to whoever answers for it there. */
export async function notePlace(
  step: Step,
  conversation: Conversation,
  { ticket, place, messages }: { ticket: Ticket; place: Place; messages: Heard[] },
): Promise<Ticket> {
  await step.rooms.tickets.link(ticket.id, messages);
  const text = placeName(place, "full");
  const patch = { place: better(ticket.place, place) ?? place };
  const changed = await changeTicket(step, ticket, {
    verb: "add",
    actorId: conversation.person.id,
    text,
    patch,
  });
  return changed.state === "routed" ? reroute(step, conversation, changed) : changed;
}

/** The ticket goes to the committee that answers for its category at its place; the same one keeps it. */
export async function reroute(step: Step, conversation: Conversation, ticket: Ticket): Promise<Ticket> {
  const choice = { decision: { committee: null }, where: { place: ticket.place }, category: ticket.category };
  const destination = await choose(step, conversation, choice);
  if (destination.committeeId === ticket.committeeId) return ticket;
  const patch: Patch = {
    committeeId: destination.committeeId,
    assigneeId: destination.assigneeId,
    route: destination,
  };
  return changeTicket(step, ticket, { verb: "reroute", actorId: null, patch });
}

/** How pressing it is, in whose words; `actorId`: who says that it is, where they say no more than that. */
type Raising = { decision: Pick<Decision, "request" | "urgency">; text: string; actorId?: number };

/** Raises the ticket when what is said now is urgent or an emergency and it was not; limits only come nearer. */
export async function raiseIfPressing(
  step: Step,
  ticket: Ticket,
  { decision, text, actorId }: Raising,
): Promise<Ticket> {
  const { urgency } = decision;
  if (!isPressing(decision, ticket)) return ticket;
  // Who was on duty when it came may not be now.
  const rings = urgency === "emergency" && waits(ticket);
  const assigneeId = rings ? firstToRing(step.house.community, ticket, step.now) : ticket.assigneeId;
  return changeTicket(step, ticket, {
    verb: "raise",
    actorId: actorId ?? null,
    text,
    patch: { urgency, assigneeId },
    note: { urgency },
  });
}

/** Whether what is said is more urgent than the ticket is known to be. */
export function isPressing({ request, urgency }: Raising["decision"], ticket: Ticket): boolean {
  const pressing = urgency === "emergency" || urgency === "urgent";
  return request && pressing && URGENCIES.indexOf(urgency) < URGENCIES.indexOf(ticket.urgency);
}

/** What was known, completed by what is said now; null when nothing is new or the two contradict each other. */
function better(known: Place | null, said: Place | null): Place | null {
  if (!said) return null;
  if (known?.building && said.building && said.building !== known.building) return null;
  const merged = known ? filled(known, said) : said;
  const fresh = (Object.keys(merged) as (keyof Place)[]).some(
    (key) => merged[key] !== (known?.[key] ?? null),
  );
  return fresh ? merged : null;
}
