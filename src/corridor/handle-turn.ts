import type { Piece } from "#src/intake/gather.ts";
import type { Conversation } from "#src/intake/inbox.ts";
import { openQuestion } from "#src/dialogue/step.ts";
import { answerQuestion } from "./answer-question.ts";
import { askOpinions } from "./ask-opinions.ts";
import { takeCorrection } from "./correct-ticket.ts";
import { hearRequest } from "./hear-request.ts";
import { joinTicket } from "./hear-join.ts";
import { piecesOf } from "./pieces-of.ts";
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
  const { messages } = locked;
  let { conversation } = locked;
  const keep = new Set<number>();
  const forget = new Set<number>();
  let again: Date | null = null;
  const waiting = new Set<number>();
  const pieces = piecesOf(step.house, conversation, messages);
  for (const piece of pieces) {
    const ids = piece.messages.map((message) => message.id);
    // The parts of a message that has to wait wait with it.
    if (ids.some((id) => waiting.has(id))) continue;
    const outcome = await handlePiece(step, conversation, piece);
    if (piece !== pieces.at(-1)) conversation = await asNow(step, conversation, piece);
    if (outcome === "keep") for (const id of ids) keep.add(id);
    else if (outcome === "forget") for (const id of ids) forget.add(id);
    else {
      again = outcome.again;
      for (const id of ids) waiting.add(id);
    }
  }
  // A message is kept for the sake of any of its parts.
  await inbox.handled(
    conversationId,
    { keep: [...keep], forget: [...forget].filter((id) => !keep.has(id)), again },
    step.now,
  );
  if (again) step.later(turnJob(conversationId, again), again);
}

/** The conversation of who speaks: a code may have made them one with another person. */
async function asNow(
  { rooms }: Step,
  conversation: Conversation,
  { messages }: Piece,
): Promise<Conversation> {
  if (messages.every(({ gate }) => gate !== "command" && gate !== "press")) return conversation;
  const now = (await rooms.inbox.lock(conversation.id))?.conversation;
  return now && now.person.id !== conversation.person.id ? now : conversation;
}

async function handlePiece(step: Step, conversation: Conversation, piece: Piece): Promise<Outcome> {
  const [first] = piece.messages;
  if (!first) return "forget";
  if (first.gate === "press") return pressButton(step, conversation, first);
  if (first.gate === "command") return runCommand(step, conversation, first);
  if (first.gate === "join") return joinTicket(step, conversation, first);
  const question = openQuestion(conversation.awaiting, step.now);
  const corrected = await takeCorrection(step, conversation, { piece, question });
  if (corrected) return corrected;
  // Who tells of two matters answers nothing.
  const answers = piece.messages.some((message) => message.gate === "answer");
  // A picture may have been on its way when we asked for it.
  const shows = question?.kind === "result" && piece.text === "" && conversation.chat.kind === "private";
  if (question && !piece.beside && (answers || shows)) {
    const outcome = await answerQuestion(step, conversation, { question, piece });
    if (outcome) return outcome;
  }
  return hearRequest(step, conversation, piece);
}
