import type { Piece } from "#src/intake/gather.ts";
import type { Conversation, Heard } from "#src/intake/inbox.ts";
import type { Place } from "#src/words.ts";
import { decide } from "#src/triage/decide.ts";
import { hearCorrection } from "#src/triage/hear-correction.ts";
import type { HeardCorrection } from "#src/triage/hear-correction.ts";
import { placeName, say } from "#src/dialogue/say.ts";
import type { Awaiting } from "#src/dialogue/step.ts";
import { buildingOf } from "#src/routing/community.ts";
import { allows, isReporter } from "#src/tickets/ticket.ts";
import type { Ticket } from "#src/tickets/ticket.ts";
import { addToTicket, raiseIfPressing, reroute } from "./add-to-ticket.ts";
import { changeTicket } from "./change-ticket.ts";
import { doDeed } from "./do-deed.ts";
import type { Outcome, Step } from "./house.ts";
import { lockAll } from "./join-ticket.ts";
import { keepCorrection } from "./keep-correction.ts";
import { putInto } from "./recategorise.ts";
import { firstOf, reply, replyInPrivate } from "./reply.ts";

/** For so long a resident's next words in the chat may put the ticket right without saying which they mean. */
export const CORRECTING_MS = 10 * 60_000;
/** In private there is nobody else whom they could be said to. */
const CORRECTING_IN_PRIVATE_MS = 7 * 24 * 3_600_000;

type Correcting = { piece: Piece; message: Heard; ticket: Ticket; heard: HeardCorrection };

/**
 * A reporter puts our understanding right in their own words. Until somebody has accepted the ticket it is changed; from
 * then on the words are added to it. Null when nothing is put right, or it is not theirs: then it is heard as ever.
 */
export async function takeCorrection(
  step: Step,
  conversation: Conversation,
  { piece, question }: { piece: Piece; question: Awaiting | null },
): Promise<Outcome | null> {
  const heard = hearCorrection(piece.text, step.house.flows.rulebook);
  const isAnswer = question !== null && (question.kind !== "place" || heard?.of === "place");
  const message = firstOf(piece);
  if (!heard || !message || isAnswer) return null;
  const ticket = await ticketMeant(step, conversation, { piece, heard });
  if (!ticket || (heard.of === "category" && heard.category === ticket.category)) return null;
  if (allows(ticket.state, "reroute")) return putRight(step, conversation, { piece, message, ticket, heard });
  return allows(ticket.state, "withdraw") ? addToTicket(step, conversation, { piece, ticket }) : null;
}

/** The person's own ticket, locked: the one answered to, else the newest in this chat that it can be about. */
async function ticketMeant(
  step: Step,
  conversation: Conversation,
  { piece, heard }: Pick<Correcting, "piece" | "heard">,
): Promise<Ticket | null> {
  const { rooms } = step;
  const { chat, person } = conversation;
  const replyTo = piece.messages.find((message) => message.replyTo !== null)?.replyTo;
  const reference = replyTo ? await rooms.inbox.reference(chat.id, replyTo) : null;
  const named = reference?.ticketIds ?? [];
  const toOthers = reference !== null && !reference.ours && reference.conversationId !== conversation.id;
  if (toOthers && named.length === 0) return null;
  const ids = named.length > 0 ? named : await recentOf(step, conversation);
  const tickets = (await lockAll(step, ids)).filter((ticket) => isReporter(ticket, person.id));
  const denied = heard.of === "category" ? heard.not : [];
  return tickets.find(({ category }) => denied.includes(category)) ?? tickets[0] ?? null;
}

/** The person's own tickets that are worked on, new in this chat, or of any chat when said in private; newest first. */
async function recentOf({ rooms, now }: Step, { chat, person }: Conversation): Promise<number[]> {
  const inPrivate = chat.kind === "private";
  const since = new Date(now.getTime() - (inPrivate ? CORRECTING_IN_PRIVATE_MS : CORRECTING_MS));
  const candidates = await rooms.tickets.candidates(chat.id, person.id, since);
  return candidates
    .filter(({ ticket }) => allows(ticket.state, "withdraw"))
    .filter(({ ticket }) =>
      ticket.reporters.some(
        ({ personId, chatId }) => personId === person.id && (inPrivate || chatId === chat.id),
      ),
    )
    .toSorted((a, b) => b.lastAt.getTime() - a.lastAt.getTime())
    .map(({ ticket }) => ticket.id);
}

async function putRight(step: Step, conversation: Conversation, correcting: Correcting): Promise<Outcome> {
  const { heard } = correcting;
  switch (heard.of) {
    case "category":
      await putElsewhere(step, conversation, { ...correcting, heard });
      break;
    case "place":
      await replacePlace(step, conversation, { ...correcting, place: heard.place });
      break;
    case "none":
      await takeBack(step, conversation, correcting);
      break;
    default: {
      const never: never = heard;
      throw new Error(`unknown correction ${String(never)}`);
    }
  }
  return "keep";
}

type Renamed = Correcting & { heard: Extract<HeardCorrection, { of: "category" }> };

async function putElsewhere(
  step: Step,
  conversation: Conversation,
  { piece, ticket, heard }: Renamed,
): Promise<void> {
  const { category, matter, words } = heard;
  const putting = { ticket, category, matter, said: words, source: "resident" } as const;
  const changed = await putInto(step, conversation, putting);
  await step.rooms.tickets.link(ticket.id, piece.messages);
  const decision = decide(words, step.house.flows.rulebook);
  await raiseIfPressing(step, changed, { decision, text: piece.text });
}

/** The place is replaced by the one said; one that the estate does not have is asked about, never taken. */
async function replacePlace(
  step: Step,
  conversation: Conversation,
  { piece, message, ticket, place }: Correcting & { place: Place },
): Promise<void> {
  const { house } = step;
  const { texts } = house.flows;
  const known = corrected(ticket.place, place);
  const about = { conversation, messageId: message.id, ticketId: ticket.id };
  const tell = ticket.private ? replyInPrivate : reply;
  await step.rooms.tickets.link(ticket.id, piece.messages);
  if (buildingOf(house.community, conversation.chat.estateId, known) === "unknown") {
    const text = say(texts, "unknown_place", { place: placeName(known, "public") });
    return tell(step, about, { text });
  }
  const doing = { actorId: conversation.person.id, text: piece.text, patch: { place: known } };
  const changed = await changeTicket(step, ticket, { verb: "add", ...doing });
  await reroute(step, conversation, changed);
  const text = say(texts, "place_noted", { code: ticket.code, place: placeName(known, "public") });
  await tell(step, about, { text });
}

/** What is said replaces what is known from there inwards: another unit is in the same building, but not its room. */
function corrected(known: Place | null, said: Place): Place {
  if (said.building || !known || (!said.unit && !said.room)) return said;
  const unit = said.unit ?? known.unit;
  return { building: known.building, unit, room: said.room, spot: said.spot ?? known.spot };
}

/** It was nothing: as if they had withdrawn it, and a case for triage unless neighbours go on with it. */
async function takeBack(
  step: Step,
  conversation: Conversation,
  { piece, message, ticket }: Correcting,
): Promise<void> {
  if (ticket.reporters.length === 1)
    await keepCorrection(step, ticket, { fromLabel: ticket.category, toLabel: "none", source: "resident" });
  await step.rooms.tickets.link(ticket.id, piece.messages);
  await doDeed(step, conversation, { deed: "withdraw", code: ticket.code, ticket, text: "", message });
}
