import type { Conversation } from "#src/intake/inbox.ts";
import type { Category } from "#src/words.ts";
import { URGENCIES } from "#src/words.ts";
import { asCategory, namedCategory } from "#src/triage/category.ts";
import type { Correction } from "#src/triage/corrections.ts";
import { say } from "#src/dialogue/say.ts";
import { nameOf } from "#src/delivery/notice-parts.ts";
import { committeeName } from "#src/routing/community.ts";
import type { Patch } from "#src/tickets/store.ts";
import type { Ticket } from "#src/tickets/ticket.ts";
import { changeTicket } from "./change-ticket.ts";
import { answer } from "./done.ts";
import type { Done } from "./done.ts";
import type { Step } from "./house.ts";
import { keepCorrection } from "./keep-correction.ts";
import { choose } from "./open-ticket.ts";

/** 改类: staff or a lead say which category it is. A word that names none changes nothing. */
export async function recategorise(done: Done): Promise<void> {
  const { step, conversation, ticket, text } = done;
  const { texts, categories } = step.house.flows;
  const { community } = step.house;
  const category = namedCategory(text, categories);
  if (!category) {
    const names = categories.map(({ name }) => name).join("、");
    return answer(done, say(texts, "category_unknown", { names }));
  }
  const { code } = ticket;
  if (category === ticket.category) {
    const name = categories.find((flow) => flow.code === category)?.name ?? category;
    return answer(done, say(texts, "recategorise_same", { code, category: name }));
  }
  const changed = await putInto(step, conversation, { ticket, category, source: "staff" });
  const committee = committeeName(community, changed.committeeId);
  const person = nameOf(changed.assigneeId, community, texts);
  const values = { code, matter: changed.matter, committee, person };
  return answer(done, say(texts, "recategorise_done", values));
}

export type Putting = {
  ticket: Ticket;
  category: Category;
  /** Where it is named; else it is what the rules find in the ticket's words and in what was `said` of it. */
  matter?: string | null;
  said?: string;
  source: Correction["source"];
};

/**
 * Puts a locked ticket, worked on by somebody, into another category: matter, sensitivity, limits from its creation,
 * and the committee and member of the new category. What was private stays private. The case is kept with it.
 */
export async function putInto(
  step: Step,
  conversation: Conversation,
  { ticket, category, matter, said = "", source }: Putting,
): Promise<Ticket> {
  const { rooms, house, now } = step;
  await keepCorrection(step, ticket, { fromLabel: ticket.category, toLabel: category, source });
  const words = await rooms.tickets.words(ticket.id);
  const text = [...words.map((word) => word.text), said].join("\n");
  const found = asCategory(text, category, house.flows.rulebook);
  const higher = URGENCIES.indexOf(found.urgency) < URGENCIES.indexOf(ticket.urgency);
  const urgency = found.sensitive && higher ? found.urgency : ticket.urgency;
  const patch: Patch = {
    category,
    matter: matter ?? found.matter,
    private: ticket.private || found.sensitive,
    urgency,
  };
  const choice = { decision: found, where: { place: ticket.place }, category };
  const destination = await choose(step, conversation, choice);
  const note = { from: ticket.category, to: category, urgency, source };
  const doing = { actorId: conversation.person.id, note };
  if (destination.committeeId === ticket.committeeId)
    return changeTicket(step, ticket, { verb: "recategorise", ...doing, patch });
  const { committeeId, assigneeId } = destination;
  // What was late has been reminded of: whoever has it now is reminded anew.
  const returns = ticket.returns + (ticket.answeredAt !== null || now >= ticket.answerBy ? 1 : 0);
  return changeTicket(step, ticket, {
    verb: "move",
    ...doing,
    note: { ...note, moved: true },
    patch: { ...patch, committeeId, assigneeId, route: destination, returns },
  });
}
