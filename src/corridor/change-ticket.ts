import { AppError } from "#src/errors.ts";
import type { Image } from "#src/message.ts";
import { notices } from "#src/delivery/notice.ts";
import type { Draft } from "#src/delivery/notice-parts.ts";
import type { Notice } from "#src/delivery/outbox.ts";
import { haveHeard } from "#src/delivery/stage.ts";
import { plan } from "#src/followups/plan.ts";
import type { Planned } from "#src/followups/plan.ts";
import { policyOf } from "#src/dialogue/policy.ts";
import { ask } from "#src/dialogue/step.ts";
import { calendarOf } from "#src/routing/community.ts";
import { deadlines } from "#src/tickets/deadline.ts";
import type { ClockData, ClockEvent, Deadlines, Policies } from "#src/tickets/deadline.ts";
import { ringingAfter } from "#src/tickets/ringing.ts";
import { after, allows, TRANSITIONS } from "#src/tickets/ticket.ts";
import type { Ticket, Verb } from "#src/tickets/ticket.ts";
import type { Patch } from "#src/tickets/store.ts";
import { roomOf } from "./house.ts";
import type { House, Step } from "./house.ts";
import { invite } from "./invite.ts";
import { deliveryJob, followUpJob } from "./jobs.ts";

export type Doing = {
  verb: Verb;
  /** Null when the house acts by itself. */
  actorId: number | null;
  text?: string;
  images?: Image[];
  /** More for the event than its words: what was changed into what, and what the clocks need to know of it. */
  note?: object;
  /** In an emergency: the number to call. */
  call?: string | null;
  /** Whether a person is asked to look at the category first. */
  review?: boolean;
  /** Whether somebody may be in danger, so that it is looked at first. */
  danger?: boolean;
  patch?: Patch;
  /** Who is not to be told, because the next change tells more. */
  quiet?: "reporters" | "everyone";
};

/**
 * The one way a ticket changes: state, event, follow-ups and what is said about it, all in the step's transaction.
 * The ticket's row must be locked. Throws conflict when its state does not allow the verb.
 */
export async function changeTicket(step: Step, before: Ticket, doing: Doing): Promise<Ticket> {
  const { verb, actorId, text = "", patch = {}, note = {} } = doing;
  if (!allows(before.state, verb)) {
    throw new AppError(
      "conflict",
      `ticket ${before.code}: expected a state that allows ${verb}, got ${before.state}`,
    );
  }
  const { rooms, now } = step;
  const data = { ...note, ...(text === "" ? {} : { text }) };
  const event = { kind: TRANSITIONS[verb].event, actorId, at: now, data };
  const clocks = await clocksAfter(step, { ...before, ...patch }, event);
  const state = after(before.state, verb);
  const ringing = ringingAfter(before, { ...before, ...patch, state }, { verb, actorId, now });
  const { ticket, eventId } = await rooms.tickets.change(
    before.id,
    { ...patch, ...clocks, ...ringing, state },
    event,
  );
  const heard =
    doing.quiet === "everyone"
      ? await replan(step, ticket)
      : await tellChange(step, { doing, before, ticket, eventId });
  const asked = heard.assigneeId;
  // Whoever is asked first is rung by what they have just been told.
  if (ringing.rings === undefined || asked === null || heard.rung.includes(asked)) return heard;
  const first = { note: { personId: asked }, patch: { rung: [...heard.rung, asked] } };
  return changeTicket(step, heard, { verb: "ring", actorId: null, quiet: "everyone", ...first });
}

type Changed = { doing: Doing; before: Ticket; ticket: Ticket; eventId: number };

/** Says what has changed to whom it concerns, and plans anew what comes later. */
async function tellChange(step: Step, { doing, before, ticket, eventId }: Changed): Promise<Ticket> {
  const { verb, actorId, text = "", images = [] } = doing;
  const words = await step.rooms.tickets.words(ticket.id);
  const room = roomOf(step);
  const drafts = notices(
    {
      verb,
      ticket,
      before,
      actorId,
      text,
      images,
      words,
      call: doing.call ?? null,
      review: doing.review ?? false,
      danger: doing.danger ?? false,
      note: doing.note ?? {},
    },
    room,
  );
  const silent = new Set(doing.quiet === "reporters" ? ticket.reporters.map(({ personId }) => personId) : []);
  const heard = drafts.filter(({ to }) => !silent.has(to.personId ?? 0));
  await tell(step, heard, { key: `event-${eventId}`, ticketId: ticket.id, messageId: null });
  // Who said that it is not solved is answered by the deed, with a new limit.
  const told = verb === "dispute" || haveHeard(ticket, heard, actorId);
  return told ? noteTold(step, ticket, ticket.news) : replan(step, ticket);
}

/** Its reporters have just heard where it stands, for the `news`th time for want of other news: stage news counts anew. */
export async function noteTold(step: Step, ticket: Ticket, news: number): Promise<Ticket> {
  const told = { toldAt: step.now, news };
  await step.rooms.news.told(ticket.id, told);
  return replan(step, { ...ticket, ...told });
}

/** Plans anew what comes later about the ticket, and returns it. */
async function replan(step: Step, ticket: Ticket): Promise<Ticket> {
  for (const followUp of await step.rooms.followUps.replan(ticket.id, planOf(step.house, ticket))) {
    step.later(followUpJob(followUp.id, followUp.dueAt), followUp.dueAt);
  }
  return ticket;
}

type Happening = Omit<ClockEvent, "data"> & { data: object };

/** What the clocks say once the event is among the ticket's. */
async function clocksAfter(step: Step, ticket: Ticket, event: Happening): Promise<Patch> {
  const events = [
    ...(await step.rooms.tickets.clockEvents(ticket.id)),
    { ...event, data: event.data as ClockData },
  ];
  const { answerBy, resultBy, answeredAt, paused } = limitsOf(step.house, ticket.committeeId, events);
  return { answerBy, resultBy, answeredAt, ...(paused ? {} : { waiting: null }) };
}

/** The limits that these events give, by the house's clocks and the committee's calendar. */
export function limitsOf({ flows, community }: House, committeeId: number, events: ClockEvent[]): Deadlines {
  const policies: Policies = (category, urgency) => policyOf(flows, category, urgency);
  return deadlines(events, policies, calendarOf(community, committeeId));
}

/** All that is to be done later about a ticket as it stands, by its committee's office hours. */
export function planOf({ community }: House, ticket: Ticket): Planned[] {
  return plan(ticket, calendarOf(community, ticket.committeeId));
}

/** The question that a notice asks in private is open in the chat in which it is read. */
async function askThere(step: Step, chatId: number, { personId, ticketId, asks }: Notice): Promise<void> {
  if (personId === null || ticketId === null || !asks) return;
  const conversationId = await step.rooms.inbox.talkOf(chatId, personId);
  await step.rooms.inbox.await(conversationId, ask(asks, ticketId, step.now));
}

export type About = { key: string; ticketId: number | null; messageId: number | null };

/**
 * Writes drafts to the outbox, each under its own key; returns how many were new. Who cannot be reached in private is
 * shown the way there.
 */
export async function tell(step: Step, drafts: Draft[], about: About): Promise<number> {
  let written = 0;
  for (const [index, draft] of drafts.entries()) {
    const to = "chatId" in draft.to ? draft.to : { personId: draft.to.personId, chatId: null };
    const { to: _, images = [], ...said } = draft;
    const notice = { ...to, ...said, images, ...about, key: `${about.key}-${index}` };
    const row = await step.rooms.outbox.put(notice, step.now);
    if (!row) continue;
    written += 1;
    if (row.chatId !== null) step.later(deliveryJob(row.id, step.now), step.now);
    if (row.chatId !== null && draft.asks) await askThere(step, row.chatId, notice);
    if (row.chatId === null && to.personId !== null) await invite(step, { ...about, personId: to.personId });
  }
  return written;
}
