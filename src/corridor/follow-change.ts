import type { MessageChange } from "#src/message.ts";
import type { Conversation, Heard, Kept } from "#src/intake/inbox.ts";
import { followEdit } from "./follow-edit.ts";
import { followRecall } from "./follow-recall.ts";
import { runStep } from "./house.ts";
import type { House } from "./house.ts";

/** A message that its sender has changed, its conversation, and what else waits there for its turn. */
export type Changed = { conversation: Conversation; message: Kept; others: Heard[] };

/**
 * The second way in, in the channel's handler: a sender has edited a message or taken it back. The same holds as for
 * accept: when it resolves, we have it; when it throws, it must come again. A message that we do not know or that is
 * not the sender's, and a change that comes a second time or too late, change nothing.
 */
export async function followChange(house: House, change: MessageChange): Promise<void> {
  await runStep(house, async (step) => {
    const { inbox } = step.rooms;
    const meant = await inbox.changed(change);
    // The turn that may just be handling it comes first; then the message is as that has left it.
    const locked = meant && (await inbox.lock(meant.conversationId));
    const message = meant && (await inbox.message(meant.messageId));
    if (!locked || !message || message.recalledAt) return;
    const others = locked.messages.filter((other) => other.id !== message.id);
    const changed = { conversation: locked.conversation, message, others };
    if (change.change === "recall") await followRecall(step, changed, change.at);
    else await followEdit(step, changed, change);
  });
}
