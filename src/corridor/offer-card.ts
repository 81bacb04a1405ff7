import type { Piece } from "#src/intake/gather.ts";
import type { Conversation } from "#src/intake/inbox.ts";
import type { Draft } from "#src/delivery/notice-parts.ts";
import { say } from "#src/dialogue/say.ts";
import { alarmed, decide } from "#src/triage/decide.ts";
import type { Decision } from "#src/triage/decide.ts";
import type { Rulebook } from "#src/triage/rulebook.ts";
import { DANGER_BUTTON } from "#src/words.ts";
import { tell } from "./change-ticket.ts";
import type { Outcome, Step } from "./house.ts";
import type { Judgement } from "./judge-piece.ts";
import { firstOf } from "./reply.ts";

export const CARD_BUTTONS = ["立单", "不是"];

/**
 * Who is asked whether a piece is a request: everyone in its group, its author there, or its author in private, where it
 * is nobody else's business. Nothing is opened before somebody taps.
 */
export type Asked = "group" | "author" | "private";

/** Of others who say the same already: their messages, and how many households it makes with the author's. */
export type Besides = { messageIds: number[]; households: number };

/** Offers one short card with the buttons 立单 and 不是, and 紧急 where its words may tell of a danger. */
export async function offerCard(
  step: Step,
  { chat, person }: Conversation,
  { piece, asked, besides }: { piece: Piece; asked: Asked; besides?: Besides },
): Promise<Outcome> {
  const message = firstOf(piece);
  if (!message) return "forget";
  const { texts, rulebook } = step.house.flows;
  const to: Record<Asked, Draft["to"]> = {
    group: { chatId: chat.id, personId: null },
    author: { chatId: chat.id, personId: person.id },
    private: { personId: person.id },
  };
  const [first] = piece.messages;
  if (besides && first) await step.rooms.inbox.addVoices(first.id, besides.messageIds);
  const several = besides && besides.households > 1;
  const touched = several ? say(texts, "card_touched", { count: String(besides.households) }) : "";
  const card = asked === "group" ? say(texts, "card_group", {}) : say(texts, "card", {});
  const danger = decide(piece.text, rulebook).suspect !== null;
  const text = `${touched}${card}${danger ? say(texts, "danger_offer", {}) : ""}`;
  const buttons = danger ? [...CARD_BUTTONS, DANGER_BUTTON] : CARD_BUTTONS;
  await tell(step, [{ to: to[asked], text, buttons }], {
    // The tap is about these messages and no others.
    key: `card-${piece.messages.map(({ id }) => id).join("-")}`,
    ticketId: null,
    messageId: message.id,
  });
  return "keep";
}

/** The messages that a card with this key is about; none for another key. */
export function messagesOf(key: string): number[] {
  const ids = /^card-([\d-]+)-\d+$/.exec(key)?.[1];
  return ids === undefined ? [] : ids.split("-").map(Number);
}

/** What a card's words are once somebody has said that they are a request: one of the likeliest category. */
export function asRequest(guess: Decision, { categories }: Rulebook): Judgement {
  const category = categories.find(({ code }) => code === guess.guess);
  return {
    ...guess,
    request: true,
    label: guess.guess,
    matter: guess.matter || (category?.name ?? guess.guess),
    sensitive: guess.sensitive || category?.sensitive === true,
    why: [...guess.why, "card"],
    review: guess.grade !== "certain",
  };
}

/**
 * The same once somebody has said that there is a danger: the one that the words were suspected of. What was nobody
 * else's business stays so.
 */
export function asDanger(guess: Decision, rulebook: Rulebook): Judgement {
  const { suspect, place, confidence } = guess;
  if (suspect === null) return asRequest(guess, rulebook);
  const why = [...guess.why, "card, danger"];
  const alarm = alarmed(suspect, { rulebook, place, via: "model", confidence, why });
  return { ...alarm, sensitive: alarm.sensitive || guess.sensitive, review: true };
}
