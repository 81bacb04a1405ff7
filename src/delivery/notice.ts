// Who hears what when a ticket changes: one function per verb.
import { atPlace, byWhen, say } from "#src/dialogue/say.ts";
import { households } from "#src/tickets/household.ts";
import { committeeName } from "#src/routing/community.ts";
import { waits } from "#src/tickets/ringing.ts";
import type { Ticket, Verb } from "#src/tickets/ticket.ts";
import {
  allRung,
  assignment,
  facts,
  inGroup,
  limits,
  nameOf,
  plain,
  SOLVED_BUTTONS,
  TASK_BUTTONS,
  toAssignee,
  toReporters,
  WORK_BUTTONS,
} from "./notice-parts.ts";
import type { Change, Draft, Room } from "./notice-parts.ts";
import { line } from "./quote.ts";
import { handingOn } from "./tell-handing-on.ts";
import { answeredWait, progressGoesOn, TELL_CLOCK } from "./tell-clock.ts";
import { gathered } from "./stage.ts";
import { resultOf, tellClosing } from "./tell-closing.ts";

/** What is said about a change that has happened, and to whom; the actor's own answer is the desk's. */
export function notices(change: Change, room: Room): Draft[] {
  const teller = TELL[change.verb];
  return teller ? gathered(teller(change, room), change, room) : [];
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
    const gone = allRung(before, [actorId, ticket.assigneeId]).map((personId) => plain(personId, text));
    return [...toReporters(ticket, recategorised(ticket, room)), ...gone, ...assignment(change, room)];
  },
  accept: ({ ticket, actorId, before }, { texts, community, now }) => {
    const person = nameOf(actorId, community, texts);
    const common = { code: ticket.code, matter: ticket.matter };
    const isEmergency = ticket.urgency === "emergency";
    const text = say(texts, isEmergency ? "reached" : "accepted", {
      ...common,
      committee: committeeName(community, ticket.committeeId),
      person,
      resultBy: byWhen(ticket.resultBy, now),
    });
    const taken = say(texts, "task_taken", { code: ticket.code, person });
    const reached = say(texts, "group_reached", common);
    return [
      ...(isEmergency && inGroup(ticket)
        ? [{ to: { chatId: ticket.chat.id, personId: null }, text: reached, buttons: [] }]
        : []),
      ...toReporters(ticket, text),
      ...allRung(before, [actorId]).map((personId) => plain(personId, taken)),
    ];
  },
  progress: (change, room) => {
    const { ticket, text, images = [] } = change;
    const told = say(room.texts, "progress", { code: ticket.code, text }) + progressGoesOn(change, room);
    return toReporters(ticket, told, images);
  },
  ...handingOn,
  confirm: ({ ticket }, { texts }) =>
    toAssignee(ticket, say(texts, "task_confirmed", { code: ticket.code, matter: ticket.matter })),
  rate: ({ ticket, text }, { texts }) =>
    toAssignee(ticket, say(texts, "task_rated", { code: ticket.code, matter: ticket.matter, stars: text })),
  withdraw: ({ ticket, before }, { texts }) => {
    const text = say(texts, "task_withdrawn", { code: ticket.code, matter: ticket.matter });
    return allRung(before).map((personId) => plain(personId, text));
  },
  join: ({ ticket, actorId, text, images = [], call = null }, room) => {
    const { texts } = room;
    const common = { code: ticket.code, matter: ticket.matter, at: atPlace(ticket.place) };
    const waiting = call ? say(texts, "joined_emergency", { ...common, call }) : say(texts, "joined", common);
    const asked = resultOf(ticket, room, true);
    const words = text === "" ? "" : `\n${line(text)}`;
    const count = String(households(ticket.reporters));
    const told =
      ticket.state === "reported" ? { text: asked, buttons: SOLVED_BUTTONS } : { text: waiting, buttons: [] };
    return [
      ...(actorId === null ? [] : [{ to: { personId: actorId }, ...told }]),
      ...toAssignee(ticket, say(texts, "task_joined", { ...common, count, words }), [], images),
    ];
  },
  add: (change, room) => {
    const { ticket, text, images = [] } = change;
    const waited = answeredWait(change, room);
    const added = say(room.texts, "task_added", { code: ticket.code, text: line(text) }) + waited.line;
    return text === "" ? waited.drafts : [...toAssignee(ticket, added, [], images), ...waited.drafts];
  },
  ...tellClosing,
  recall: recalled,
  ...TELL_CLOCK,
  raise: (change, room) => {
    const { ticket, before, text } = change;
    const { texts, now } = room;
    const values = { ...facts(change, texts), text: line(text), ...limits(ticket, now) };
    const raised = say(texts, "task_raised", values);
    // Who is on duty now and has not heard of it gets all of it.
    if (ticket.assigneeId !== before.assigneeId)
      return [...assignment(change, room), ...toAssignee(before, raised, ["接单"])];
    return toAssignee(ticket, raised, waits(ticket) ? TASK_BUTTONS : WORK_BUTTONS);
  },
};

/** Who works on it hears that words are gone; in an emergency all who were rung, since it is to be looked at still. */
function recalled({ ticket }: Change, { texts }: Room): Draft[] {
  const common = { code: ticket.code, matter: ticket.matter };
  if (ticket.urgency !== "emergency") return toAssignee(ticket, say(texts, "task_recalled", common));
  const text = say(texts, "task_recalled_emergency", common);
  return allRung(ticket).map((id) => plain(id, text));
}

function recategorised({ code, matter, committeeId }: Ticket, { texts, community }: Room): string {
  return say(texts, "recategorised", { code, matter, committee: committeeName(community, committeeId) });
}
