// What members do to a ticket's result clock: it stands still, goes on, or is put off.
import { byWhen, say } from "#src/dialogue/say.ts";
import { COMMANDS } from "#src/desk/command.ts";
import { extend as readExtension } from "#src/desk/extend.ts";
import { readWaiting } from "#src/desk/waiting.ts";
import { WORK_BUTTONS } from "#src/delivery/notice-parts.ts";
import { calendarOf } from "#src/routing/community.ts";
import { changeTicket, limitsOf } from "./change-ticket.ts";
import { answer } from "./done.ts";
import type { Done } from "./done.ts";

/** 等: the result clock stands still, for a reason that the resident hears. Never in an emergency. */
export async function wait(done: Done): Promise<void> {
  const { step, conversation, ticket, text } = done;
  const { texts } = step.house.flows;
  const { code } = ticket;
  if (ticket.urgency === "emergency") return answer(done, say(texts, "wait_emergency", { code }));
  const read = readWaiting(text, texts);
  if (!read) return answer(done, say(texts, "usage", { usage: COMMANDS.wait.usage }));
  const { waiting, why } = read;
  await changeTicket(step, ticket, {
    verb: "wait",
    actorId: conversation.person.id,
    text: why,
    note: { waiting },
    patch: { waiting },
  });
  await answer(done, say(texts, "wait_done", { code, what: texts.words.waiting[waiting] }), WORK_BUTTONS);
}

/** 续: it goes on; the time that it stood still is added to its limit. */
export async function resume(done: Done): Promise<void> {
  const { step, conversation, ticket } = done;
  const { texts } = step.house.flows;
  const { code } = ticket;
  if (!ticket.waiting) {
    const resultBy = byWhen(ticket.resultBy, step.now);
    return answer(done, say(texts, "resume_none", { code, resultBy }));
  }
  const changed = await changeTicket(step, ticket, { verb: "resume", actorId: conversation.person.id });
  const resultBy = byWhen(changed.resultBy, step.now);
  await answer(done, say(texts, "resume_done", { code, resultBy }), WORK_BUTTONS);
}

/** 延期: the result is put off to a day, once and for a reason. What is refused changes nothing. */
export async function extend(done: Done): Promise<void> {
  const { step, conversation, ticket, text } = done;
  const { flows, community } = step.house;
  const { now } = step;
  const events = await step.rooms.tickets.clockEvents(ticket.id);
  const goesOn = { kind: "resumed", actorId: conversation.person.id, at: now, data: {} };
  const { resultBy: limit, extended } = limitsOf(step.house, ticket.committeeId, [...events, goesOn]);
  const calendar = calendarOf(community, ticket.committeeId);
  const read = readExtension({ ticket, text, limit, extended, calendar, now });
  if ("refuse" in read) {
    const values = { resultBy: "", latest: "", ...read.values };
    return answer(done, say(flows.texts, read.refuse, values));
  }
  const changed = await changeTicket(step, ticket, {
    verb: "extend",
    actorId: conversation.person.id,
    text: read.reason,
    note: { until: read.until.toISOString() },
  });
  const resultBy = byWhen(changed.resultBy, now);
  await answer(done, say(flows.texts, "extend_done", { code: ticket.code, resultBy }), WORK_BUTTONS);
}
