import type { Place } from "#src/words.ts";
import { turnDue } from "#src/intake/gate.ts";
import type { Gate } from "#src/intake/gate.ts";
import type { Kept } from "#src/intake/inbox.ts";
import { decide } from "#src/triage/decide.ts";
import type { Decision } from "#src/triage/decide.ts";
import { isJoin } from "#src/triage/signals.ts";
import { isTypo } from "#src/triage/typo.ts";
import { allows, isReporter } from "#src/tickets/ticket.ts";
import type { Ticket } from "#src/tickets/ticket.ts";
import { hear, keptText, listen } from "./accept.ts";
import { addToTicket, isPressing } from "./add-to-ticket.ts";
import type { Changed } from "./follow-change.ts";
import { loseWords } from "./follow-recall.ts";
import type { Step } from "./house.ts";
import { turnJob } from "./jobs.ts";

export type Edit = { text: string; mention: boolean; at: Date };

/**
 * Other words for a message: before its turn they are heard as if they had been written so; afterwards as new where
 * nothing came of the old ones, else as more about the ticket.
 */
export async function followEdit(step: Step, changed: Changed, edit: Edit): Promise<void> {
  const { message, conversation } = changed;
  const heard = hear(edit.text, step.house.flows.rulebook);
  if (message.gate === "press" || isKnown(message, heard.text, edit.at)) return;
  const [part, ...others] = message.tickets;
  if (part && others.length === 0)
    return editOnTicket(step, changed, { text: heard.text, at: edit.at, ticketId: part.ticketId });
  if (part) {
    // Which new words belong to which of its tickets is for the turn to find out.
    const again = { kind: "request" as const, text: heard.text, at: edit.at, editedAt: edit.at };
    return hearInTurn(step, changed, { ...again, due: step.now });
  }
  const rest = {
    ...conversation,
    openSince: changed.others[0]?.at ?? null,
    openTexts: changed.others.map(({ text }) => text).filter((text) => text !== ""),
  };
  const { kind, incoming } = await listen(step, rest, {
    ...heard,
    message: { ...message, mention: edit.mention },
  });
  const { text } = heard;
  const due = turnDue(kind, incoming, conversation.openSince, step.now);
  if (message.handled && !isNews(message, kind, heard.hearing.emergency)) {
    // A card's words are kept for the tap on it; what was forgotten stays so.
    const kept = message.gate === "addressed" && message.text !== "" ? text : message.text;
    await step.rooms.inbox.edit(message.id, { text: kept, gate: message.gate, editedAt: edit.at });
  } else if (due) {
    const at = message.handled ? edit.at : message.at;
    await hearInTurn(step, changed, { kind, text: keptText(kind, heard), at, editedAt: edit.at, due });
  } else {
    await step.rooms.inbox.edit(message.id, { text: "", gate: kind, editedAt: edit.at });
    const again = changed.others.length > 0 ? conversation.turnDueAt : null;
    await step.rooms.inbox.handled(conversation.id, { keep: [], forget: [message.id], again }, step.now);
  }
}

/** The same words, or an edit that came before another: one that comes twice changes nothing the second time. */
function isKnown({ text, editedAt }: Kept, words: string, at: Date): boolean {
  if (words === text) return true;
  // What was forgotten after its turn does not show that it had these words.
  return editedAt !== null && (at < editedAt || (at.getTime() === editedAt.getTime() && text === ""));
}

/** Whether a message of which no ticket came is worth a turn with its new words. */
function isNews(message: Kept, kind: Gate, emergency: boolean): boolean {
  // What was kept has done its work: a command, a member's words, an open card.
  const done = message.text !== "" && message.gate !== "addressed";
  if (emergency || kind === "chatter" || done) return emergency;
  return kind === "request" || kind === "answer" || kind !== message.gate;
}

type Hearing = { kind: Gate; text: string; at: Date; editedAt: Date; due: Date };

async function hearInTurn(
  step: Step,
  { conversation, message }: Changed,
  { kind, text, at, editedAt, due }: Hearing,
): Promise<void> {
  const { inbox } = step.rooms;
  // A turn that is due already is not put off.
  const planned = conversation.turnDueAt;
  const when = planned && planned <= step.now ? planned : due;
  await inbox.edit(message.id, { text, gate: kind, editedAt });
  const { turnDueAt } = await inbox.hearAgain(message.id, { at, due: when });
  step.later(turnJob(conversation.id, turnDueAt, message.id), turnDueAt);
}

/** Words of a ticket: the newest are kept with it; a slip mended is all there is to it, anything else is more about it. */
async function editOnTicket(
  step: Step,
  changed: Changed,
  { text, at, ticketId }: { text: string; at: Date; ticketId: number },
): Promise<void> {
  const { conversation, message } = changed;
  const { inbox, corrections, tickets, outbox } = step.rooms;
  const { rulebook, texts } = step.house.flows;
  const ticket = await tickets.lock(ticketId);
  if (!ticket) return;
  const [before, after] = [decide(message.text, rulebook), decide(text, rulebook)];
  const reports = isReporter(ticket, conversation.person.id);
  const heeds = reports && allows(ticket.state, "add");
  // Another matter than the ticket's, and it cannot wait: it goes where such a matter goes.
  const leaves = after.emergency !== null && (!heeds || after.label !== ticket.category);
  const rewording = { from: message.text, to: leaves ? texts.words.recalled : text };
  await tickets.reword(ticket.id, conversation.person.id, rewording);
  await outbox.reword(ticket.id, rewording, leaves ? message.images : []);
  await corrections.forget(ticket.id);
  if (leaves) {
    await hearInTurn(step, changed, { kind: "request", text, at, editedAt: at, due: step.now });
    await loseWords(step, conversation, { ticket, messageId: message.id });
    return;
  }
  const gate = message.gate === "join" && !isJoin(text, rulebook) ? "fragment" : message.gate;
  await inbox.edit(message.id, { text, gate, editedAt: at });
  if (!heeds || (isTypo(message.text, text) && saysTheSame(before, after, ticket))) return;
  const piece = { messages: [{ ...message, text, gate, images: [] }], text, images: 0 };
  const others = (await tickets.words(ticket.id)).filter((words) => words.text !== text);
  const place = unsaid(ticket.place, {
    before: before.place,
    after: after.place,
    others: others.map((words) => decide(words.text, rulebook).place),
  });
  await addToTicket(step, conversation, { piece, ticket: { ...ticket, place }, edited: at });
}

function saysTheSame(before: Decision, after: Decision, ticket: Ticket): boolean {
  const same =
    after.request === before.request && after.label === before.label && after.matter === before.matter;
  const fits = after.request && after.label === ticket.category && after.matter === ticket.matter;
  return (same || fits) && !isPressing(after, ticket) && differing(before.place, after.place).length === 0;
}

const NOWHERE: Place = { building: null, unit: null, room: null, spot: null };
const PARTS = ["building", "unit", "room", "spot"] as const;

function differing(before: Place | null, after: Place | null): (keyof Place)[] {
  return PARTS.filter((part) => (before ?? NOWHERE)[part] !== (after ?? NOWHERE)[part]);
}

/** Where an edited message said it was, where it says so now, and where the ticket's other words say. */
type Said = { before: Place | null; after: Place | null; others: (Place | null)[] };

/** A ticket's place without what only the earlier words said, or was guessed at, and the new ones say otherwise. */
function unsaid(known: Place | null, { before, after, others }: Said): Place | null {
  if (!known || !after) return known;
  const isOthers = others.some((place) => place?.building === known.building);
  // A unit and a flat belong to their building.
  if (after.building && after.building !== known.building && !isOthers) return null;
  const wrong = differing(before, after).filter((part) => after[part] && known[part] === before?.[part]);
  return wrong.reduce((place, part) => ({ ...place, [part]: null }), known);
}
