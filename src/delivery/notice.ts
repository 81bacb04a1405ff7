// Who hears what when a ticket changes: one function per verb, all in one place.
import type { Image } from "#src/message.ts";
import { atPlace, byWhen, placeName, say } from "#src/dialogue/say.ts";
import type { Texts } from "#src/dialogue/texts.ts";
import { committeeName, leadOf } from "#src/routing/community.ts";
import type { Community } from "#src/routing/community.ts";
import { firstReporter } from "#src/tickets/ticket.ts";
import type { Reporter, Ticket, Verb } from "#src/tickets/ticket.ts";
import { line, quote } from "./quote.ts";
import type { Words } from "./quote.ts";

export type Change = {
  verb: Verb;
  ticket: Ticket;
  before: Ticket;
  actorId: number | null;
  /** What was said with it: a result, a reason, a supplement, stars. */
  text: string;
  /** Pictures that came with it. */
  images?: Image[];
  /** In an emergency: the number to call. */
  call?: string | null;
  /** Whether a person is asked to look at the category first. */
  review?: boolean;
  /** The reporters' words so far. */
  words: Words;
};
export type Draft = {
  to: { personId: number } | { chatId: number; personId: number | null };
  text: string;
  buttons: string[];
  images?: Image[];
};
export type Room = { texts: Texts; community: Community; now: Date };

export const TASK_BUTTONS = ["接单", "退单"];
export const WORK_BUTTONS = ["进展", "办结", "退单"];
export const SOLVED_BUTTONS = ["已解决", "没解决"];
export const STARS = ["1", "2", "3", "4", "5"];

/** What is said about a change that has happened, and to whom; the actor's own answer is the desk's. */
export function notices(change: Change, room: Room): Draft[] {
  const teller = TELL[change.verb];
  return teller ? teller(change, room) : [];
}

const TELL: Partial<Record<Verb, (change: Change, room: Room) => Draft[]>> = {
  route: (change, room) => assignment(change, room),
  reroute: (change, room) =>
    change.ticket.assigneeId === change.before.assigneeId ? [] : assignment(change, room),
  recategorise: ({ ticket, actorId }, room) => {
    const { texts, now } = room;
    const common = { code: ticket.code, matter: ticket.matter, ...limits(ticket, now) };
    const text = say(texts, "task_recategorised", {
      ...common,
      urgency: texts.words.urgencies[ticket.urgency],
    });
    const stays = ticket.assigneeId === actorId ? [] : toAssignee(ticket, text);
    return [...toReporters(ticket, recategorised(ticket, room)), ...stays];
  },
  move: (change, room) => {
    const { ticket, before, actorId } = change;
    const committee = committeeName(room.community, ticket.committeeId);
    const text = say(room.texts, "task_moved", { code: ticket.code, matter: ticket.matter, committee });
    const gone = [actorId, ticket.assigneeId].includes(before.assigneeId) ? [] : toAssignee(before, text);
    return [...toReporters(ticket, recategorised(ticket, room)), ...gone, ...assignment(change, room)];
  },
  accept: ({ ticket, actorId, before }, { texts, community, now }) => {
    const person = nameOf(actorId, community, texts);
    const common = { code: ticket.code, matter: ticket.matter };
    const text = say(texts, "accepted", {
      ...common,
      committee: committeeName(community, ticket.committeeId),
      person,
      resultBy: byWhen(ticket.resultBy, now),
    });
    const taken = before.assigneeId !== null && before.assigneeId !== actorId ? [before.assigneeId] : [];
    return [
      ...toReporters(ticket, text),
      ...taken.map((personId) => plain(personId, say(texts, "task_taken", { code: ticket.code, person }))),
    ];
  },
  progress: ({ ticket, text, images = [] }, { texts }) =>
    toReporters(ticket, say(texts, "progress", { code: ticket.code, text }), images),
  return: (change, { texts, community, now }) => {
    const { ticket, text } = change;
    const lead = leadOf(community, ticket.committeeId);
    const task = say(texts, "return_lead", {
      ...facts(change, texts),
      text,
      resultBy: byWhen(ticket.resultBy, now),
    });
    return [
      ...toReporters(ticket, say(texts, "returned", { code: ticket.code })),
      ...(lead
        ? [{ to: { personId: lead.personId }, text: task, buttons: ["接单"], images: picturesOf(change) }]
        : []),
    ];
  },
  report: ({ ticket, text, images = [] }, { texts, community }) => {
    const common = { code: ticket.code, matter: ticket.matter, at: atPlace(ticket.place) };
    const group = say(texts, "group_reported", {
      ...common,
      committee: committeeName(community, ticket.committeeId),
    });
    return [
      ...(inGroup(ticket)
        ? [{ to: { chatId: ticket.chat.id, personId: null }, text: group, buttons: [] }]
        : []),
      ...ticket.reporters.map((reporter) => ({
        to: { personId: reporter.personId },
        text: say(texts, "reported", { ...common, text }),
        buttons: SOLVED_BUTTONS,
        images,
      })),
    ];
  },
  confirm: ({ ticket }, { texts }) =>
    toAssignee(ticket, say(texts, "task_confirmed", { code: ticket.code, matter: ticket.matter })),
  dispute: (change, { texts, now }) => {
    const { ticket, text } = change;
    const values = { ...facts(change, texts), text: line(text), resultBy: byWhen(ticket.resultBy, now) };
    return toAssignee(ticket, say(texts, "task_again", values), ["接单"], picturesOf(change));
  },
  rate: ({ ticket, text }, { texts }) =>
    toAssignee(ticket, say(texts, "task_rated", { code: ticket.code, matter: ticket.matter, stars: text })),
  withdraw: ({ ticket }, { texts }) =>
    toAssignee(ticket, say(texts, "task_withdrawn", { code: ticket.code, matter: ticket.matter })),
  join: ({ ticket, actorId, text, images = [], call = null }, { texts }) => {
    const common = { code: ticket.code, matter: ticket.matter, at: atPlace(ticket.place) };
    const waiting = call ? say(texts, "joined_emergency", { ...common, call }) : say(texts, "joined", common);
    const asked = say(texts, "reported", { ...common, text: ticket.result ?? "" });
    const words = text === "" ? "" : `\n${line(text)}`;
    const count = String(ticket.reporters.length);
    const told =
      ticket.state === "reported" ? { text: asked, buttons: SOLVED_BUTTONS } : { text: waiting, buttons: [] };
    return [
      ...(actorId === null ? [] : [{ to: { personId: actorId }, ...told }]),
      ...toAssignee(ticket, say(texts, "task_joined", { ...common, count, words }), [], images),
    ];
  },
  add: ({ ticket, text, images = [] }, { texts }) =>
    text === ""
      ? []
      : toAssignee(ticket, say(texts, "task_added", { code: ticket.code, text: line(text) }), [], images),
  recall: recalled,
  raise: (change, room) => {
    const { ticket, text } = change;
    const { texts, community, now } = room;
    const values = { ...facts(change, texts), text: line(text), ...limits(ticket, now) };
    const raised = say(texts, "task_raised", values);
    const buttons = ticket.state === "routed" || ticket.state === "returned" ? TASK_BUTTONS : WORK_BUTTONS;
    const backup = ticket.urgency === "emergency" ? backups(ticket, community) : [];
    return [
      ...toAssignee(ticket, raised, buttons),
      ...backup.map((personId) => ({ to: { personId }, text: raised, buttons: ["接单"] })),
    ];
  },
};

/** Who works on it hears that words are gone; in an emergency all who were rung, since it is to be looked at still. */
function recalled({ ticket }: Change, { texts, community }: Room): Draft[] {
  const common = { code: ticket.code, matter: ticket.matter };
  if (ticket.urgency !== "emergency") return toAssignee(ticket, say(texts, "task_recalled", common));
  const text = say(texts, "task_recalled_emergency", common);
  return [...toAssignee(ticket, text), ...backups(ticket, community).map((id) => plain(id, text))];
}

function recategorised({ code, matter, committeeId }: Ticket, { texts, community }: Room): string {
  return say(texts, "recategorised", { code, matter, committee: committeeName(community, committeeId) });
}

/** The member gets the ticket; in an emergency the next one is rung as well. */
function assignment(change: Change, { texts, community, now }: Room): Draft[] {
  const { ticket } = change;
  const common = { ...facts(change, texts), ...limits(ticket, now) };
  const backup = ticket.urgency === "emergency" ? backups(ticket, community) : [];
  const alarm = say(texts, "lead_emergency", {
    ...common,
    person: nameOf(ticket.assigneeId, community, texts),
  });
  const images = picturesOf(change);
  const review = change.review ? say(texts, "task_review", {}) : "";
  return [
    ...toAssignee(ticket, say(texts, "task", { ...common, review }), TASK_BUTTONS, images),
    ...backup.map((personId) => ({ to: { personId }, text: alarm, buttons: ["接单"], images })),
  ];
}

/** Who is rung beside the assignee: the lead; where the lead is the one asked, the others of the committee. */
export function backups(ticket: Ticket, community: Community): number[] {
  const lead = leadOf(community, ticket.committeeId)?.personId ?? null;
  if (lead !== null && lead !== ticket.assigneeId) return [lead];
  const others = community.members.filter((member) => member.committeeId === ticket.committeeId);
  return others.map((member) => member.personId).filter((personId) => personId !== ticket.assigneeId);
}

function facts(change: Change, texts: Texts) {
  const { ticket } = change;
  return {
    code: ticket.code,
    matter: ticket.matter,
    urgency: texts.words.urgencies[ticket.urgency],
    place: placeName(ticket.place, "full") || texts.words.nowhere,
    words: quote(change.words),
  };
}

function limits(ticket: Ticket, now: Date) {
  return { answerBy: byWhen(ticket.answerBy, now), resultBy: byWhen(ticket.resultBy, now) };
}

function toReporters(ticket: Ticket, text: string, images: Image[] = []): Draft[] {
  return ticket.reporters.map((reporter: Reporter) => ({ ...plain(reporter.personId, text), images }));
}

function toAssignee(ticket: Ticket, text: string, buttons: string[] = [], images: Image[] = []): Draft[] {
  return ticket.assigneeId === null ? [] : [{ to: { personId: ticket.assigneeId }, text, buttons, images }];
}

function picturesOf(change: Change): Image[] {
  return change.words.flatMap(({ images }) => images);
}

function plain(personId: number, text: string): Draft {
  return { to: { personId }, text, buttons: [] };
}

/** True when the group in which it was reported may hear of its stages. */
export function inGroup(ticket: Ticket): boolean {
  return ticket.chat.kind === "group" && !ticket.private && firstReporter(ticket) !== null;
}

export function nameOf(personId: number | null, community: Community, texts: Texts): string {
  const member = community.members.find((candidate) => candidate.personId === personId);
  return member?.name ?? texts.words.nobody;
}
