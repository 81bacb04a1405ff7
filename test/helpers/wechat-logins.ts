// A house in WeChat whose account logs in again and again, each time with other ids for people and rooms.
import { randomBytes } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { expect } from "vitest";
import { openReplayHouse } from "#src/cli/replay-house.ts";
import { readFlows } from "#src/dialogue/files.ts";
import type { WechatChannel } from "#src/channels/wechat.ts";
import { silentLog } from "#src/log.ts";
import { DEMO, FLOWS, inletOf, readCommunity } from "#src/wire.ts";
import { testDatabase } from "#test/helpers/database.ts";
import { openMock, wechatOn } from "#test/helpers/wechat.ts";
import type { Shown } from "#test/helpers/wechat.ts";

type Phone = ReturnType<typeof openMock>;
type Line = Parameters<Phone["writes"]>[0];
export type Logins = Awaited<ReturnType<typeof openLogins>>;

const PACE = { gapMs: 0, perMinute: 1_000, privatePerHour: 1_000, quiet: null };
const LEARN_MS = 10 * 60_000;

/** Opens the house; nobody is logged in yet. */
export async function openLogins(start: string, rooms: string[]) {
  const { url, drop } = await testDatabase();
  const community = readCommunity(DEMO);
  community.groups = community.groups.map((group, index) => ({ ...group, id: rooms[index] ?? group.id }));
  let channel: WechatChannel | null = null;
  let phone: Phone | null = null;
  let accepted = 0;
  let written = 0;
  const first = openMock({}, {});
  const replayed = await openReplayHouse({
    url,
    queue: { databaseUrl: url, prefix: `logins-${randomBytes(4).toString("hex")}` },
    community,
    flows: readFlows(FLOWS),
    log: silentLog,
    start: new Date(start),
    emit: () => {},
    channel: ({ clock }) => wechatOn(first.puppet, { clock, pace: PACE }),
  });
  const { house, clock, database } = replayed;
  const inlet = inletOf(house);
  const counting: typeof inlet = {
    ...inlet,
    accept: async (message) => {
      await inlet.accept(message);
      accepted += 1;
    },
  };
  const heardAll = async (wanted: number) => {
    const heard = () => accepted;
    for (let n = 0; heard() < wanted; n += 1) {
      if (n > 2_000) throw new Error(`heard ${heard()} lines, expected ${wanted}`);
      await pause(5);
    }
  };
  const shown = (chat: string) => (phone?.shown(chat) ?? []).join("\n");
  const logins = {
    replayed,
    house,
    database,
    /** The account logs in after a while; these are the ids since. */
    login: async (people: Record<string, Shown>, topics: Record<string, string>) => {
      await channel?.stop();
      await replayed.through(new Date(clock.now().getTime() + 60_000));
      const next = openMock(people, topics);
      channel = wechatOn(next.puppet, { clock, pace: PACE, learnMs: LEARN_MS });
      house.channels.set(channel.name, channel);
      await channel.start(counting);
      next.login();
      while (!channel.answers?.()) await pause(5);
      phone = next;
    },
    /** Lines that come at the same time; the house has them all when it resolves. */
    writes: async (...lines: Line[]): Promise<void> => {
      await replayed.until(new Date(clock.now().getTime() + 60_000));
      const before = accepted;
      const timestamp = clock.now().getTime();
      // WeChat counts messages on over its logins.
      for (const line of lines) phone?.writes({ timestamp, id: `l${++written}`, ...line });
      await heardAll(before + lines.length);
      await replayed.through(new Date(clock.now().getTime() + 5_000), ["turns", "deliveries"]);
    },
    /** The gateway tells of a message once more. */
    again: async (messageId: string): Promise<void> => {
      const wanted = accepted + 1;
      phone?.emit("message", { messageId });
      await heardAll(wanted);
    },
    shown,
    hears: (chat: string, words: RegExp) => expect(shown(chat), `what ${chat} reads`).toMatch(words),
    close: async () => {
      await channel?.stop();
      await replayed.close();
      await drop();
    },
  };
  return logins;
}
