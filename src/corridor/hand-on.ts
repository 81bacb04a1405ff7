// Giving a ticket back to the lead, or on to another committee: what both have in common.
import { say } from "#src/dialogue/say.ts";
import { COMMANDS } from "#src/desk/command.ts";
import { readCommittee } from "#src/desk/named.ts";
import { nameOf } from "#src/delivery/notice-parts.ts";
import { committeeName, leadOf, officesOf } from "#src/routing/community.ts";
import type { Community } from "#src/routing/community.ts";
import { route } from "#src/routing/route.ts";
import type { Route } from "#src/routing/route.ts";
import { firstCommittee, isLastHandback } from "#src/tickets/handback.ts";
import type { HandedOn } from "#src/tickets/handback.ts";
import type { Ticket } from "#src/tickets/ticket.ts";
import { categoryIn } from "#src/triage/category.ts";
import { changeTicket } from "./change-ticket.ts";
import { answer } from "./done.ts";
import type { Done } from "./done.ts";
import type { Step } from "./house.ts";
import { keepCorrection } from "./keep-correction.ts";
import { turnAfter } from "./member-deeds.ts";

/** 退: it waits for the lead, or whoever of the committee takes it. */
export async function returnTicket(done: Done): Promise<void> {
  const { step, ticket, text } = done;
  const lead = leadOf(step.house.community, ticket.committeeId)?.personId ?? null;
  const to = { committeeId: ticket.committeeId, assigneeId: lead, why: ["returned"] };
  await handOn(done, { verb: "return", to, reason: text, answer: "return_done" });
}

/** 转: to another committee, and there to who is on duty. A word that names none, or no reason, changes nothing. */
export async function transfer(done: Done): Promise<void> {
  const { step, ticket, text } = done;
  const { texts } = step.house.flows;
  const { community } = step.house;
  const { committee, rest } = readCommittee(text, community);
  if (!committee) return answer(done, committeesAsked(step));
  if (committee.id === ticket.committeeId) {
    const values = { code: ticket.code, committee: committee.name };
    return answer(done, say(texts, "transfer_same", values));
  }
  if (rest === "") return answer(done, say(texts, "usage", { usage: COMMANDS.transfer.usage }));
  const to = await onDutyIn(step, ticket, committee);
  await handOn(done, { verb: "transfer", to, reason: rest, answer: "transfer_done" });
}

/** Which committees there are, for who has named none. */
export function committeesAsked({ house }: Step): string {
  const names = house.community.committees.map(({ name }) => name).join("、");
  return say(house.flows.texts, "committee_unknown", { names });
}

/** Who of a committee that a person has named is on duty for the ticket. */
export async function onDutyIn(
  step: Step,
  ticket: Ticket,
  { code }: Community["committees"][number],
): Promise<Route> {
  const { category, place, chat } = ticket;
  const matter = { category, committee: code, place, estateId: chat.estateId };
  // Who names a committee overrules the list of duties.
  const free = { ...step.house.community, duties: [] };
  return route(matter, free, await step.rooms.tickets.load(), step.now);
}

type Handing = {
  verb: "return" | "transfer";
  to: Route;
  reason: string;
  answer: "return_done" | "transfer_done";
};

/**
 * The ticket goes on while its clocks run. Where it has been handed on before, it goes to the lead of the committee that
 * had it first, who decides; so does nobody else but staff. A category that the reason names is kept as a case.
 */
async function handOn(done: Done, handing: Handing): Promise<void> {
  const { step, conversation, ticket } = done;
  const { community, flows } = step.house;
  const actorId = conversation.person.id;
  const { verb, reason } = handing;
  const first = await decider(step, ticket, actorId);
  const to = first ?? handing.to;
  const named = categoryIn(reason, flows.categories);
  if (named && named !== ticket.category)
    await keepCorrection(step, ticket, { fromLabel: ticket.category, toLabel: named, source: "staff" });
  const note: HandedOn = {
    fromCommittee: codeOf(community, ticket.committeeId),
    toCommittee: codeOf(community, to.committeeId),
    ...(first ? { first: true } : {}),
  };
  const { committeeId, assigneeId } = to;
  const patch = {
    committeeId,
    assigneeId,
    route: to,
    handbacks: ticket.handbacks + 1,
    returns: turnAfter(ticket),
  };
  await changeTicket(step, ticket, { verb, actorId, text: reason, note, patch });
  // Who gets it reads so in the task itself.
  if (assigneeId === actorId) return;
  const committee = committeeName(community, committeeId);
  const person = nameOf(assigneeId, community, flows.texts);
  const key = first ? "first_done" : handing.answer;
  await answer(done, say(flows.texts, key, { code: ticket.code, committee, person }));
}

/** Where the ticket goes instead, once it has been handed on too often; null while it may go on, or the actor decides. */
async function decider(step: Step, ticket: Ticket, actorId: number): Promise<Route | null> {
  const { community } = step.house;
  if (!isLastHandback(ticket.handbacks)) return null;
  const code = firstCommittee(await step.rooms.tickets.events(ticket.id));
  const committeeId = community.committees.find((one) => one.code === code)?.id ?? ticket.committeeId;
  const decides = officesOf(community, actorId).some(
    ({ role, ...office }) => role === "staff" || (role === "lead" && office.committeeId === committeeId),
  );
  const lead = leadOf(community, committeeId);
  return decides ? null : { committeeId, assigneeId: lead?.personId ?? null, why: ["first"] };
}

/** The committee's code, by which events name it. */
export function codeOf(community: Community, committeeId: number): string {
  return community.committees.find(({ id }) => id === committeeId)?.code ?? "";
}
