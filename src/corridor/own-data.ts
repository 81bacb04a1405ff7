import type { Conversation, Heard } from "#src/intake/inbox.ts";
import { say } from "#src/dialogue/say.ts";
import { shanghaiIso } from "#src/clock.ts";
import { officesOf } from "#src/routing/community.ts";
import { allows } from "#src/tickets/ticket.ts";
import type { Step } from "./house.ts";
import { replyInPrivate } from "./reply.ts";
import { followUpJob } from "./jobs.ts";
import { giveUp } from "./reporter-deeds.ts";

/** For so long who asked to be deleted may think again. */
const REGRET_MINUTES = 10;
const DELETE_BUTTONS = ["确认", "不是"];
const UNDO = "撤销";
const SHOWN = 50;
const LONGEST = 120;
const ALL = "全部";

/** 我的数据: what is kept about the asker; with 全部 their words as well. */
export async function ownData(step: Step, { person }: Conversation, rest: string): Promise<string> {
  const { texts } = step.house.flows;
  const data = await step.rooms.people.data(person.id, SHOWN);
  if (rest === ALL) {
    const list = data.words.map(({ at, text }) => `${shanghaiIso(at).slice(5, 10)} ${cut(text)}`);
    if (list.length === 0) return say(texts, "my_data_none", {});
    return say(texts, "my_data_words", { count: String(list.length), list: list.join("\n") });
  }
  return say(texts, "my_data", {
    name: data.name,
    flat: data.flat ? `,${data.flat}` : "",
    since: shanghaiIso(data.since).slice(0, 10),
    accounts: data.accounts.map(({ channel, name }) => `${channel} ${name}`).join("、"),
    messages: String(data.messages),
    tickets: data.tickets.join("、") || "0 件",
    ratings: String(data.ratings),
  });
}

function cut(text: string): string {
  const line = text.replaceAll("\n", " ");
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line || "[图]";
}

/** 删除我: asks once more. Who holds an office has to give it up first. */
export async function askToDelete(step: Step, conversation: Conversation, message: Heard): Promise<void> {
  const { texts } = step.house.flows;
  const to = { conversation, messageId: message.id };
  if (officesOf(step.house.community, conversation.person.id).length > 0)
    return replyInPrivate(step, to, { text: say(texts, "delete_member", {}) });
  const text = say(texts, "delete_ask", { minutes: String(REGRET_MINUTES) });
  await replyInPrivate(step, { ...to, about: "delete" }, { text, buttons: DELETE_BUTTONS });
}

/** A tap on the question of 删除我, or on 撤销 after it. */
export async function tapOnDelete(step: Step, conversation: Conversation, message: Heard): Promise<void> {
  const { texts } = step.house.flows;
  const personId = conversation.person.id;
  const to = { conversation, messageId: message.id };
  const { followUps } = step.rooms;
  const button = message.press?.button;
  if (button === UNDO) {
    const undone = await followUps.dropApart("delete_person", personId);
    return replyInPrivate(step, to, { text: say(texts, undone ? "delete_kept" : "old_button", {}) });
  }
  if (button !== DELETE_BUTTONS[0]) return replyInPrivate(step, to, { text: say(texts, "delete_kept", {}) });
  const dueAt = new Date(step.now.getTime() + REGRET_MINUTES * 60_000);
  const followUp = await followUps.planApart({ kind: "delete_person", round: personId, dueAt });
  step.later(followUpJob(followUp.id, dueAt), dueAt);
  const text = say(texts, "delete_soon", { minutes: String(REGRET_MINUTES) });
  await replyInPrivate(step, { ...to, about: "delete" }, { text, buttons: [UNDO] });
}

/**
 * Takes everything off a person that tells who they are. What is open of theirs alone is withdrawn, of the rest they
 * are taken off the list where others wait; an emergency goes on without them. A second time changes nothing.
 */
export async function erasePerson(step: Step, personId: number): Promise<void> {
  const { tickets, outbox, corrections, people } = step.rooms;
  const { words } = step.house.flows.texts;
  if (officesOf(step.house.community, personId).length > 0) return;
  for (const { id } of await tickets.list({ reporterId: personId }, 1000)) {
    const ticket = await tickets.lock(id);
    if (!ticket || ticket.urgency === "emergency") continue;
    if (allows(ticket.state, ticket.reporters.length > 1 ? "leave" : "withdraw"))
      await giveUp(step, ticket, personId);
  }
  for (const { ticketId, text, images } of await people.parts(personId)) {
    await outbox.reword(ticketId, { from: text, to: words.recalled }, images);
    await corrections.forget(ticketId);
  }
  for (const { channel, externalId } of (await people.data(personId, 0)).accounts)
    await step.house.channels.get(channel)?.erase(externalId);
  await people.erase(personId, words.gone, step.now);
}
