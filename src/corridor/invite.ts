import { say } from "#src/dialogue/say.ts";
import type { Held } from "#src/delivery/outbox.ts";
import type { Step } from "./house.ts";
import { deliveryJob } from "./jobs.ts";

/**
 * Something is held for a person who has no private chat: where they spoke they are shown the way into one, without a
 * word of what it is about, and not again before they have followed it.
 */
export async function invite(step: Step, held: Held): Promise<void> {
  const shown = await step.rooms.outbox.invitation(held, step.now);
  if (!shown) return;
  const { chatId, ticketId, messageId } = shown;
  const { personId } = held;
  const text = say(step.house.flows.texts, "invite", {});
  const key = `invite-${personId}-${chatId}-${step.now.getTime()}`;
  const notice = { key, text, buttons: [], images: [], chatId, personId, ticketId, messageId, invites: true };
  const row = await step.rooms.outbox.put(notice, step.now);
  if (row) step.later(deliveryJob(row.id, step.now), step.now);
}
