// What stays the same about people in WeChat when a login gives them other ids: the handle, of which only a hash leaves here.
import { createHash } from "node:crypto";
import type { Contact } from "#src/message.ts";
import type { Puppet } from "./wechat-puppet.ts";
import type { WechatContact, WechatRoom } from "./wechat-read.ts";
import { TIMED_OUT, within } from "./wechat-time.ts";

/** Nobody's message waits longer for who else is in the room. */
const MEMBERS_MS = 5_000;
const AT_ONCE = 20;

/** The hash of a contact's handle; null where the puppet shows none, or only the id once more. */
export function stableOf({ id, handle, weixin }: WechatContact): string | null {
  const shown = [handle, weixin].map((one) => one?.trim().toLowerCase() ?? "").find((one) => one !== "");
  // Ids of a login begin with @, whatever they are called.
  if (shown === undefined || shown === id.toLowerCase() || shown.startsWith("@")) return null;
  return createHash("sha256").update(`linli wechat ${shown}`).digest("base64url");
}

/** Who is in a room, as far as the puppet tells in time; null where it tells of nobody. */
export async function membersOf(puppet: Puppet, { memberIdList }: WechatRoom): Promise<Contact[] | null> {
  const members: Contact[] = memberIdList.map((id) => ({ id, stable: null }));
  const waiting = [...members];
  const ask = async () => {
    for (let one = waiting.shift(); one; one = waiting.shift()) {
      const contact = await puppet.contactPayload(one.id).catch(() => null);
      if (contact) one.stable = stableOf(contact);
    }
  };
  const all = Promise.all(Array.from({ length: AT_ONCE }, ask));
  if ((await within(all, MEMBERS_MS)) === TIMED_OUT) waiting.length = 0;
  return members.length > 0 ? members.map((one) => ({ ...one })) : null;
}
