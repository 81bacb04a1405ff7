import { gather } from "#src/intake/gather.ts";
import type { Piece } from "#src/intake/gather.ts";
import type { Conversation, Heard } from "#src/intake/inbox.ts";
import { joinedPartsOf, partsOf } from "#src/intake/parts.ts";
import { hearCorrection } from "#src/triage/hear-correction.ts";
import { isJoin } from "#src/triage/signals.ts";
import { openQuestion } from "#src/dialogue/step.ts";
import { isMember } from "./read-answer.ts";
import type { House } from "./house.ts";
import { judge } from "./judge-piece.ts";

/** What was said, each matter by itself. What a member answers after a tap is one report, however much it names; so is 不是停车,是电梯. */
export function piecesOf(house: House, conversation: Conversation, messages: Heard[]): Piece[] {
  const judged = (text: string) => judge(house, text);
  const question = openQuestion(conversation.awaiting, house.clock.now());
  const isReport = question !== null && isMember(question);
  const corrects = (text: string) => hearCorrection(text, house.flows.rulebook) !== null;
  const joins = (text: string) => isJoin(text, house.flows.rulebook);
  const inGroup = conversation.chat.kind === "group";
  const parts = messages.flatMap((message) => {
    if ((isReport && message.gate === "answer") || corrects(message.text)) return [message];
    return inGroup ? joinedPartsOf(message, judged, joins) : partsOf(message, judged);
  });
  return gather(parts, judged);
}
