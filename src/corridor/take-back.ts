import type { House } from "./house.ts";

/**
 * At start: what a process that died had in hand is to be sent. Where the channel cannot tell that it has been sent
 * already, it may be read twice, which is counted in the log.
 */
export async function takeBack(house: House): Promise<void> {
  const channels = await house.store.transaction(({ outbox }) => outbox.release());
  const outbounds = channels.filter((name) => house.channels.get(name)?.idempotent === false).length;
  if (outbounds > 0) house.log.warn({ outbounds }, "sent again: a process died with them in hand");
}
