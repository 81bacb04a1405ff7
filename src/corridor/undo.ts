// What can be taken back for a short while by who did it, and how.
import type { Conversation, Heard } from "#src/intake/inbox.ts";
import { say } from "#src/dialogue/say.ts";
import { may } from "#src/desk/permit.ts";
import type { Deed } from "#src/desk/permit.ts";
import { allows } from "#src/tickets/ticket.ts";
import type { Ticket, Verb } from "#src/tickets/ticket.ts";
import { tell } from "./change-ticket.ts";
import type { Done } from "./done.ts";
import type { Step } from "./house.ts";
import { replyInPrivate } from "./reply.ts";
import { restore } from "./restore.ts";
import { unmerge } from "./split-ticket.ts";

export const UNDO_BUTTON = "撤销";
const UNDO_MS = 10 * 60_000;

/** The deed that undoes; it does so on the locked ticket, and returns what who undid it is told. */
type Undoing = { deed: Deed & Verb; run(done: Done): Promise<string> };

/** By the event that is taken back. */
const UNDO: Record<string, Undoing> = {
  withdrawn: { deed: "restore", run: restore },
  merged: { deed: "split", run: unmerge },
};

/** Answers a deed that has just been done in the doer's private chat, with the button that takes it back. */
export async function answerUndoable(done: Done, text: string): Promise<void> {
  const { step, conversation, ticket, message } = done;
  const hint = say(step.house.flows.texts, "undo_hint", {});
  const draft = {
    to: { personId: conversation.person.id },
    text: `${text}${hint}`,
    buttons: [UNDO_BUTTON],
  };
  await tell(step, [draft], {
    // Names the deed: of two of a kind on one ticket the button undoes its own.
    key: `undo-${message.id}-${ticket.id}-${step.now.getTime()}`,
    ticketId: ticket.id,
    messageId: message.id,
  });
}

/** The moment of the deed that an answer with this key offered to undo; null when it offered no such thing. */
export function undoneAt(key: string): Date | null {
  const [, at] = /^undo-\d+-\d+-(\d+)-/.exec(key) ?? [];
  return at === undefined ? null : new Date(Number(at));
}

/** `at`: when it was done; null for the last that the person did. */
type Taking = { message: Heard; code: string; ticket: Ticket | null; at: Date | null };

/** 撤销: takes back what the person did to the ticket, once and within ten minutes; else says why not. */
export async function undo(
  step: Step,
  conversation: Conversation,
  { message, code, ticket, at }: Taking,
): Promise<void> {
  const { texts } = step.house.flows;
  const { community } = step.house;
  const personId = conversation.person.id;
  const about = { conversation, messageId: message.id };
  const answer = (text: string) => replyInPrivate(step, about, { text });
  if (!ticket || !may("look", personId, ticket, community)) return answer(say(texts, "not_found", { code }));
  const events = await step.rooms.tickets.clockEvents(ticket.id);
  const last = events.findLast(({ kind }) => kind in UNDO);
  const undoing = last && UNDO[last.kind];
  if (!last || !undoing) return answer(say(texts, "old_button", {}));
  if (last.actorId !== personId || !may(undoing.deed, personId, ticket, community))
    return answer(say(texts, "not_allowed", {}));
  const another = at !== null && at.getTime() !== last.at.getTime();
  if (another || !allows(ticket.state, undoing.deed)) return answer(say(texts, "undone_already", { code }));
  if (step.now.getTime() - last.at.getTime() > UNDO_MS) return answer(say(texts, "undo_late", { code }));
  await answer(await undoing.run({ step, conversation, ticket, text: "", images: [], message }));
}
