// Where ids may change with a login: who and where a message comes from is known again by what is stable, staff are asked
// once about what is not sure, and all else is new.
import type { InboundMessage } from "#src/message.ts";
import type { Login, Pair } from "#src/intake/identities.ts";
import type { Conversation } from "#src/intake/inbox.ts";
import { likeAccount, likeRoom, newIds } from "#src/intake/likeness.ts";
import { doubtAccount, doubtRoom } from "#src/delivery/tell-doubt.ts";
import type { Draft } from "#src/delivery/notice-parts.ts";
import { tell } from "./change-ticket.ts";
import { roomOf } from "./house.ts";
import type { Step } from "./house.ts";
import { openHeld } from "./open-held.ts";

/** The sender's conversation, as `Inbox.meet`; those whose ids have changed are who they were. */
export async function recognise(
  step: Step,
  message: InboundMessage,
  privateChat: string | null,
): Promise<Conversation> {
  const { inbox, identities } = step.rooms;
  const meet = () => inbox.meet(message, privateChat, step.now);
  const { channel, chat, loginAt } = message;
  if (!loginAt) return meet();
  const login = { channel, loginAt };
  const sender = { id: message.from.id, stable: message.from.stable ?? null };
  if (await identities.settled(sender, chat.id, login)) return meet();
  await identities.hold();
  await nameAnew(step, [sender, ...(chat.members ?? []).filter(({ id }) => id !== sender.id)], login);
  const met = await meet();
  const changed = chat.kind === "group" && (await placeRoom(step, message, met, login));
  const conversation = changed ? await meet() : met;
  await doubtSender(step, conversation, { message, login });
  const ids = { accountId: conversation.account.id, chatId: conversation.chat.id };
  await identities.see(ids, sender.stable, loginAt);
  return conversation;
}

/** Those whose mark is known go by their new ids from now on, those who only listen as well: they may be written to. */
async function nameAnew(
  step: Step,
  contacts: { id: string; stable: string | null }[],
  { channel, loginAt }: Login,
): Promise<void> {
  const { identities, inbox, followUps } = step.rooms;
  const known = await identities.known(channel, contacts);
  for (const newId of newIds(contacts, known, loginAt)) {
    const renamed = await identities.giveId(newId, loginAt, step.now);
    if (!renamed) continue;
    const { personId, folded, reopened } = renamed;
    if (folded !== null) await followUps.dropApart("delete_person", folded);
    if (reopened === null) continue;
    await openHeld(step, { id: await inbox.talkOf(reopened, personId), person: { id: personId } });
  }
}

/** Returns whether the conversation's group has become another than it was met as. */
async function placeRoom(
  step: Step,
  { chat }: InboundMessage,
  met: Conversation,
  { channel, loginAt }: Login,
): Promise<boolean> {
  const { identities, inbox } = step.rooms;
  const fresh = { members: chat.members ?? null, loginAt };
  const rooms = (await identities.namesakeRooms(met.chat.id)).map((room) => ({
    ...room,
    like: likeRoom(fresh, room),
  }));
  const [only, ...more] = rooms.filter(({ like }) => like === "same");
  if (only && more.length === 0) {
    await identities.moveRoom({ channel, from: only.externalId, to: chat.id });
    return true;
  }
  const unsure = rooms.filter(({ like }) => like !== "new");
  for (const { chatId: known } of unsure)
    await ask(
      step,
      { kind: "chat", known, fresh: met.chat.id },
      loginAt,
      doubtRoom(chat.title, roomOf(step)),
    );
  // Where Linli was to be silent it stays so until it is known that this is another group.
  const silent = unsure.find(({ mode, paused }) => paused || mode !== "answer");
  if (silent) await inbox.setGroups([met.chat.id], { mode: silent.mode, paused: silent.paused });
  return silent !== undefined;
}

async function doubtSender(
  step: Step,
  conversation: Conversation,
  { message, login }: { message: InboundMessage; login: Login },
): Promise<void> {
  const { account } = conversation;
  const fresh = { name: account.name, stable: message.from.stable ?? null, loginAt: login.loginAt };
  const asked = doubtAccount({ name: account.name, title: message.chat.title }, roomOf(step));
  for (const namesake of await step.rooms.identities.namesakes(conversation, login)) {
    if (likeAccount(fresh, namesake) === "new") continue;
    const pair = { kind: "account" as const, known: namesake.accountId, fresh: account.id };
    await ask(step, pair, login.loginAt, asked);
  }
}

/** Asks staff, once for each pair. */
async function ask(step: Step, pair: Pair, loginAt: Date, drafts: Draft[]): Promise<void> {
  const id = await step.rooms.identities.doubt(pair, loginAt);
  if (id === null) return;
  await tell(step, drafts, { key: `doubt-${id}`, ticketId: null, messageId: null });
}
