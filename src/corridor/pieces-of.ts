import { gather } from "#src/intake/gather.ts";
import type { Piece } from "#src/intake/gather.ts";
import type { Conversation, Heard } from "#src/intake/inbox.ts";
import { partsOf } from "#src/intake/parts.ts";
import { hearCorrection } from "#src/triage/hear-correction.ts";
import { openQuestion } from "#src/dialogue/step.ts";
import { isMember } from "./answer-question.ts";
import type { House } from "./house.ts";
import { judge } from "./judge-piece.ts";

/** What was said, each matter by itself. What a member answers after a tap is one report, however much it names; so is 不是停车,是电梯. */
export function piecesOf(house: House, conversation: Conversation, messages: Heard[]): Piece[] {
  const judged = (text: string) => judge(house, text);
  const question = openQuestion(conversation.awaiting, house.clock.now());
  const isReport = question !== null && isMember(question);
  const corrects = (text: string) => hearCorrection(text, house.flows.rulebook) !== null;
  const parts = messages.flatMap((message) =>
    (isReport && message.gate === "answer") || corrects(message.text) ? [message] : partsOf(message, judged),
  );
  return gather(parts, judged);
}
