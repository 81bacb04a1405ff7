// What is said after a while in which nothing was heard.
import { shanghaiIso } from "#src/clock.ts";
import { say } from "#src/dialogue/say.ts";
import { toStaff } from "./notice-parts.ts";
import type { Draft, Room } from "./notice-parts.ts";

const MINUTE_MS = 60_000;

/** To a group: what was said meanwhile is to be said again, and how to reach us when we hear nothing. */
export function gapInGroup(chatId: number, since: Date, { texts, now }: Room): Draft {
  const text = say(texts, "gap_group", { minutes: minutesOf(since, now) });
  return { to: { chatId, personId: null }, text, buttons: [], invites: true };
}

/** To the staff, with its length. */
export function gapToStaff(since: Date, room: Room): Draft[] {
  const { texts, now } = room;
  const values = { from: shanghaiIso(since).slice(11, 16), minutes: minutesOf(since, now) };
  const text = say(texts, "gap_staff", values);
  return toStaff(room, text);
}

function minutesOf(since: Date, now: Date): string {
  return String(Math.max(1, Math.round((now.getTime() - since.getTime()) / MINUTE_MS)));
}
