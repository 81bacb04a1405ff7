import type { InboundMessage } from "#src/message.ts";
import { gate, turnDue } from "#src/intake/gate.ts";
import type { Gate, Hearing, Incoming } from "#src/intake/gate.ts";
import { mask } from "#src/intake/mask.ts";
import type { Conversation, Reference } from "#src/intake/inbox.ts";
import { split, splitJoin } from "#src/intake/split.ts";
import { clean, cleanName } from "#src/intake/clean.ts";
import { decide } from "#src/triage/decide.ts";
import type { Decision, Rulebook } from "#src/triage/decide.ts";
import { hearCorrection } from "#src/triage/hear-correction.ts";
import { placeAnswered } from "#src/triage/place.ts";
import { isAgreeing, isFragment, isJoin, isThanks } from "#src/triage/signals.ts";
import { openQuestion } from "#src/dialogue/step.ts";
import type { Awaiting } from "#src/dialogue/step.ts";
import { parseCommand } from "#src/desk/command.ts";
import { chosenButton } from "./choose-button.ts";
import { CORRECTING_MS } from "./correct-ticket.ts";
import { verdictOf } from "./judge-piece.ts";
import { withHeld } from "./open-held.ts";
import { recognise } from "./recognise.ts";
import { runStep } from "./house.ts";
import type { House, Step } from "./house.ts";
import { turnJob } from "./jobs.ts";

/**
 * Step 1, in the channel's handler: writes the message once and asks for its turn. When it resolves, the platform may be
 * told that we have the message; when it throws, the platform must send it again.
 */
export async function accept(house: House, given: InboundMessage): Promise<void> {
  const message = withCleanNames(given);
  const heard = hear(message.text, house.flows.rulebook);
  const privateChat = house.channels.get(message.channel)?.privateChat(message.from.id) ?? null;
  await runStep(house, async (step) => {
    const { rooms, now, later } = step;
    const met = await recognise(step, message, privateChat);
    const conversation = await withHeld(step, met);
    const press = message.press ?? (await chosenButton(step, conversation, message));
    const { kind, incoming } = await listen(step, conversation, { message: { ...message, press }, ...heard });
    // In a group where it is off Linli keeps nothing but the word to be on again.
    if (conversation.chat.mode === "off" && conversation.chat.kind === "group" && kind !== "command") return;
    const received = await rooms.inbox.receive(conversation, {
      id: 0,
      externalId: message.id,
      at: message.at,
      gate: kind,
      text: press ? "" : keptText(kind, heard),
      images:
        kind === "chatter" ? [] : message.images.map((image) => ({ ...image, channel: message.channel })),
      replyTo: message.replyTo,
      thread: message.thread ?? null,
      press,
      due: turnDue(kind, incoming, conversation.openSince, now),
    });
    if (!received) return;
    const { conversationId, messageId, turnDueAt } = received;
    later(turnJob(conversationId, turnDueAt, messageId), turnDueAt);
  });
}

/** Names are shown to members beside the words: they must not look like more than a name. */
function withCleanNames(message: InboundMessage): InboundMessage {
  const { from, chat } = message;
  return {
    ...message,
    from: { ...from, name: cleanName(from.name) },
    chat: { ...chat, title: cleanName(chat.title) },
  };
}

/**
 * Chatter is not kept. What asks nothing itself, and only may come before a request, is kept without its personal data;
 * who works on a request needs them.
 */
export function keptText(kind: Gate, { text, decision }: Heeded): string {
  if (kind === "chatter") return "";
  const asks = decision.grade !== "none" || introduces(decision);
  return kind === "maybe" && !asks ? mask(text).text : text;
}

/** Who names their own stairs has more to say. */
function introduces({ place }: Decision): boolean {
  return place?.unit != null;
}

/** A message's words as they are kept, and what triage makes of them. */
export type Heeded = {
  text: string;
  hearing: Omit<Hearing, "complete">;
  /** What it is when judged alone. */
  decision: Decision;
  /** It would put a ticket right, if its sender has just had one. */
  corrects: boolean;
  /** It joins a neighbour's matter and goes on to another. */
  more: boolean;
  /** A sign alone, which joins where it answers to a neighbour. */
  agrees: boolean;
};

/** Takes a text as it was written; needs no database. */
export function hear(written: string, rulebook: Rulebook): Heeded {
  const text = clean(written);
  const decision = decide(text, rulebook);
  const joins = (part: string) => isJoin(part, rulebook);
  const verdict = (part: string) => verdictOf(part, rulebook);
  const more = splitJoin(text, verdict, joins) !== null;
  // A danger may be told beside another matter.
  const parts = decision.emergency === null ? split(text, verdict) : [];
  const join = joins(text) && !more;
  const corrects = hearCorrection(text, rulebook) !== null;
  const hearing = {
    request: decision.request || more,
    certain: decision.grade === "certain" || corrects || more,
    // Who joins in tells of the matter that is there already.
    emergency:
      parts.length > 1
        ? parts.some((part) => verdict(part)?.emergency)
        : decision.emergency !== null && !(join && decision.via === "model"),
    join,
    thanks: isThanks(text, rulebook) && !corrects,
    fragment: isFragment(text, rulebook),
    place: Boolean(decision.place?.building ?? decision.place?.spot),
    open: text.length >= 5 && !decision.request && (decision.confidence < OPEN_BELOW || introduces(decision)),
  };
  return { text, hearing, decision, corrects, more, agrees: isAgreeing(text, rulebook) };
}

type Said = Pick<InboundMessage, "images" | "replyTo" | "mention" | "press" | "forwarded">;

/** What the gate makes of a message in its conversation, and what it has looked at. */
export async function listen(
  step: Step,
  conversation: Conversation,
  said: Heeded & { message: Said },
): Promise<{ kind: Gate; incoming: Incoming }> {
  const { replyTo } = said.message;
  const reference = replyTo ? await step.rooms.inbox.reference(conversation.chat.id, replyTo) : null;
  const { rulebook } = step.house.flows;
  const incoming = read({ ...said, rulebook, conversation, reference, now: step.now });
  return { kind: gate(incoming), incoming };
}

/** Triage is surer than this of what is plainly chatter. */
const OPEN_BELOW = 0.9;
const OWN_MATTER = /我|咱|也|麻烦|请|求|帮|投诉|报修|反映|\d[栋幢#号]/;
/** For so long after one's own ticket, more words in the same chat are likely to be about it. */
const JUST_NOW_MS = 75_000;

function within(at: Date | null, now: Date, span: number): boolean {
  return at !== null && now.getTime() - at.getTime() <= span;
}

type Reading = Heeded & {
  message: Said;
  rulebook: Rulebook;
  conversation: Conversation;
  reference: Reference | null;
  now: Date;
};

function read(reading: Reading): Incoming {
  const { message, text, hearing, decision, corrects, more, conversation, reference, now } = reading;
  const isPrivate = conversation.chat.kind === "private";
  // What is said back to a neighbour is banter, unless it asks for something or is about the sender too.
  const elsewhere =
    message.replyTo !== null && reference?.conversationId !== conversation.id && !reference?.ours;
  const question = openQuestion(conversation.awaiting, now);
  return {
    press: message.press !== null,
    command: message.forwarded !== true && parseCommand(text, isPrivate) !== null,
    private: isPrivate,
    addressed: message.mention || reference?.ours === true,
    aboutTicket: (reference?.ticketIds.length ?? 0) > 0,
    images: message.images.length,
    empty: text === "",
    hearing: {
      ...hearing,
      // A thumb up to a neighbour's words says +1; to ours it says thanks.
      join: hearing.join || (reading.agrees && elsewhere && reference !== null),
      request:
        more || (hearing.request && !(elsewhere && (decision.grade !== "certain" || !OWN_MATTER.test(text)))),
      complete: isComplete(reading),
      place: hearing.place || answersPlace(reading, question),
    },
    awaiting: question !== null,
    gathering:
      conversation.openSince !== null ||
      within(conversation.ticketAt, now, corrects ? CORRECTING_MS : JUST_NOW_MS),
    elsewhere,
  };
}

/** Whether it answers, be it by bare numbers, where we have just asked for the place. */
function answersPlace({ text, conversation, now }: Reading, question: Awaiting | null): boolean {
  if (question?.kind !== "place" || !within(conversation.ticketAt, now, JUST_NOW_MS)) return false;
  return placeAnswered(text) !== null;
}

/** Whether, with this message, it has been said what is the matter and, where that counts, in which building. */
function isComplete({ text, decision, conversation, rulebook }: Reading): boolean {
  const { openTexts } = conversation;
  const whole = openTexts.length === 0 ? decision : decide([...openTexts, text].join("\n"), rulebook);
  const { grade, needs } = whole;
  return grade === "certain" && needs.length === 0;
}
