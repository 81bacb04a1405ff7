import { AppError } from "#src/errors.ts";
import type { Outgoing } from "#src/delivery/outbox.ts";
import { runStep } from "./house.ts";
import type { House } from "./house.ts";
import { deliveryJob } from "./jobs.ts";

const MOST_ATTEMPTS = 12;
const LONGEST_WAIT_MS = 3_600_000;

/** Step 3, in a worker: sends what is pending in the row's chat, in order, until nothing is left or the platform asks to wait. */
export async function deliver(house: House, outboundId: number): Promise<void> {
  let out = await house.store.transaction(({ outbox }) => outbox.claim(outboundId, house.clock.now()));
  while (out) out = await send(house, out);
}

/** Sends one message; returns the next of its chat, or null when none may follow now. */
async function send(house: House, out: Outgoing): Promise<Outgoing | null> {
  const channel = house.channels.get(out.channel);
  try {
    if (!channel) {
      throw new AppError("channel_failed", `outbound ${out.id}: expected channel ${out.channel} to be on`);
    }
    const { externalId } = await channel.send(out.message);
    return await house.store.transaction(async ({ outbox }) => {
      await outbox.sent(out.id, externalId, house.clock.now());
      return outbox.claim(out.id, house.clock.now());
    });
  } catch (error) {
    const code = error instanceof AppError ? error.code : "channel_failed";
    house.log.warn({ outbound: out.id, channel: out.channel, code, attempt: out.attempts }, "not sent");
    await (code === "channel_unreachable" ? redirect(house, out) : putOff(house, out, error));
    return null;
  }
}

async function redirect(house: House, out: Outgoing): Promise<void> {
  await runStep(house, async ({ rooms, now, later }) => {
    const moved = await rooms.outbox.unreachable(out.id, now);
    if (moved) later(deliveryJob(out.id, now), now);
  });
}

async function putOff(house: House, out: Outgoing, error: unknown): Promise<void> {
  const asked = error instanceof AppError ? error.retryAfter : null;
  await runStep(house, async ({ rooms, now, later }) => {
    const wait = asked === null ? Math.min(1000 * 2 ** out.attempts, LONGEST_WAIT_MS) : asked * 1000;
    // A platform that says when has not refused: its waits do not count as attempts used up.
    const after = asked === null && out.attempts >= MOST_ATTEMPTS ? null : new Date(now.getTime() + wait);
    await rooms.outbox.retry(out.id, after);
    if (after) later(deliveryJob(out.id, after), after);
  });
}
