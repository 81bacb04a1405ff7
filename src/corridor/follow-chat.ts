import type { ChatChange } from "#src/message.ts";
import { runStep } from "./house.ts";
import type { House } from "./house.ts";
import { tellGap } from "./tell-gap.ts";

/**
 * The third way in: a group the bot was put into, muted in or thrown out of, a group that goes on under another id, a
 * person who may be written to, or not any more. The same change may come twice.
 */
export async function followChat(house: House, change: ChatChange): Promise<void> {
  await runStep(house, async (step) => {
    const chatId = await step.rooms.inbox.chatChanged(change, step.now);
    if (chatId !== null && change.change === "unheard") await tellGap(step, chatId, change);
  });
}
