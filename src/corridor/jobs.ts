// The jobs of the three queues. Their ids are made of the row and its time, so the same thing due is the same job.
import type { Job } from "#src/followups/queue.ts";
import type { Step } from "./house.ts";

/** `messageId`: who asks for it; a message of the same moment must not be taken for one whose turn is just running. */
export function turnJob(conversationId: number, dueAt: Date, messageId?: number): Job {
  const asker = messageId === undefined ? "" : `-${messageId}`;
  return { queue: "turns", id: `turn-${conversationId}-${dueAt.getTime()}${asker}`, ref: conversationId };
}

export function deliveryJob(outboundId: number, sendAfter: Date): Job {
  return { queue: "deliveries", id: `delivery-${outboundId}-${sendAfter.getTime()}`, ref: outboundId };
}

export function followUpJob(followUpId: number, dueAt: Date): Job {
  return { queue: "followups", id: `followup-${followUpId}-${dueAt.getTime()}`, ref: followUpId };
}

/** A follow-up that came too early comes again then. */
export async function postpone(step: Step, followUpId: number, dueAt: Date): Promise<void> {
  await step.rooms.followUps.postpone(followUpId, dueAt);
  step.later(followUpJob(followUpId, dueAt), dueAt);
}
