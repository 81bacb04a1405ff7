// 我家: the flat that somebody lives in, said by themselves and asked back once.
import type { Conversation, Heard } from "#src/intake/inbox.ts";
import { COMMANDS } from "#src/desk/command.ts";
import { brief, isSame, readDoor, stairsOf } from "#src/desk/home.ts";
import type { Door, Stairs } from "#src/desk/home.ts";
import { placeName, say } from "#src/dialogue/say.ts";
import type { Offered } from "#src/delivery/outbox.ts";
import { roomOf } from "./house.ts";
import type { Step } from "./house.ts";
import { replyInPrivate } from "./reply.ts";

const YES = "对";
const NO = "不对";
const GONE = /^(删除|清除|delete)$/i;
const ASKED = /^home-([\d.]+)-\d+-\d+$/;

type Asked = { message: Heard; rest: string };

/** 我家: shows, asks back or forgets where the person lives. Returns what is said where nothing is asked back. */
export async function ownHome(
  step: Step,
  conversation: Conversation,
  { message, rest }: Asked,
): Promise<string | null> {
  const { texts } = step.house.flows;
  const { people } = step.rooms;
  const personId = conversation.person.id;
  if (rest === "") {
    const home = await people.home(personId);
    return home ? say(texts, "home", { home: placeName(home.place, "full") }) : say(texts, "home_none", {});
  }
  if (GONE.test(rest)) {
    await people.moveIn(personId, null);
    return say(texts, "home_gone", {});
  }
  const door = readDoor(rest, step.house.community, conversation.chat.estateId);
  if (!door) return say(texts, "usage", { usage: COMMANDS.home.usage });
  const stairs = stairsOf(door, roomOf(step));
  if ("ask" in stairs) return stairs.ask;
  return askBack(step, conversation, { message, door, stairs });
}

type Asking = { message: Heard; door: Door; stairs: Stairs[] };

async function askBack(
  step: Step,
  conversation: Conversation,
  { message, door, stairs }: Asking,
): Promise<string | null> {
  const { texts } = step.house.flows;
  const { estates } = step.house.community;
  const found = [];
  const rooms = [];
  for (const { building, unit } of stairs) {
    const flats = await step.rooms.community.flats(building.id, unit);
    rooms.push(...flats.map(({ room }) => room));
    const flat = flats.find(({ room }) => isSame(room, door.room));
    if (flat) found.push({ ...flat, building, unit });
  }
  const [first, ...more] = found;
  if (!first) {
    const [{ building, unit } = { building: null, unit: null }] = stairs;
    const values = { stairs: stairsName(building?.number ?? null, unit) };
    if (rooms.length === 0) return say(texts, "home_no_rooms", values);
    return say(texts, "home_no_room", { ...values, room: door.room, list: brief(rooms) });
  }
  const home = `${stairsName(first.building.number, first.unit)}${first.room}`;
  const nameOf = (estateId: number) => estates.find(({ id }) => id === estateId)?.name ?? "";
  const estate = estates.length > 1 ? nameOf(first.building.estateId) : "";
  const asking =
    more.length > 0
      ? {
          text: say(texts, "home_which", { home }),
          buttons: [...found.map(({ building }) => nameOf(building.estateId)), NO],
        }
      : { text: say(texts, "home_ask", { home: `${estate}${home}` }), buttons: [YES, NO] };
  const about = `home-${found.map(({ id }) => id).join(".")}`;
  await replyInPrivate(step, { conversation, messageId: message.id, about }, asking);
  return null;
}

function stairsName(building: string | null, unit: string | null): string {
  return placeName({ building, unit, room: null, spot: null }, "full");
}

/** The tap on 对, 不对 or an estate; false for a button of anything else. */
export async function tapOnHome(
  step: Step,
  conversation: Conversation,
  { message, offered }: { message: Heard; offered: Offered },
): Promise<boolean> {
  const flatIds = ASKED.exec(offered.key)?.[1]?.split(".").map(Number);
  if (!flatIds) return false;
  const { texts } = step.house.flows;
  const { people } = step.rooms;
  const flatId = flatIds[offered.buttons.indexOf(message.press?.button ?? "")];
  const answer = (text: string) => replyInPrivate(step, { conversation, messageId: message.id }, { text });
  if (flatId === undefined) await answer(say(texts, "not_done", {}));
  else if (!(await people.moveIn(conversation.person.id, flatId))) await answer(say(texts, "old_button", {}));
  else {
    const home = await people.home(conversation.person.id);
    await answer(say(texts, "home_noted", { home: placeName(home?.place ?? null, "full") }));
  }
  return true;
}
