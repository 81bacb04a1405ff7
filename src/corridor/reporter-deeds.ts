import { byWhen, say } from "#src/dialogue/say.ts";
import { ask } from "#src/dialogue/step.ts";
import { SOLVED_BUTTONS, STARS, nameOf } from "#src/delivery/notice-parts.ts";
import { correctors, gradesLine } from "#src/delivery/tell-closing.ts";
import type { Heard } from "#src/intake/inbox.ts";
import { leadOf, staffOf } from "#src/routing/community.ts";
import { isPastLead } from "#src/tickets/asked.ts";
import type { Linked } from "#src/tickets/store.ts";
import { allows } from "#src/tickets/ticket.ts";
import type { Ticket } from "#src/tickets/ticket.ts";
import { changeTicket, tell } from "./change-ticket.ts";
import { answer } from "./done.ts";
import type { Done } from "./done.ts";
import type { Step } from "./house.ts";
import { answerUndoable } from "./undo.ts";
import { BAD_STARS, openCorrection } from "./put-right.ts";

/** 已解决: asks for stars, once for each closing and person. */
export async function confirm({ step, conversation, ticket, message }: Done): Promise<void> {
  const personId = conversation.person.id;
  const { texts } = step.house.flows;
  const { code, matter } = ticket;
  const text = say(texts, "rate_ask", { code, matter, grades: gradesLine(texts) });
  // Its key says it once: a second press of the same closing asks for no second rating.
  const asked = await tell(step, [{ to: { personId }, text, buttons: STARS }], {
    key: rateKey(ticket, personId),
    ticketId: ticket.id,
    messageId: message.id,
  });
  if (asked === 0) return;
  const patch = isFirst(ticket, personId) && ticket.state === "reported" ? { confirmedAt: step.now } : {};
  await changeTicket(step, ticket, { verb: "confirm", actorId: personId, patch });
}

/** Of a notice that asks a person for stars: by it their answer is known to be about this closing. */
export function rateKey({ id, round }: Ticket, personId: number, which = ""): string {
  return ["rate", id, round, personId, which].filter((part) => part !== "").join("-");
}

/**
 * 没解决: it goes back to the lead, or whoever of the committee takes it, with limits that begin anew; when the committee
 * has tried in vain, to the staff.
 */
export async function dispute(done: Done): Promise<void> {
  const { step, conversation, ticket, text, images, message, said = [message] } = done;
  const { community, flows } = step.house;
  const words = text === "" ? (SOLVED_BUTTONS[1] ?? "") : text;
  const doing = { actorId: conversation.person.id, text: words, images };
  const disputes = ticket.disputes + 1;
  const changed = allows(ticket.state, "dispute")
    ? await changeTicket(step, ticket, {
        verb: "dispute",
        ...doing,
        patch: {
          assigneeId: await whoseNow(step, { ...ticket, disputes }),
          returns: ticket.returns + 1,
          disputes,
          confirmedAt: null,
          correctBy: null,
        },
      })
    : await changeTicket(step, ticket, { verb: "add", ...doing });
  // Only now, so that who works on it reads them once; when they are taken back they are found by it.
  if (text !== "") await step.rooms.tickets.link(ticket.id, ownWords(said, text));
  const person = nameOf(changed.assigneeId, community, flows.texts);
  const resultBy = byWhen(changed.resultBy, step.now);
  await answer(done, say(flows.texts, "disputed", { code: ticket.code, person, resultBy }));
  await step.rooms.inbox.await(conversation.id, ask("more", ticket.id, step.now));
}

/** Who has it after 没解决: the lead; past that one of the staff, who keeps it, else the one with the least in hand. */
async function whoseNow(step: Step, ticket: Ticket): Promise<number | null> {
  const { community } = step.house;
  const lead = leadOf(community, ticket.committeeId)?.personId ?? ticket.assigneeId;
  if (!isPastLead(ticket)) return lead;
  const staff = staffOf(community);
  if (ticket.assigneeId !== null && staff.includes(ticket.assigneeId)) return ticket.assigneeId;
  const load = await step.rooms.tickets.load();
  const [least = lead] = staff.toSorted((a, b) => (load.get(a) ?? 0) - (load.get(b) ?? 0) || a - b);
  return least;
}

/** The messages as they are kept with the ticket; of a command only the words after its code. */
function ownWords(said: Heard[], text: string): Linked[] {
  return said.map((heard) => ({ ...heard, text: heard.gate === "command" ? text : heard.text }));
}

/** Stars, once for each closing and person; the first reporter's end the ticket. */
export async function rate(done: Done): Promise<void> {
  const { step, conversation, ticket, text } = done;
  const { texts } = step.house.flows;
  const personId = conversation.person.id;
  const stars = Number(text);
  const rating = { round: ticket.round, personId, stars, at: step.now };
  const before = await step.rooms.tickets.rate(ticket.id, rating);
  if (before !== null) {
    return answer(done, say(texts, "rated_twice", { code: ticket.code, stars: String(before) }));
  }
  const first = isFirst(ticket, personId);
  const patch = first ? { rating: stars } : {};
  const doing = { verb: "rate", actorId: personId, text, patch } as const;
  // Who puts a bad rating right hears of it with that.
  const twice =
    stars <= BAD_STARS && correctors(ticket, step.house.community).includes(ticket.assigneeId ?? 0);
  const rated = await changeTicket(step, ticket, { ...doing, ...(twice ? { quiet: "everyone" } : {}) });
  const ended =
    first && allows(rated.state, "end")
      ? await changeTicket(step, rated, { verb: "end", actorId: null })
      : rated;
  const low = await openCorrection(step, ended, { personId, stars });
  await answer(done, low ?? say(texts, "rated", { code: ticket.code, stars: text }));
}

/** 撤回: done at once; for a while a button takes it back, unless neighbours go on with it. */
export async function withdraw(done: Done): Promise<void> {
  const { step, conversation, ticket } = done;
  const answerWith = ticket.reporters.length > 1 ? answer : answerUndoable;
  await answerWith(done, await giveUp(step, ticket, conversation.person.id));
}

/** The reporter wants nothing any more; returns what they are told. Neighbours who joined still wait for the result. */
export async function giveUp(step: Step, ticket: Ticket, personId: number): Promise<string> {
  const { texts } = step.house.flows;
  if (ticket.reporters.length > 1) {
    await step.rooms.tickets.removeReporter(ticket.id, personId);
    await changeTicket(step, ticket, { verb: "leave", actorId: personId });
    return say(texts, "left", { code: ticket.code });
  }
  await changeTicket(step, ticket, { verb: "withdraw", actorId: personId });
  return say(texts, "withdrawn", { code: ticket.code });
}

function isFirst(ticket: Ticket, personId: number): boolean {
  return ticket.reporters.some((reporter) => reporter.first && reporter.personId === personId);
}
