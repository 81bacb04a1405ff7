// What is said when the bot comes into a group, or cannot speak in one or to somebody any more.
import { say } from "#src/dialogue/say.ts";
import type { Standing } from "#src/intake/chats.ts";
import { committeeName, officesOf, staffOf } from "#src/routing/community.ts";
import { plain, toStaff } from "./notice-parts.ts";
import type { Draft, Room } from "./notice-parts.ts";

/** To a group: what Linli does there, what it keeps, how to reach it; and what it needs where it does not hear all. */
export function welcome(chatId: number, { hears }: Standing, { texts }: Room): Draft {
  const deaf = hears ? "" : say(texts, "welcome_deaf", {});
  const text = say(texts, "welcome", {}) + deaf;
  return { to: { chatId, personId: null }, text, buttons: [] };
}

/** To a group that Linli did not hear wholly before. */
export function heardAgain(chatId: number, { texts }: Room): Draft {
  return { to: { chatId, personId: null }, text: say(texts, "hears_now", {}), buttons: [] };
}

/** To staff: Linli was thrown out of a group, or may not write there. */
export function groupClosed(title: string, { leftAt }: Standing, room: Room): Draft[] {
  const text = say(room.texts, leftAt === null ? "staff_muted" : "staff_thrown_out", { title });
  return toStaff(room, text);
}

type Lost = { personId: number; channel: string; other: boolean };

/** To staff: somebody with an office gets nothing any more on a channel; `other`: whether another way is used. */
export function memberLost({ personId, channel, other }: Lost, { texts, community }: Room): Draft[] {
  const [office] = officesOf(community, personId);
  if (!office) return [];
  const { committeeId, name, role } = office;
  const values = {
    person: name,
    committee: committeeId === null ? texts.words.roles[role] : committeeName(community, committeeId),
    channel: texts.words.channels[channel] ?? channel,
  };
  const text = say(texts, other ? "member_elsewhere" : "member_lost", values);
  const others = staffOf(community).filter((staff) => staff !== personId);
  return others.map((staff) => plain(staff, text));
}
