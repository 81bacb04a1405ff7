import { gather } from "#src/intake/gather.ts";
import type { Piece } from "#src/intake/gather.ts";
import type { Conversation, Heard } from "#src/intake/inbox.ts";
import { openQuestion } from "#src/dialogue/step.ts";
import { answerQuestion } from "./answer-question.ts";
import { askOpinions } from "./ask-opinions.ts";
import { hearRequest } from "./hear-request.ts";
import { joinTicket } from "./join-ticket.ts";
import { judge } from "./judge-piece.ts";
import { pressButton } from "./press-button.ts";
import { runCommand } from "./run-command.ts";
import { runStep } from "./house.ts";
import type { House, Outcome, Step } from "./house.ts";
import { turnJob } from "./jobs.ts";

/**
 * Step 2, in a worker: everything one person has said in one chat since the last turn, in order, in one transaction. A
 * language model, where there is one, is asked before it.
 */
export async function handleTurn(house: House, conversationId: number): Promise<void> {
  try {
    const opinions = await askOpinions(house, conversationId);
    await runStep(house, (step) => turn(step, conversationId), opinions);
  } catch (error) {
    await runStep(house, async ({ rooms, now, later }) => {
      const again = await rooms.inbox.failed(conversationId, now);
      if (again) later(turnJob(conversationId, again), again);
    });
    throw error;
  }
}

async function turn(step: Step, conversationId: number): Promise<void> {
  const { inbox } = step.rooms;
  const locked = await inbox.lock(conversationId);
  // A job that comes again, or before later pieces have come to rest, has nothing to do.
  if (!locked?.conversation.turnDueAt || locked.conversation.turnDueAt > step.now) return;
  const { conversation, messages } = locked;
  const keep: Heard[] = [];
  const forget: Heard[] = [];
  let again: Date | null = null;
  for (const piece of gather(messages, (text) => judge(step.house, text))) {
    const outcome = await handlePiece(step, conversation, piece);
    if (outcome === "keep") keep.push(...piece.messages);
    else if (outcome === "forget") forget.push(...piece.messages);
    else again = outcome.again;
  }
  const ids = (list: Heard[]) => list.map((message) => message.id);
  await inbox.handled(conversationId, { keep: ids(keep), forget: ids(forget), again }, step.now);
  if (again) step.later(turnJob(conversationId, again), again);
}

async function handlePiece(step: Step, conversation: Conversation, piece: Piece): Promise<Outcome> {
  const [first] = piece.messages;
  if (!first) return "forget";
  if (first.gate === "press") return pressButton(step, conversation, first);
  if (first.gate === "command") return runCommand(step, conversation, first);
  if (first.gate === "join") return joinTicket(step, conversation, first);
  const question = openQuestion(conversation.awaiting, step.now);
  if (question && piece.messages.some((message) => message.gate === "answer")) {
    const outcome = await answerQuestion(step, conversation, { question, piece });
    if (outcome) return outcome;
  }
  return hearRequest(step, conversation, piece);
}
