import type { ChatChange } from "#src/message.ts";
import type { ChatTurn } from "#src/intake/chats.ts";
import { groupClosed, heardAgain, memberLost, welcome } from "#src/delivery/tell-chats.ts";
import { tell } from "./change-ticket.ts";
import { invite } from "./invite.ts";
import { roomOf, runStep } from "./house.ts";
import type { House, Step } from "./house.ts";
import { deliveryJob } from "./jobs.ts";
import { openHeld } from "./open-held.ts";
import { tellGap } from "./tell-gap.ts";
import { showWayOut } from "./way-out.ts";

/**
 * The third way in: a group the bot was put into, muted in or thrown out of, a group that goes on under another id, a
 * person who may be written to, or not any more. The same change may come twice.
 */
export async function followChat(house: House, change: ChatChange): Promise<void> {
  await runStep(house, (step) => takeChange(step, change));
}

/** `inHand`: the outbox row that could not be sent, where that has told of the change. */
export async function takeChange(
  step: Step,
  change: ChatChange,
  inHand: number | null = null,
): Promise<void> {
  const turn = await step.rooms.inbox.chatChanged(change, step.now);
  if (turn?.kind === "group" && change.change === "unheard") return tellGap(step, turn.chatId, change);
  if (turn?.kind === "group") return takeGroup(step, turn, { present: change.change === "present", inHand });
  if (!turn) return;
  if (!turn.open) return closePrivate(step, turn, inHand);
  if (turn.chatId === null) return;
  const id = await step.rooms.inbox.talkOf(turn.chatId, turn.personId);
  await openHeld(step, { id, person: { id: turn.personId } });
  if (turn.fresh) await showWayOut(step, turn.chatId, turn);
}

type Group = Extract<ChatTurn, { kind: "group" }>;
type Private = Extract<ChatTurn, { kind: "private" }>;

async function takeGroup(
  step: Step,
  turn: Group,
  { present, inHand }: { present: boolean; inHand: number | null },
): Promise<void> {
  const { chatId, before, after } = turn;
  const room = roomOf(step);
  if (after.leftAt === null && after.mutedAt === null) {
    if (!present) return;
    // One welcome for each time that it was put in.
    const key = `welcome-${chatId}-${before?.leftAt?.getTime() ?? 0}`;
    if ((await tell(step, [welcome(chatId, after, room)], { ...NOTHING, key })) > 0) return;
    if (before?.hears !== false || !after.hears) return;
    await tell(step, [heardAgain(chatId, room)], {
      ...NOTHING,
      key: `hears-${chatId}-${step.now.getTime()}`,
    });
    return;
  }
  await divert(step, chatId, inHand);
  const since = after.leftAt ?? after.mutedAt;
  const known = after.leftAt === null ? before?.mutedAt : before?.leftAt;
  if (since === null || known) return;
  const key = `closed-${chatId}-${since.getTime()}`;
  await tell(step, groupClosed(turn.title, after, room), { ...NOTHING, key });
}

const NOTHING = { ticketId: null, messageId: null };

/** Who holds an office and cannot be reached there any more is told to staff, once for each time. */
async function closePrivate(step: Step, turn: Private, inHand: number | null): Promise<void> {
  const { chatId, personId, account, turned } = turn;
  if (chatId !== null) await divert(step, chatId, inHand);
  if (!turned) return;
  const other = await step.rooms.outbox.isReachable(personId);
  const key = `unreachable-${account.id}-${step.now.getTime()}`;
  const drafts = memberLost({ personId, channel: account.channel, other }, roomOf(step));
  await tell(step, drafts, { ...NOTHING, key });
}

/** What waits in a chat that is closed goes on elsewhere, or waits for its addressee. */
export async function divert(step: Step, chatId: number, inHand: number | null = null): Promise<void> {
  const { moved, held } = await step.rooms.outbox.divert(chatId, inHand, step.now);
  for (const id of moved) step.later(deliveryJob(id, step.now), step.now);
  for (const one of held) await invite(step, one);
}
