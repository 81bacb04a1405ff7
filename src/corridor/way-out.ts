// The way out of a channel that may end any day: a link by which a person goes on in the web chat as themselves.
import type { Conversation, Heard } from "#src/intake/inbox.ts";
import { say } from "#src/dialogue/say.ts";
import { MINUTE_MS, OWN_MINUTES, aboutCode } from "./binding-codes.ts";
import { tell } from "./change-ticket.ts";
import type { Step } from "./house.ts";
import { reply, replyInPrivate } from "./reply.ts";

/**
 * 网页: in private a link that is the person's own, with a new code; in a group, where others read it, the plain address.
 * Returns what is said where there is no such place.
 */
export async function showWeb(
  step: Step,
  conversation: Conversation,
  message: Heard,
): Promise<string | null> {
  const { texts } = step.house.flows;
  const to = { conversation, messageId: message.id };
  const door = doorOf(step);
  if (!door) return say(texts, "web_none", {});
  if (conversation.chat.kind === "group") {
    await reply(step, to, { text: say(texts, "web_group", { url: door.address }) });
    return null;
  }
  const link = await linkFor(step, conversation.person.id);
  if (!link) return say(texts, "web_none", {});
  await replyInPrivate(step, { ...to, about: link.about }, { text: say(texts, "web_link", link.told) });
  return null;
}

type Opened = { personId: number; account: { channel: string } };

/** Who has just opened their private chat on a channel that may end any day is shown the way out of it, once. */
export async function showWayOut(step: Step, chatId: number, { personId, account }: Opened): Promise<void> {
  if (!step.house.channels.get(account.channel)?.frail) return;
  const link = await linkFor(step, personId);
  if (!link) return;
  const draft = {
    to: { chatId, personId },
    text: say(step.house.flows.texts, "web_friend", link.told),
    buttons: [],
  };
  await tell(step, [draft], { key: `${link.about}-opened`, ticketId: null, messageId: null });
}

/** The channel to which its address and a code lead from anywhere. */
function doorOf({ house }: Step) {
  for (const { address, invitation } of house.channels.values()) if (address) return { address, invitation };
  return null;
}

/** A link with a new code of the person's own. */
async function linkFor(step: Step, personId: number) {
  const door = doorOf(step);
  if (!door) return null;
  const expiresAt = new Date(step.now.getTime() + OWN_MINUTES * MINUTE_MS);
  const { id, code } = await step.rooms.bindings.make({ personId, byId: personId, expiresAt }, step.now);
  const url = door.invitation(code);
  return url === null ? null : { about: aboutCode(id), told: { url, minutes: String(OWN_MINUTES) } };
}
