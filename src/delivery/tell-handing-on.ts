// Who hears what when a ticket goes to other hands, gets help, or comes back to life.
import { byWhen, say } from "#src/dialogue/say.ts";
import { committeeName, staffOf } from "#src/routing/community.ts";
import type { Ticket } from "#src/tickets/ticket.ts";
import {
  facts,
  HELP_BUTTONS,
  limits,
  nameOf,
  picturesOf,
  plain,
  TASK_BUTTONS,
  toAssignee,
  toReporters,
} from "./notice-parts.ts";
import type { Change, Draft, Room } from "./notice-parts.ts";
import { line } from "./quote.ts";

/** By verb, as in `notices`. */
export const handingOn = {
  return: handedOn,
  transfer: handedOn,
  assign: assigned,
  assist: assisted,
  restore: restored,
};

/** 退, 转: the resident never hears a refusal. */
function handedOn(change: Change, room: Room): Draft[] {
  const { ticket, before, text, note = {}, actorId } = change;
  const { texts, community, now } = room;
  const values = {
    ...facts(change, texts),
    ...limits(ticket, now),
    from: nameOf(actorId, community, texts),
    committee: committeeName(community, ticket.committeeId),
    text: line(text),
  };
  const first = "first" in note;
  const stays = ticket.committeeId === before.committeeId;
  const passed = first ? say(texts, "task_first", values) : say(texts, "task_handed", values);
  const task = stays && !first ? say(texts, "return_lead", values) : passed;
  const buttons = first || stays ? ["接单"] : TASK_BUTTONS;
  return [...elsewhere(change, room), ...gone(change, room), ...received(change, { task, buttons }, room)];
}

/** 派: the resident hears of it where somebody had taken it already, or another committee has it now. */
function assigned(change: Change, room: Room): Draft[] {
  const { ticket, before, actorId } = change;
  const { texts, community, now } = room;
  const from = nameOf(actorId, community, texts);
  const task = say(texts, "task_assigned", { ...facts(change, texts), ...limits(ticket, now), from });
  const stays = ticket.committeeId === before.committeeId;
  const known = before.state === "accepted" || before.state === "handling";
  const inside = known ? toReporters(ticket, say(texts, "assigned", { code: ticket.code })) : [];
  return [
    ...(stays ? inside : elsewhere(change, room)),
    ...gone(change, room),
    ...received(change, { task, buttons: TASK_BUTTONS }, room),
  ];
}

function assisted({ ticket, actorId, note = {} }: Change, { texts, community }: Room): Draft[] {
  const named = "committee" in note ? note.committee : null;
  const helping = community.committees.find((one) => one.code === named);
  const committee = committeeName(community, helping?.id ?? 0);
  const { code } = ticket;
  const resident = ticket.private
    ? say(texts, "assisted_private", { code })
    : say(texts, "assisted", { code, committee });
  const owner =
    ticket.assigneeId === actorId ? [] : toAssignee(ticket, say(texts, "task_helped", { code, committee }));
  return [...toReporters(ticket, resident), ...owner];
}

function restored(change: Change, room: Room): Draft[] {
  const values = { ...facts(change, room.texts), ...limits(change.ticket, room.now) };
  const task = say(room.texts, "task_restored", values);
  return received(change, { task, buttons: TASK_BUTTONS }, room);
}

/** Of a private matter the resident's screen does not say which committee has it. */
function elsewhere({ ticket, before }: Change, { texts, community }: Room): Draft[] {
  const { code, committeeId } = ticket;
  const named = committeeId !== before.committeeId && !ticket.private;
  const committee = committeeName(community, committeeId);
  const text = named ? say(texts, "handed_on", { code, committee }) : say(texts, "returned", { code });
  return toReporters(ticket, text);
}

/** Who had it hears where it went, unless they did it or have it still. */
function gone({ ticket, before, actorId }: Change, { texts, community }: Room): Draft[] {
  if (before.assigneeId === null || [actorId, ticket.assigneeId].includes(before.assigneeId)) return [];
  const text = say(texts, "task_gone", {
    code: ticket.code,
    matter: ticket.matter,
    committee: committeeName(community, ticket.committeeId),
    person: nameOf(ticket.assigneeId, community, texts),
  });
  return [plain(before.assigneeId, text)];
}

type Task = { task: string; buttons: string[] };

/** Who has it now; staff where nobody has. */
function received(change: Change, { task, buttons }: Task, { community }: Room): Draft[] {
  const { ticket } = change;
  const images = picturesOf(change);
  const staff = staffOf(community);
  const nobody = ticket.assigneeId === null ? staff : [];
  return [...toAssignee(ticket, task, buttons, images), ...nobody.map((personId) => plain(personId, task))];
}

type Asking = Pick<Change, "words" | "text" | "actorId"> & { ticket: Ticket; helperId: number | null };

/** The task for who is on duty in the committee that is asked to help. */
export function helpAsked({ helperId, ...asking }: Asking, { texts, community, now }: Room): Draft[] {
  if (helperId === null) return [];
  const { ticket, text, actorId } = asking;
  const change = { ...asking, verb: "assist" as const, before: ticket };
  const task = say(texts, "task_help", {
    ...facts(change, texts),
    from: nameOf(actorId, community, texts),
    text: text === "" ? "" : `:${line(text)}`,
    committee: committeeName(community, ticket.committeeId),
    resultBy: byWhen(ticket.resultBy, now),
  });
  return [{ to: { personId: helperId }, text: task, buttons: HELP_BUTTONS, images: picturesOf(change) }];
}
