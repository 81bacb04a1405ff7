import type { Piece } from "#src/intake/gather.ts";
import type { Conversation } from "#src/intake/inbox.ts";
import { placeName, say } from "#src/dialogue/say.ts";
import { step as takeStep } from "#src/dialogue/step.ts";
import type { Awaiting } from "#src/dialogue/step.ts";
import { readVerdict } from "#src/dialogue/verdict.ts";
import { buildingOf } from "#src/routing/community.ts";
import type { Place } from "#src/words.ts";
import { allows, firstReporter } from "#src/tickets/ticket.ts";
import type { Ticket } from "#src/tickets/ticket.ts";
import { addToTicket, notePlace } from "./add-to-ticket.ts";
import { doDeed } from "./do-deed.ts";
import { foldIn } from "./fold-in.ts";
import type { Outcome, Step } from "./house.ts";
import { lockAll } from "./join-ticket.ts";
import { judgePiece } from "./judge-piece.ts";
import { isHalfPlace, readAnswer } from "./read-answer.ts";
import { firstOf, reply } from "./reply.ts";

/** An answer to our open question; null when the message turns out to be about something else. */
export async function answerQuestion(
  step: Step,
  conversation: Conversation,
  { question, piece }: { question: Awaiting; piece: Piece },
): Promise<Outcome | null> {
  const { rooms, house } = step;
  const [ticket] = await lockAll(step, [question.ticketId]);
  const message = firstOf(piece);
  if (!ticket || !message) return null;
  const decision = judgePiece(step, piece);
  if (await givesStars(step, conversation, { question, piece })) return null;
  const next = takeStep(question, readAnswer(house.flows.rulebook, { question, piece, ticket, decision }));
  if (next.do === "other") return null;
  const about = { conversation, messageId: message.id, ticketId: ticket.id };
  if (next.do === "verb" || next.do === "cancel") await rooms.inbox.await(conversation.id, null);
  if (next.do === "cancel") {
    await reply(step, about, { text: say(house.flows.texts, "cancelled", { code: ticket.code }) });
    return "keep";
  }
  if (next.do === "verb") {
    const images = piece.messages.flatMap((heard) => heard.images);
    await doDeed(step, conversation, {
      deed: next.verb,
      code: ticket.code,
      ticket,
      text: next.text,
      images,
      message,
      said: piece.messages,
      given: question.given,
    });
    return "keep";
  }
  if (!allows(ticket.state, "add")) return null;
  if (next.do === "add") {
    const asks = question.kind === "place" && isHalfPlace(piece.text);
    return addToTicket(step, conversation, { piece, ticket, asks });
  }
  await reply(step, about, {
    text: await takePlace(step, conversation, { piece, ticket, place: next.place }),
  });
  return "keep";
}

/** Whether a number is for the stars that a closing of theirs asks for, not for the building that we asked for. */
async function givesStars(
  { rooms }: Step,
  { person }: Conversation,
  { question, piece }: { question: Awaiting; piece: Piece },
): Promise<boolean> {
  if (question.kind !== "place" || readVerdict(piece.text)?.deed !== "rate") return false;
  return (await rooms.tickets.count({ reporterId: person.id, states: ["reported"] })) > 0;
}

type Placing = { piece: Piece; ticket: Ticket; place: Place };

/** Notes the place that was asked for; returns what is said to it. One that the estate does not have is asked again. */
async function takePlace(
  step: Step,
  conversation: Conversation,
  { piece, ticket, place }: Placing,
): Promise<string> {
  const { texts } = step.house.flows;
  if (buildingOf(step.house.community, conversation.chat.estateId, place) === "unknown") {
    return say(texts, "unknown_place", { place: placeName(place, "public") });
  }
  await step.rooms.inbox.await(conversation.id, null);
  const noted = await notePlace(step, conversation, { ticket, place, messages: piece.messages });
  const placed = await foldIn(step, conversation, { ticket: noted, messageId: piece.messages[0]?.id ?? 0 });
  const codes = [placed.code, ...(await placeOthers(step, conversation, { except: ticket.id, place }))];
  return say(texts, "place_noted", { code: codes.join("、"), place: placeName(placed.place, "public") });
}

const SAME_BREATH_MS = 10 * 60_000;

/** One place answers for all that the person has just reported in this chat without one; returns their codes. */
async function placeOthers(
  step: Step,
  conversation: Conversation,
  { except, place }: { except: number; place: Place },
): Promise<string[]> {
  const { chat, person } = conversation;
  const since = new Date(step.now.getTime() - SAME_BREATH_MS);
  const codes: string[] = [];
  for (const { ticket } of await step.rooms.tickets.candidates(chat.id, person.id, since)) {
    const own = firstReporter(ticket)?.personId === person.id && ticket.chat.id === chat.id;
    if (ticket.id === except || !own || ticket.place || ticket.private || !allows(ticket.state, "add"))
      continue;
    const locked = await step.rooms.tickets.lock(ticket.id);
    if (locked) await notePlace(step, conversation, { ticket: locked, place, messages: [] });
    codes.push(ticket.code);
  }
  return codes;
}
