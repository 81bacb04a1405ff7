import { dayOf } from "#src/clock.ts";
import { gapInGroup, gapToStaff } from "#src/delivery/tell-gap.ts";
import { tell } from "./change-ticket.ts";
import { roomOf } from "./house.ts";
import type { Step } from "./house.ts";

/** What a group said while we heard nothing is lost: the group is told once a day, staff of each gap once. */
export async function tellGap(
  step: Step,
  chatId: number,
  { channel, since }: { channel: string; since: Date },
): Promise<void> {
  const room = roomOf(step);
  const nothing = { ticketId: null, messageId: null };
  const group = gapInGroup(chatId, since, room);
  await tell(step, [group], { ...nothing, key: `gap-${chatId}-${dayOf(step.now)}` });
  await tell(step, gapToStaff(since, room), { ...nothing, key: `gap-${channel}-${since.getTime()}` });
}
