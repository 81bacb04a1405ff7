import type { InboundMessage, Press } from "#src/message.ts";
import type { Conversation } from "#src/intake/inbox.ts";
import type { Pressed } from "#src/intake/talk.ts";
import { readChoice } from "#src/dialogue/choice.ts";
import { askedAt, openQuestion } from "#src/dialogue/step.ts";
import type { Awaiting } from "#src/dialogue/step.ts";
import { allows } from "#src/tickets/ticket.ts";
import type { Shown } from "#src/delivery/outbox.ts";
import { isMember } from "./read-answer.ts";
import { verbOf } from "./button-verbs.ts";
import type { Step } from "./house.ts";

const MINUTE = 60_000;
/** For so long what was shown may be chosen from. */
export const SHOWN_FOR_MS = 14 * 24 * 60 * MINUTE;
/** The same in a group, where the next 1 may be about something else; without a quote or a mention. */
const IN_GROUP_MS = { everyone: 5 * MINUTE, personal: 60 * MINUTE };
const LONGEST = 24;
/** A press of nothing: a choice was meant, and we ask which. */
export const UNCLEAR = "";

/**
 * The button that a message chooses in words on a channel that shows none; null when it is any other message. Which
 * ticket's is left open (neither outbox row nor code) where several were shown at once.
 */
export async function chosenButton(
  step: Step,
  conversation: Conversation,
  message: InboundMessage,
): Promise<Press | null> {
  const { press, text, images, forwarded, channel } = message;
  if (press || forwarded || images.length > 0 || text === "" || text.length > LONGEST) return null;
  if (step.house.channels.get(channel)?.buttons !== false) return null;
  const { chat, person, id } = conversation;
  const { inbox, outbox } = step.rooms;
  const since = new Date(step.now.getTime() - SHOWN_FOR_MS);
  const shown = await outbox.shown({ chatId: chat.id, personId: person.id }, since);
  if (shown.length === 0) return null;
  return choose({
    message,
    shown,
    pressed: await inbox.pressed(id, since),
    question: openQuestion(conversation.awaiting, step.now),
    spokeAt: await inbox.spokeAt(id),
    now: step.now,
  });
}

export type Choosing = {
  message: Pick<InboundMessage, "text" | "replyTo" | "mention"> & {
    chat: Pick<Conversation["chat"], "kind">;
  };
  /** The newest first. */
  shown: Shown[];
  pressed: Pressed[];
  question: Awaiting | null;
  /** When the person wrote here before. */
  spokeAt: Date | null;
  now: Date;
};

/** The button chosen of those shown, see chosenButton. A number is of what was shown last. */
export function choose(choosing: Choosing): Press | null {
  const { message, shown } = choosing;
  const quoted = message.replyTo === null ? null : shown.find((one) => one.externalId === message.replyTo);
  // Who answers something else chooses nothing.
  if (quoted === undefined) return null;
  const open = quoted ? [quoted] : shown.filter((one) => mayAnswer(one, choosing));
  for (const [index, one] of open.entries()) {
    const choice = readChoice(message.text, one.buttons);
    if (choice === null) continue;
    if (choice === "unclear") {
      const toUs = quoted || (index === 0 && isOurs(choosing, one));
      return toUs ? pressOf(one.id, UNCLEAR) : null;
    }
    const { button, by } = choice;
    if (index > 0 && (by === "number" || !isOpen(choosing, one, button))) continue;
    if (!quoted && (answersQuestion(choosing, one, by) || !isHeard(choosing, one, choice))) return null;
    const several = !quoted && message.chat.kind === "private" && isOneOfSeveral(choosing, one, button);
    return pressOf(several ? null : one.id, button);
  }
  return null;
}

function pressOf(outboundId: number | null, button: string): Press {
  return { outboundId, ticketCode: null, button };
}

function mayAnswer({ at, personal }: Shown, { message, now }: Choosing): boolean {
  if (message.chat.kind === "private" || message.mention) return true;
  return now.getTime() - at.getTime() <= IN_GROUP_MS[personal ? "personal" : "everyone"];
}

/**
 * In a group, where nobody speaks to us, only a number or the button's own words are for us; 不是 is said all the time.
 */
function isHeard(
  { message }: Choosing,
  { personal }: Shown,
  { button, by }: { button: string; by: string },
): boolean {
  if (message.chat.kind === "private" || message.mention) return true;
  return by === "number" || (by === "own" && (personal || button !== "不是"));
}

/** What is said after our question is its answer; but no number is what a member has done. */
function answersQuestion({ question, message }: Choosing, { at }: Shown, by: string): boolean {
  if (!question || message.mention || askedAt(question) < at) return false;
  return !isMember(question) || by !== "number";
}

/** Whether a number that there is none of is meant for what was shown: in private, and no answer to a question of ours. */
function isOurs(choosing: Choosing, one: Shown): boolean {
  return choosing.message.chat.kind === "private" && !answersQuestion(choosing, one, "number");
}

/** Whether a button of what was shown has not been chosen yet, and its ticket still allows what it does. */
function isOpen({ pressed }: Choosing, { id, state }: Shown, button: string): boolean {
  const verb = verbOf(button);
  if (state !== null && verb !== null && !allows(state, verb)) return false;
  return !isPressed(pressed, id, button);
}

/** Whether the button of an outbound message is among those pressed. */
export function isPressed(pressed: Pressed[], outboundId: number, button: string): boolean {
  return pressed.some((one) => one.outboundId === outboundId && one.button === button);
}

/** Whether the same button of another ticket has been shown since the person last wrote. */
function isOneOfSeveral(choosing: Choosing, one: Shown, button: string): boolean {
  const { shown, spokeAt } = choosing;
  const isNew = ({ at }: Shown) => spokeAt === null || at > spokeAt;
  if (one.ticketId === null || !isNew(one) || !isOpen(choosing, one, button)) return false;
  return shown.some(
    (other) =>
      other.ticketId !== null &&
      other.ticketId !== one.ticketId &&
      isNew(other) &&
      other.buttons.includes(button) &&
      isOpen(choosing, other, button),
  );
}
