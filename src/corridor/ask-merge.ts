import type { Conversation, Heard } from "#src/intake/inbox.ts";
import { say } from "#src/dialogue/say.ts";
import { COMMANDS } from "#src/desk/command.ts";
import { may } from "#src/desk/permit.ts";
import type { Offered } from "#src/delivery/outbox.ts";
import { unfit } from "#src/tickets/merge.ts";
import type { Ticket } from "#src/tickets/ticket.ts";
import { tell } from "./change-ticket.ts";
import { answer } from "./done.ts";
import type { Done } from "./done.ts";
import type { Outcome, Step } from "./house.ts";
import { mergeTickets } from "./merge-tickets.ts";
import { replyInPrivate } from "./reply.ts";
import { splitTicket } from "./split-ticket.ts";
import { answerUndoable } from "./undo.ts";

export const ASKED_BUTTONS = ["确认", "不是"];
const CODE = /^([A-Za-z]{1,2}\d{4})$/;

type Asking = { message: Heard; code: string; rest: string };

/** /合并 A B: asks once more before B goes into A; returns what is said where it cannot. */
export async function askMerge(
  step: Step,
  conversation: Conversation,
  { message, code, rest }: Asking,
): Promise<string | null> {
  const { texts } = step.house.flows;
  const other = CODE.exec(rest)?.[1]?.toUpperCase();
  if (!other) return say(texts, "usage", { usage: COMMANDS.merge.usage });
  const into = await step.rooms.tickets.lockByCode(code);
  const from = await step.rooms.tickets.lockByCode(other);
  const personId = conversation.person.id;
  const { community } = step.house;
  for (const [named, ticket] of [
    [code, into],
    [other, from],
  ] as const) {
    if (!ticket || !may("look", personId, ticket, community)) return say(texts, "not_found", { code: named });
    if (!may("merge", personId, ticket, community)) return say(texts, "not_allowed", {});
  }
  const refused = into && from && refusal(step, personId, { into, from });
  if (!into || !from || refused) return refused ?? null;
  const text = say(texts, "merge_ask", {
    code: from.code,
    matter: from.matter,
    into: into.code,
    whole: into.matter,
  });
  await tell(step, [{ to: { personId }, text, buttons: ASKED_BUTTONS }], {
    key: `merge-${into.id}-${from.id}-${message.id}`,
    ticketId: into.id,
    messageId: message.id,
  });
  return null;
}

/** Why a person may not merge two tickets that they may look at; null where they may. */
function refusal(
  { house }: Step,
  personId: number,
  { into, from }: { into: Ticket; from: Ticket },
): string | null {
  const { texts } = house.flows;
  const right = [into, from].every((ticket) => may("merge", personId, ticket, house.community));
  if (!right) return say(texts, "not_allowed", {});
  const why = unfit(into, from);
  if (why === null) return null;
  if (why !== "from" && why !== "into") return say(texts, `merge_${why}`, {});
  const { code, state } = why === "from" ? from : into;
  return say(texts, "not_now", { code, state: texts.words.states[state] });
}

/** /拆 B: asks once more before it is by itself again. */
export async function askSplit(done: Done): Promise<void> {
  const { step, conversation, ticket, message } = done;
  const { texts } = step.house.flows;
  const into = ticket.mergedId === null ? null : await step.rooms.tickets.lock(ticket.mergedId);
  if (into?.state === "merged")
    return answer(done, say(texts, "split_nested", { code: ticket.code, into: into.code }));
  const text = say(texts, "split_ask", { code: ticket.code, into: into?.code ?? "" });
  await tell(step, [{ to: { personId: conversation.person.id }, text, buttons: ASKED_BUTTONS }], {
    key: `split-ask-${ticket.id}-${message.id}`,
    ticketId: ticket.id,
    messageId: message.id,
  });
}

const ASKED = /^(?:merge-(?<into>\d+)-(?<from>\d+)|split-ask-(?<ticket>\d+))-\d+-\d+$/;

/** The tap on 确认 or 不是 after /合并 and /拆; null for a button of anything else. What has changed since is seen anew. */
export async function takeAsked(
  step: Step,
  conversation: Conversation,
  { message, offered }: { message: Heard; offered: Offered },
): Promise<Outcome | null> {
  const asked = ASKED.exec(offered.key)?.groups;
  if (!asked) return null;
  const { texts } = step.house.flows;
  const tap = { message, conversation, personId: conversation.person.id };
  let text: string | null = say(texts, "not_done", {});
  if (message.press?.button === ASKED_BUTTONS[0]) {
    text = asked["ticket"]
      ? await confirmSplit(step, Number(asked["ticket"]), tap)
      : await confirmMerge(step, [Number(asked["into"]), Number(asked["from"])], tap);
  }
  if (text === null) return "keep";
  await replyInPrivate(step, { conversation, messageId: message.id, ticketId: offered.ticketId }, { text });
  return "keep";
}

type Tap = { message: Heard; conversation: Conversation; personId: number };

/** Returns what is said where it cannot be; null where it was done, and its answer can be taken back for a while. */
async function confirmMerge(
  step: Step,
  [intoId, fromId]: [number, number],
  { message, conversation, personId }: Tap,
): Promise<string | null> {
  const { tickets } = step.rooms;
  const { texts } = step.house.flows;
  const into = await tickets.lock(intoId);
  const from = await tickets.lock(fromId);
  if (!into || !from) return say(texts, "old_button", {});
  const refused = refusal(step, personId, { into, from });
  if (refused) return refused;
  const whole = await mergeTickets(step, { into, from, actorId: personId, messageId: message.id });
  const done = { step, conversation, ticket: from, text: "", images: [], message };
  await answerUndoable(done, say(texts, "merge_done", { code: from.code, into: whole.code }));
  return null;
}

async function confirmSplit(step: Step, ticketId: number, { message, personId }: Tap): Promise<string> {
  const { texts } = step.house.flows;
  const ticket = await step.rooms.tickets.lock(ticketId);
  if (!ticket || !may("split", personId, ticket, step.house.community)) return say(texts, "not_allowed", {});
  const { code, state } = ticket;
  if (state !== "merged") return say(texts, "not_now", { code, state: texts.words.states[state] });
  const split = await splitTicket(step, { ticket, actorId: personId, messageId: message.id });
  return split === "nested" ? say(texts, "old_button", {}) : say(texts, "split_done", { code });
}
