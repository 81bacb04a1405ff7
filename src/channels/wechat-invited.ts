// Invitations into rooms: a big room asks before it takes somebody in. Accepted by rule, as friends are.
import { setTimeout as pause } from "node:timers/promises";
import type { Puppet } from "./wechat-puppet.ts";

/** Whose invitation into a room is accepted: that of staff, of any friend of the account as well, or nobody's. */
export type RoomRule = "staff" | "friends" | "never";

export type Invited = {
  rule: RoomRule;
  /** Whether the account is one of a member of staff. */
  isStaff(accountId: string): Promise<boolean>;
  afterMs(): number;
};

/** Accepts the invitation after a while, if the rule lets it. What becomes of the room is heard as of any room. */
export async function takeInvitation(puppet: Puppet, invited: Invited, id: string): Promise<void> {
  if (invited.rule === "never") return;
  const { inviterId } = await puppet.roomInvitationPayload(id);
  if (!inviterId || !(await isTrusted(puppet, invited, inviterId))) return;
  await pause(invited.afterMs());
  await puppet.roomInvitationAccept(id);
}

async function isTrusted(puppet: Puppet, { rule, isStaff }: Invited, inviterId: string): Promise<boolean> {
  if (await isStaff(inviterId)) return true;
  return rule === "friends" && (await puppet.contactPayload(inviterId)).friend === true;
}
