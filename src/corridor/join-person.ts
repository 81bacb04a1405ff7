// A code is said in private: the account that says it becomes one of the person that the code is for.
import type { Binding } from "#src/intake/bindings.ts";
import { readCode } from "#src/intake/binding-code.ts";
import type { Conversation, Heard } from "#src/intake/inbox.ts";
import { mayInvite } from "#src/desk/permit.ts";
import { answerStart } from "#src/desk/start.ts";
import { placeName, say } from "#src/dialogue/say.ts";
import type { Offered } from "#src/delivery/outbox.ts";
import { memberOrFormer, officesOf } from "#src/routing/community.ts";
import { tell } from "./change-ticket.ts";
import { closeJoined } from "./settle-doubt.ts";
import { roomOf } from "./house.ts";
import type { Step } from "./house.ts";
import { inHand } from "./in-hand.ts";
import { openHeld } from "./open-held.ts";
import { reply, replyInPrivate } from "./reply.ts";

const MOST_TRIES = 5;
const TRIES_MS = 3_600_000;
const ASKED_BUTTONS = ["确认", "不是"];
const ASKED = /^bind-(\d+)-\d+-\d+$/;

type Saying = { message: Heard; written: string };

/** Returns what is said where nothing comes of it; a code that is wrong, used or over is answered in the same words. */
export async function redeem(
  step: Step,
  conversation: Conversation,
  { message, written }: Saying,
): Promise<string | null> {
  const { bindings } = step.rooms;
  const { texts } = step.house.flows;
  const { account, chat } = conversation;
  const code = readCode(written);
  if (chat.kind === "group") {
    // Others have read it.
    const shown = code === null ? null : await bindings.find({ code }, step.now);
    if (shown) await bindings.spend(shown.id, step.now);
    return say(texts, "bind_group", {});
  }
  const since = new Date(step.now.getTime() - TRIES_MS);
  if ((await bindings.tries(account.id, since)) >= MOST_TRIES) return say(texts, "bind_later", {});
  const binding = code === null ? null : await bindings.find({ code }, step.now);
  if (!binding || !holds(step, binding)) {
    await bindings.tried(account.id, step.now, since);
    return say(texts, "bind_wrong", {});
  }
  const refused = refusal(step, conversation, binding);
  if (refused !== null) return refused;
  if (await asksFirst(step, conversation, { binding, message })) return null;
  await become(step, conversation, { binding, message });
  return null;
}

/** An invitation holds while both who made it and whom it is for are what they were. */
function holds({ house: { community } }: Step, { personId, byId }: Binding): boolean {
  if (personId === byId) return true;
  return officesOf(community, personId).length > 0 && mayInvite(byId, personId, community);
}

function refusal({ house }: Step, { person }: Conversation, { personId }: Binding): string | null {
  const { texts } = house.flows;
  if (personId === person.id) return say(texts, "bind_same", {});
  return memberOrFormer(house.community, person.id) ? say(texts, "bind_office", {}) : null;
}

type Redeeming = { binding: Binding; message: Heard };

/** Whether two flats stand against each other; then it is asked which is to hold. */
async function asksFirst(
  step: Step,
  conversation: Conversation,
  { binding, message }: Redeeming,
): Promise<boolean> {
  const own = await step.rooms.people.home(conversation.person.id);
  const theirs = await step.rooms.people.home(binding.personId);
  if (!own || !theirs || own.flatId === theirs.flatId) return false;
  const values = { home: placeName(theirs.place, "full"), other: placeName(own.place, "full") };
  const text = say(step.house.flows.texts, "bind_homes", values);
  const about = { conversation, messageId: message.id, about: `bind-${binding.id}` };
  await replyInPrivate(step, about, { text, buttons: ASKED_BUTTONS });
  return true;
}

/** The tap on 确认 or 不是 where two flats differ; false for a button of anything else. */
export async function tapOnJoin(
  step: Step,
  conversation: Conversation,
  { message, offered }: { message: Heard; offered: Offered },
): Promise<boolean> {
  const id = ASKED.exec(offered.key)?.[1];
  if (id === undefined) return false;
  const { texts } = step.house.flows;
  const answer = (text: string) => replyInPrivate(step, { conversation, messageId: message.id }, { text });
  if (message.press?.button !== ASKED_BUTTONS[0]) {
    await answer(say(texts, "not_done", {}));
    return true;
  }
  const binding = await step.rooms.bindings.find({ id: Number(id) }, step.now);
  const refused =
    binding && holds(step, binding) ? refusal(step, conversation, binding) : say(texts, "old_button", {});
  if (!binding || refused !== null) await answer(refused ?? "");
  else await become(step, conversation, { binding, message });
  return true;
}

/** Two people are one from here on. Who was there before hears of it in every chat of theirs. */
async function become(
  step: Step,
  conversation: Conversation,
  { binding, message }: Redeeming,
): Promise<void> {
  const { bindings, followUps, inbox } = step.rooms;
  const { flows, community } = step.house;
  const { texts } = flows;
  const { id, personId } = binding;
  const before = await bindings.privateChats(personId);
  // What they wanted to have deleted has become another's.
  await followUps.dropApart("delete_person", conversation.person.id);
  await bindings.join({ from: conversation.person.id, to: personId }, step.now);
  await bindings.spend(id, step.now);
  await closeJoined(step, personId);
  const joined = await inbox.lock(conversation.id);
  if (!joined) return;
  const { name } = joined.conversation.person;
  const lines = [say(texts, "bound", { name })];
  if (officesOf(community, personId).length > 0)
    lines.push(answerStart({ personId, open: await inHand(step, personId) }, roomOf(step)));
  const about = { conversation: joined.conversation, messageId: message.id };
  await reply(step, about, { text: lines.join("\n") });
  // What waited for a private chat of theirs has one now.
  await openHeld(step, joined.conversation);
  const text = say(texts, "bound_told", { account: conversation.account.name });
  const drafts = before.map((chatId) => ({ to: { chatId, personId }, text, buttons: [] }));
  await tell(step, drafts, { key: `bound-${id}`, ticketId: null, messageId: null });
}

/** 解绑: takes the account that came last off again. Returns what is said, null where it was the one speaking. */
export async function unbind(step: Step, conversation: Conversation, message: Heard): Promise<string | null> {
  const { texts } = step.house.flows;
  const parted = await step.rooms.bindings.part(conversation.person.id, step.now);
  if (!parted) return say(texts, "unbind_none", {});
  const { accounts, personId } = parted;
  if (!accounts.some(({ id }) => id === conversation.account.id))
    return say(texts, "unbound", { account: accounts.map(({ name }) => name).join("、") });
  const draft = { to: { personId }, text: say(texts, "unbound_self", {}), buttons: [] };
  await tell(step, [draft], { key: `private-${message.id}`, ticketId: null, messageId: message.id });
  return null;
}
