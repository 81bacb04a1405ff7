// What is asked and said where it is not sure whether somebody, or a group, that has a new id is known already.
import { say } from "#src/dialogue/say.ts";
import { toStaff } from "./notice-parts.ts";
import type { Draft, Room } from "./notice-parts.ts";

/** The first says that they are one. */
export const DOUBT_BUTTONS = ["是同一个", "不是"];

/** To staff: somebody new has the name of somebody who has not been heard since. */
export function doubtAccount({ name, title }: { name: string; title: string }, room: Room): Draft[] {
  const { texts } = room;
  const where = title === "" ? say(texts, "doubt_private", {}) : say(texts, "doubt_in", { title });
  return asking(room, say(texts, "doubt_account", { name, where }));
}

/** To staff: a new group has the title of one that has not been heard since. */
export function doubtRoom(title: string, room: Room): Draft[] {
  return asking(room, say(room.texts, "doubt_room", { title }));
}

function asking(room: Room, text: string): Draft[] {
  return toStaff(room, text).map((draft) => ({ ...draft, buttons: DOUBT_BUTTONS }));
}

/** To the person: on the account that staff say is theirs, and in the private chats that they have beside it. */
export function joinedByStaff(
  { personId, name, here, others }: { personId: number; name: string; here: number | null; others: number[] },
  { texts }: Room,
): Draft[] {
  const told = say(texts, "bound_told", { account: name });
  const to = (chatId: number, text: string): Draft => ({ to: { chatId, personId }, text, buttons: [] });
  return [
    ...(here === null ? [] : [to(here, say(texts, "doubt_joined", {}))]),
    ...others.map((chatId) => to(chatId, told)),
  ];
}
