import { AppError } from "#src/errors.ts";
import type { Sent } from "#src/channels/channel.ts";
import type { Outgoing } from "#src/delivery/outbox.ts";
import { takeChange } from "./follow-chat.ts";
import { runStep } from "./house.ts";
import type { House } from "./house.ts";
import { deliveryJob } from "./jobs.ts";

const MOST_ATTEMPTS = 12;
const LONGEST_WAIT_MS = 3_600_000;
/** A chat that is closed for longer is no place for a danger. */
const CLOSED_MS = 60_000;
/** After so long a danger that may not have gone out is sent once more. */
const REPEAT_MS = 60_000;

/** Step 3, in a worker: sends what is pending in the row's chat, in order, until nothing is left or the platform asks to wait. */
export async function deliver(house: House, outboundId: number): Promise<void> {
  let out = await claim(house, outboundId);
  while (out) out = await send(house, out);
}

function claim(house: House, id: number): Promise<Outgoing | null> {
  return house.store.transaction(({ outbox }) => outbox.claim(id, house.clock.now()));
}

/** Sends one message; returns the next of its chat, or null when none may follow now. */
async function send(house: House, out: Outgoing): Promise<Outgoing | null> {
  const channel = house.channels.get(out.channel);
  let said: Sent;
  try {
    if (!channel) {
      throw new AppError("channel_failed", `outbound ${out.id}: expected channel ${out.channel} to be on`);
    }
    if (out.again && !channel.idempotent)
      house.log.warn(
        { outbound: out.id, channel: out.channel },
        "sent again: a process died with it in hand",
      );
    said = await channel.send(out.message);
  } catch (error) {
    const code = error instanceof AppError ? error.code : "channel_failed";
    house.log.warn({ outbound: out.id, channel: out.channel, code, attempt: out.attempts }, "not sent");
    if (code === "channel_unreachable") await redirect(house, out);
    else if (!(await putOff(house, out, error))) return null;
    return claim(house, out.id);
  }
  if (said.doubtful) {
    await doubt(house, out, said);
    return claim(house, out.id);
  }
  return house.store.transaction(async ({ outbox }) => {
    await outbox.sent(out, said, house.clock.now());
    return outbox.claim(out.id, house.clock.now());
  });
}

/** What the platform has not confirmed counts as sent, and is not sent again, but for a danger, once. */
async function doubt(house: House, out: Outgoing, said: Sent): Promise<void> {
  await runStep(house, async ({ rooms, now, later }) => {
    if (out.message.pressing && !out.doubtful) {
      const after = new Date(now.getTime() + REPEAT_MS);
      await rooms.outbox.repeat(out.id, after);
      later(deliveryJob(out.id, after), after);
    } else await rooms.outbox.sent(out, said, now);
    const doubtful = await rooms.outbox.doubtful();
    house.log.warn({ outbound: out.id, channel: out.channel, doubtful }, "not known whether it was sent");
  });
}

/** Who or which group cannot be written to: as if the platform had said so before. */
async function redirect(house: House, out: Outgoing): Promise<void> {
  await runStep(house, async (step) => {
    const { chat } = out.message;
    const change = chat.kind === "private" ? ("blocked" as const) : ("left" as const);
    const about = { channel: out.channel, chat: { ...chat, title: "" }, at: step.now, by: null };
    await takeChange(step, { ...about, change }, out.id);
  });
}

/** Another time; true when it can go out at once elsewhere. */
async function putOff(house: House, out: Outgoing, error: unknown): Promise<boolean> {
  // A platform that says when has not refused: its waits do not count as attempts used up.
  const asked = error instanceof AppError ? error.retryAfter : null;
  const waits =
    asked === null ? Math.min(1000 * 2 ** out.attempts, LONGEST_WAIT_MS) : Math.ceil(asked * 1000);
  const { pressing, to, chat } = out.message;
  return runStep(house, async ({ rooms, now, later }) => {
    const elsewhere = pressing && to && chat.kind === "group" && waits > CLOSED_MS;
    if (elsewhere && (await rooms.outbox.aside(out.id, now))) return true;
    const after = asked === null && out.attempts >= MOST_ATTEMPTS ? null : new Date(now.getTime() + waits);
    await rooms.outbox.retry(out.id, after, asked === null);
    if (after) later(deliveryJob(out.id, after), after);
    return false;
  });
}
