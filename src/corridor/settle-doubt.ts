// The answer of staff to whether somebody, or a group, that has a new id is known already.
import type { Doubt } from "#src/intake/identities.ts";
import type { Conversation, Heard } from "#src/intake/inbox.ts";
import { say } from "#src/dialogue/say.ts";
import { mayInvite } from "#src/desk/permit.ts";
import type { Offered } from "#src/delivery/outbox.ts";
import { DOUBT_BUTTONS, joinedByStaff } from "#src/delivery/tell-doubt.ts";
import { memberOrFormer, officesOf, staffOf } from "#src/routing/community.ts";
import { tell } from "./change-ticket.ts";
import { divert } from "./follow-chat.ts";
import { roomOf } from "./house.ts";
import type { Step } from "./house.ts";
import { openHeld } from "./open-held.ts";
import { replyInPrivate } from "./reply.ts";

const ASKED = /^doubt-(\d+)-\d+$/;

/** The tap on 是同一个 or 不是; false for a button of anything else. What has changed since is seen anew. */
export async function tapOnDoubt(
  step: Step,
  conversation: Conversation,
  { message, offered }: { message: Heard; offered: Offered },
): Promise<boolean> {
  const id = ASKED.exec(offered.key)?.[1];
  if (id === undefined) return false;
  const { identities } = step.rooms;
  const { texts } = step.house.flows;
  const answer = (key: "doubt_over" | "doubt_apart" | "doubt_same" | "doubt_same_room" | "not_allowed") =>
    replyInPrivate(step, { conversation, messageId: message.id }, { text: say(texts, key, {}) });
  const personId = conversation.person.id;
  const doubt = await identities.openDoubt(Number(id));
  if (!mayAnswer(step, personId, doubt)) await answer("not_allowed");
  else if (!doubt) await answer("doubt_over");
  else if (message.press?.button !== DOUBT_BUTTONS[0] || doubt.seen) {
    await identities.answer(doubt.id, false, step.now);
    await answer(doubt.seen ? "doubt_over" : "doubt_apart");
  } else if (doubt.kind === "chat") {
    await identities.answer(doubt.id, true, step.now);
    await identities.moveRoom(doubt);
    await answer("doubt_same_room");
  } else await answer((await joinAccounts(step, doubt)) ? "doubt_same" : "doubt_over");
  return true;
}

/** Staff still, or the person themselves; an office is handed over by who might invite its holder. */
function mayAnswer({ house: { community } }: Step, personId: number, doubt: Doubt | null): boolean {
  const known = doubt?.kind === "account" ? doubt.known.personId : null;
  if (known === personId) return true;
  if (!staffOf(community).includes(personId)) return false;
  return known === null || officesOf(community, known).length === 0 || mayInvite(personId, known, community);
}

type AccountDoubt = Extract<Doubt, { kind: "account" }>;

/** False where the newcomer has become more than a new id meanwhile: that is for themselves to join, by a code. */
async function joinAccounts(step: Step, { id, known, fresh }: AccountDoubt): Promise<boolean> {
  const { bindings, followUps, identities, inbox } = step.rooms;
  const { personId } = known;
  const isOther = fresh.accounts > 1 || memberOrFormer(step.house.community, fresh.personId) !== null;
  await identities.answer(id, !isOther, step.now);
  if (isOther) return false;
  const before = await bindings.privateChats(personId);
  await followUps.dropApart("delete_person", fresh.personId);
  await bindings.join({ from: fresh.personId, to: personId }, step.now);
  const closed = await closeAccount(step, known.accountId);
  if (fresh.privateChat !== null) {
    const talk = await inbox.talkOf(fresh.privateChat, personId);
    await openHeld(step, { id: talk, person: { id: personId } });
  }
  const others = before.filter((chatId) => chatId !== closed);
  const told = joinedByStaff({ personId, name: fresh.name, here: fresh.privateChat, others }, roomOf(step));
  await tell(step, told, { key: `joined-${id}`, ticketId: null, messageId: null });
  return true;
}

/** A code has said what was in doubt: the old ids of these accounts are written to no more. */
export async function closeJoined(step: Step, personId: number): Promise<void> {
  for (const accountId of await step.rooms.identities.answerJoined(personId, step.now))
    await closeAccount(step, accountId);
}

async function closeAccount(step: Step, accountId: number): Promise<number | null> {
  const chatId = await step.rooms.identities.close(accountId, step.now);
  if (chatId !== null) await divert(step, chatId);
  return chatId;
}
