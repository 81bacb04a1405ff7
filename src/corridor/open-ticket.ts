import type { Piece } from "#src/intake/gather.ts";
import type { Conversation } from "#src/intake/inbox.ts";
import type { Category, CommitteeCode } from "#src/words.ts";
import { atPlace, byWhen, placeName, say } from "#src/dialogue/say.ts";
import { ask } from "#src/dialogue/step.ts";
import { committeeName } from "#src/routing/community.ts";
import { route } from "#src/routing/route.ts";
import type { Draft } from "#src/delivery/notice-parts.ts";
import type { Ticket } from "#src/tickets/ticket.ts";
import { changeTicket, limitsOf, tell } from "./change-ticket.ts";
import type { Outcome, Step } from "./house.ts";
import type { Judgement } from "./judge-piece.ts";
import { nod } from "./nod.ts";
import { dangerKey, offerDanger } from "./offer-danger.ts";
import { placeOf } from "./place-of.ts";
import type { Where } from "./place-of.ts";
import { firstOf } from "./reply.ts";

export type Found = { piece: Piece; decision: Judgement };

/** Found → routed: the ticket, its clocks, its committee and member, the word to the member and to the resident. */
export async function openTicket(step: Step, conversation: Conversation, found: Found): Promise<Outcome> {
  const { decision, piece } = found;
  if (decision.label === "none") return "forget";
  const { rooms, house, now } = step;
  const where = placeOf(step, conversation, { decision, text: piece.text });
  const category: Category = decision.label;
  const destination = await choose(step, conversation, { decision, where, category });
  const reportedAt = piece.messages[0]?.at ?? now;
  const first = {
    kind: "found",
    actorId: conversation.person.id,
    at: reportedAt,
    data: { category, urgency: decision.urgency },
  };
  const { answerBy, resultBy } = limitsOf(house, destination.committeeId, [first]);
  const ticket = await rooms.tickets.open({
    category,
    matter: decision.matter,
    urgency: decision.urgency,
    private: decision.sensitive,
    place: where.place,
    createdAt: now,
    since: reportedAt,
    answerBy,
    resultBy,
    decision: {
      label: category,
      confidence: decision.confidence,
      via: decision.via,
      why: decision.why,
      review: decision.review,
    },
    chatId: conversation.chat.id,
    committeeId: destination.committeeId,
    reporterId: conversation.person.id,
    estateId: conversation.chat.estateId,
  });
  await rooms.tickets.link(ticket.id, piece.messages);
  const routed = await changeTicket(step, ticket, {
    verb: "route",
    actorId: null,
    review: decision.review,
    danger: decision.suspect !== null,
    patch: { assigneeId: destination.assigneeId, route: destination },
  });
  await confirm(step, conversation, { ticket: routed, where, found });
  return "keep";
}

/** The committee and member for a request of this category at this place. */
export async function choose(
  step: Step,
  conversation: Conversation,
  {
    decision,
    where,
    category,
  }: { decision: { committee: CommitteeCode | null }; where: { place: Where["place"] }; category: Category },
) {
  const flow = step.house.flows.categories.find((candidate) => candidate.code === category);
  const committee = decision.committee ?? flow?.committee ?? "desk";
  const matter = { category, committee, place: where.place, estateId: conversation.chat.estateId };
  return route(matter, step.house.community, await step.rooms.tickets.load(), step.now);
}

const OWN = {
  emergency: { ask: "new_emergency_ask_place", tell: "new_emergency" },
  plain: { ask: "new_ask_place", tell: "new" },
} as const;
const GROUP = {
  emergency: { ask: "group_emergency_ask_place", tell: "group_emergency" },
  plain: { ask: "group_new_ask_place", tell: "group_new" },
} as const;

type Confirming = { ticket: Ticket; where: Where; found: Found };

/** The resident hears at once, in one message; a sensitive matter is answered in private and only announced in the group. */
async function confirm(
  step: Step,
  conversation: Conversation,
  { ticket, where, found }: Confirming,
): Promise<void> {
  const { chat, person } = conversation;
  const inGroup = chat.kind === "group";
  const call = found.decision.emergency?.call ?? null;
  // Where Linli only listens, all but a danger is said in private, where no place is asked for.
  const silent = inGroup && chat.mode !== "answer" && call === null;
  const questions = questionsOf({ ticket, where, found, silent });
  const { line, own } = firstWords(step, { ticket, where, call, ...questions });
  const { suspect } = found.decision;
  const key = suspect ? dangerKey(ticket.id, suspect) : `new-${ticket.id}`;
  const about = { key, ticketId: ticket.id, messageId: firstOf(found.piece)?.id ?? null };
  const here = { chatId: chat.id, personId: person.id };
  const inPublic = inGroup && !silent;
  const asks = questions.asksOwn ? { asks: "place" as const } : {};
  const group: Draft = { to: here, text: line, buttons: [], pressing: call !== null };
  if (ticket.private) group.invites = !(await step.rooms.outbox.isReachable(person.id));
  const alone: Draft = { to: inGroup ? { personId: person.id } : here, text: own, buttons: [], ...asks };
  // A public matter told in the group is answered there alone.
  const drafts = [...(inPublic ? [group] : []), ...(!inPublic || ticket.private ? [alone] : [])];
  await tell(step, suspect ? offerDanger(step, drafts, { chat, ticket }) : drafts, about);
  if (silent && about.messageId !== null) await nod(step, chat.id, about.messageId);
  if (questions.askPlace) await step.rooms.inbox.await(conversation.id, ask("place", ticket.id, step.now));
}

/**
 * Whether the place is asked for where everyone reads it, or (`asksOwn`) in private: of what is nobody else's business,
 * where somebody has to go there at once or no such place is known.
 */
function questionsOf({ ticket, where, found, silent }: Confirming & { silent: boolean }) {
  const { emergency, needs } = found.decision;
  const calls = emergency?.call !== undefined;
  const open = !silent && !where.place;
  return {
    askPlace: open && !ticket.private && (calls || needs.includes("building")),
    asksOwn: open && ticket.private && (calls || where.unknown !== null),
  };
}

type First = { ticket: Ticket; where: Where; call: string | null; askPlace: boolean; asksOwn: boolean };

/** The first words about a ticket: the group's line, and what its resident hears in private. */
function firstWords(
  step: Step,
  { ticket, where, call, askPlace, asksOwn }: First,
): { line: string; own: string } {
  const { texts } = step.house.flows;
  const urgency = call ? "emergency" : "plain";
  const values = valuesOf(step, ticket, call);
  const place = placeName(where.unknown, "public");
  const unknown = where.unknown ? say(texts, "unknown_place", { place }) : "";
  const askOwn = askPlace || (asksOwn && unknown === "");
  const own = join(say(texts, OWN[urgency][askOwn ? "ask" : "tell"], values), unknown);
  if (ticket.private) {
    return { line: say(texts, call ? "group_emergency_private" : "group_sensitive", values), own };
  }
  const asks = askPlace && unknown === "";
  return { line: join(say(texts, GROUP[urgency][asks ? "ask" : "tell"], values), unknown), own };
}

/** The words that the first answer may use. */
export function valuesOf({ house, now }: Step, ticket: Ticket, call: string | null) {
  return {
    code: ticket.code,
    matter: ticket.matter,
    at: atPlace(ticket.place),
    committee: committeeName(house.community, ticket.committeeId),
    answerBy: byWhen(ticket.answerBy, now),
    resultBy: byWhen(ticket.resultBy, now),
    call: call ?? "",
  };
}

function join(line: string, more: string): string {
  return more === "" ? line : `${line}${more}`;
}
