// 邀请 and 绑定 without a code: codes are made and told in private, once.
import type { Conversation, Heard } from "#src/intake/inbox.ts";
import { shownCode } from "#src/intake/binding-code.ts";
import { namedPeople } from "#src/desk/named.ts";
import { mayInvite } from "#src/desk/permit.ts";
import { say } from "#src/dialogue/say.ts";
import type { Member } from "#src/routing/community.ts";
import type { House, Step } from "./house.ts";
import { replyInPrivate } from "./reply.ts";

const INVITED_HOURS = 24;
export const OWN_MINUTES = 10;
const HOUR_MS = 3_600_000;
export const MINUTE_MS = 60_000;

type Asked = { message: Heard; rest: string };

/** 邀请 人: makes a code for a member; without a name says who needs one. Returns what is said where it makes none. */
export async function invite(
  step: Step,
  conversation: Conversation,
  { message, rest }: Asked,
): Promise<string | null> {
  const { texts } = step.house.flows;
  const { community } = step.house;
  if (rest === "") return listUnbound(step);
  const [named, ...more] = namedPeople(rest, community);
  if (!named) return say(texts, "invite_unknown", { name: rest });
  if (more.length > 0) return say(texts, "invite_which", { name: rest, names: accounts([named, ...more]) });
  const { personId, name } = named;
  if (!mayInvite(conversation.person.id, personId, community)) return say(texts, "not_allowed", {});
  if (personId === conversation.person.id) return ownCode(step, conversation, message);
  const code = await makeCode(step, conversation, { personId, ms: INVITED_HOURS * HOUR_MS });
  const text = say(texts, "invited", { name, ...code.told, hours: String(INVITED_HOURS) });
  await replyInPrivate(step, { conversation, messageId: message.id, about: code.about }, { text });
  return null;
}

/** 绑定: makes a code for a second account of the person's own. */
export async function ownCode(step: Step, conversation: Conversation, message: Heard): Promise<null> {
  const personId = conversation.person.id;
  const code = await makeCode(step, conversation, { personId, ms: OWN_MINUTES * MINUTE_MS });
  const text = say(step.house.flows.texts, "bind_code", { ...code.told, minutes: String(OWN_MINUTES) });
  await replyInPrivate(step, { conversation, messageId: message.id, about: code.about }, { text });
  return null;
}

/** A new code as it is told, and what the message that tells it is about: by that it is forgotten. */
async function makeCode(
  { house, rooms, now }: Step,
  { person }: Conversation,
  { personId, ms }: { personId: number; ms: number },
) {
  const expiresAt = new Date(now.getTime() + ms);
  const { id, code } = await rooms.bindings.make({ personId, byId: person.id, expiresAt }, now);
  return { about: aboutCode(id), told: { code: shownCode(code), ways: waysIn(house, code) } };
}

/** The key of what tells a code begins so, as the bindings know. */
export function aboutCode(id: number): string {
  return `code-${id}`;
}

/** The addresses that open a private chat and say the code, a line for each channel that has one. */
function waysIn({ channels, flows }: House, code: string): string {
  return [...channels.values()]
    .flatMap((channel) => channel.invitation(code) ?? [])
    .map((url) => say(flows.texts, "invite_way", { url }))
    .join("");
}

async function listUnbound({ house, rooms }: Step): Promise<string> {
  const { texts } = house.flows;
  const { members } = house.community;
  const unbound = await rooms.bindings.unbound([...new Set(members.map(({ personId }) => personId))]);
  if (unbound.length === 0) return say(texts, "invite_none", {});
  const names = unbound.flatMap((id) => members.find(({ personId }) => personId === id)?.name ?? []);
  return say(texts, "invite_list", { names: names.join("、") });
}

function accounts(members: Member[]): string {
  return members.flatMap((member) => member.accounts.slice(0, 1)).join("、");
}
