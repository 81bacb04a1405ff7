import type { House } from "./house.ts";

/** For so long a card may be tapped, and a command looked up. */
const KEPT_MS = 24 * 3_600_000;

/** Every so often: what no ticket needs after a day is forgotten, and codes that hold no longer. Resolves to how many messages. */
export async function forgetTalk(house: House): Promise<number> {
  const now = house.clock.now();
  const before = new Date(now.getTime() - KEPT_MS);
  return house.store.transaction(async ({ inbox, bindings }) => {
    await bindings.forget(now);
    return inbox.forgetBefore(before);
  });
}
