// What comes in by WeChat goes to the inlet. Nothing is acknowledged there: what the house fails at for long is lost.
import { setTimeout as pause } from "node:timers/promises";
import type { Clock } from "#src/clock.ts";
import { faultName } from "#src/errors.ts";
import type { Log } from "#src/log.ts";
import type { OutboundMessage } from "#src/message.ts";
import type { Inlet } from "./channel.ts";
import { takeInvitation } from "./wechat-invited.ts";
import type { Invited } from "./wechat-invited.ts";
import { patientLanes } from "./wechat-lanes.ts";
import type { Marks } from "./wechat-marks.ts";
import type { Puppet } from "./wechat-puppet.ts";
import type { Quotes } from "./wechat-quotes.ts";
import { TYPE, friendChange, readMessage, roomChange } from "./wechat-read.ts";
import type { Read, RoomEvent, WechatMessage } from "./wechat-read.ts";
import type { Signs } from "./wechat-signs.ts";
import { membersOf } from "./wechat-stable.ts";
import type { Happening } from "./wechat-watch.ts";

/** Who may become a friend of the account: everybody, who says the word, or nobody. */
export type Friends = { rule: "all" | "word" | "never"; word: string; afterMs(): number };

type Parts = {
  puppet: Puppet;
  clock: Clock;
  log: Log;
  marks: Marks;
  friends: Friends;
  signs: Pick<Signs, "groups">;
  quotes: Quotes;
  invited: Invited;
  happens(what: Happening): void;
};
type Ears = Parts & {
  lanes: ReturnType<typeof patientLanes>;
  inlet: Inlet;
  /** When somebody last wrote: by chat, and by chat and person. */
  heard: Map<string, Date>;
  rooms: Map<string, { title: string; at: Date }>;
  /** The present login, and the rooms whose members the house has been told under it. */
  login: { at: Date; told: Set<string> };
};
export type Hearing = {
  open(inlet: Inlet): void;
  /** The present login's moment. */
  loggedInAt(): Date;
  /** When the addressee of a message last wrote in its chat; for one to everybody that asks something, anybody. */
  heardAt(message: OutboundMessage): Date | null;
  /** Tells the house that what was said in the rooms since then is lost. */
  missed(since: Date): Promise<void>;
  /** Resolves when everything heard has gone through. */
  rest(): Promise<void>;
};

/** wechaty's numbers of what becomes of friends. */
const FRIEND = { confirmed: 1, asks: 2 };
const DAY_MS = 24 * 3_600_000;

export function hearing(parts: Parts): Hearing {
  const { clock, log } = parts;
  const lanes = patientLanes(log);
  const heard = new Map<string, Date>();
  const rooms: Ears["rooms"] = new Map();
  const login: Ears["login"] = { at: clock.now(), told: new Set() };
  let inlet: Inlet | null = null;
  return {
    open: (to) => {
      inlet = to;
      listen({ ...parts, lanes, inlet: to, heard, rooms, login });
    },
    loggedInAt: () => login.at,
    heardAt: ({ chat, to, buttons }) => {
      if (chat.kind === "private") return heard.get(chat.id) ?? null;
      const who = to ? `${chat.id} ${to.id}` : chat.id;
      return to || buttons.length > 0 ? (heard.get(who) ?? null) : null;
    },
    missed: async (since) => {
      for (const [id, title] of await lively(parts, rooms, since)) {
        const chat = { id, kind: "group" as const, title };
        const change = {
          channel: "wechat",
          chat,
          at: clock.now(),
          by: null,
          change: "unheard",
          since,
        } as const;
        await lanes.run(id, async () => inlet?.followChat(change));
      }
    },
    rest: () => lanes.idle(),
  };
}

/** The groups in which somebody has spoken within a day before: before a restart, too. */
async function lively({ signs, clock, log }: Parts, rooms: Ears["rooms"], since: Date) {
  const known = await signs.groups(new Date(since.getTime() - DAY_MS)).catch((error: unknown) => {
    log.warn({ channel: "wechat", error: faultName(error) }, "it is not known which groups were not heard");
    return [];
  });
  const found = new Map(known.map(({ id, title }) => [id, title]));
  for (const [id, { title, at }] of rooms)
    if (clock.now().getTime() - at.getTime() <= DAY_MS) found.set(id, title);
  return found;
}

function listen(ears: Ears): void {
  const { puppet, log } = ears;
  /** A puppet that fails in what it has told of is no reason to end. */
  const on = (event: string, take: (payload: never) => Promise<void>) =>
    puppet.on(event, (payload: never) => {
      take(payload).catch((error: unknown) => {
        log.warn({ channel: "wechat", event, error: faultName(error) }, "not heard");
      });
    });
  puppet.on("login", () => {
    Object.assign(ears.login, { at: ears.clock.now(), told: new Set() });
  });
  on("message", async ({ messageId }: { messageId: string }) =>
    hearMessage(ears, await puppet.messagePayload(messageId)),
  );
  on("friendship", ({ friendshipId }: { friendshipId: string }) => hearFriend(ears, friendshipId));
  on("room-invite", ({ roomInvitationId }: { roomInvitationId: string }) =>
    takeInvitation(puppet, ears.invited, roomInvitationId),
  );
  on("room-join", (event: RoomEvent) => hearRoom(ears, event));
  on("room-leave", (event: RoomEvent) => hearRoom(ears, event));
  on("room-topic", (event: RoomEvent) => hearRoom(ears, event));
}

async function hearMessage(ears: Ears, payload: WechatMessage): Promise<void> {
  const { inlet, marks, heard, rooms, clock, puppet } = ears;
  const login = { ...ears.login };
  const chat = payload.roomId || payload.talkerId;
  ears.happens(payload.roomId ? "group" : "private");
  await ears.lanes.run(chat, async () => {
    const read = await takeIn(puppet, payload);
    if (read === null) return;
    if (read.kind === "change") return inlet.follow(read.change);
    const { message, quoted } = read;
    const replyTo =
      quoted === null ? null : (marks.find(chat, quoted) ?? (await ears.quotes.find(chat, quoted)));
    const isTold = payload.roomId === undefined || login.told.has(chat);
    const members = isTold ? null : await membersOf(puppet, await puppet.roomPayload(chat));
    await inlet.accept({ ...message, replyTo, loginAt: login.at, chat: { ...message.chat, members } });
    if (payload.roomId) login.told.add(chat);
    marks.note(chat, message.text, message.id);
    heard.set(chat, clock.now()).set(`${chat} ${message.from.id}`, clock.now());
    if (message.chat.kind === "group") rooms.set(chat, { title: message.chat.title, at: clock.now() });
  });
}

/** Asks the puppet for all that belongs to a message, and reads it. */
async function takeIn(puppet: Puppet, message: WechatMessage): Promise<Read | null> {
  const { talkerId, roomId } = message;
  const room = roomId ? await puppet.roomPayload(roomId) : null;
  const member = room ? await puppet.roomMemberPayload(room.id, talkerId).catch(() => null) : null;
  const where = message.type === TYPE.location ? await puppet.messageLocation(message.id) : null;
  return readMessage({
    message,
    self: await selfOf(puppet),
    talker: await puppet.contactPayload(talkerId),
    room,
    roomAlias: member?.roomAlias ?? null,
    place: where && [where.name, where.address].filter(Boolean).join(" "),
  });
}

async function selfOf(puppet: Puppet): Promise<{ id: string; name: string }> {
  return puppet.isLoggedIn ? puppet.contactPayload(puppet.currentUserId) : { id: "", name: "" };
}

async function hearFriend({ puppet, friends, lanes, inlet, clock }: Ears, id: string): Promise<void> {
  const { contactId, hello = "", type } = await puppet.friendshipPayload(id);
  if (type === FRIEND.confirmed) {
    const change = friendChange(await puppet.contactPayload(contactId), clock.now());
    return lanes.run(contactId, () => inlet.followChat(change));
  }
  const fits = friends.rule === "all" || (friends.rule === "word" && hello.includes(friends.word));
  if (type !== FRIEND.asks || !fits) return;
  await pause(friends.afterMs());
  await puppet.friendshipAccept(id);
}

async function hearRoom({ puppet, lanes, inlet }: Ears, event: RoomEvent): Promise<void> {
  const selfId = puppet.isLoggedIn ? puppet.currentUserId : "";
  const topic = await puppet.roomPayload(event.roomId).then(
    (room) => room.topic,
    () => "",
  );
  const change = roomChange(event, { selfId, topic });
  if (change) await lanes.run(event.roomId, () => inlet.followChat(change));
}
