// WeChat sends nothing twice: what the house knows of it after it was down itself.
import { randomBytes } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openReplayHouse } from "#src/cli/replay-house.ts";
import type { ReplayHouse } from "#src/cli/replay-house.ts";
import type { WechatChannel } from "#src/channels/wechat.ts";
import { wechatQuotes } from "#src/channels/wechat-quotes.ts";
import { wechatSigns } from "#src/channels/wechat-signs.ts";
import { readFlows } from "#src/dialogue/files.ts";
import { silentLog } from "#src/log.ts";
import { DEMO, FLOWS, inletOf, readCommunity } from "#src/wire.ts";
import { testDatabase } from "#test/helpers/database.ts";
import { openMock, wechatOn } from "#test/helpers/wechat.ts";

const DASHES = "- - - - - - - - - - - - - - -";
const ROOM = "g1@chatroom";
const NAMES = { zhang: "张", wang: "王", li: "李", ban: "小班", wu: "吴主任" };

let replayed: ReplayHouse;
let phone: ReturnType<typeof openMock>;
let channel: WechatChannel | null = null;
let close = async () => {};
let heard = 0;
let count = 0;

const newPhone = () => openMock(NAMES, { [ROOM]: "邻里花园业主群" });
const through = () => replayed.through(replayed.clock.now());
const later = async (minutes: number) => {
  const at = new Date(replayed.clock.now().getTime() + minutes * 60_000);
  await replayed.until(at);
  await replayed.through(at);
};
const openChannel = ({ database, clock }: Pick<ReplayHouse, "database" | "clock">) => {
  const pace = { gapMs: 0, perMinute: 1_000, privatePerHour: 1_000, quiet: null };
  channel = wechatOn(phone.puppet, {
    clock,
    pace,
    signs: wechatSigns(database),
    quotes: wechatQuotes(database, null),
  });
  return channel;
};
/** The house begins to listen, and the account logs in. */
async function begins(): Promise<void> {
  const inlet = inletOf(replayed.house);
  await channel?.start({
    ...inlet,
    accept: async (message) => {
      await inlet.accept(message);
      heard += 1;
    },
    followChat: async (change) => {
      await inlet.followChat(change);
      heard += 1;
    },
  });
  phone.login();
  while (!channel?.answers?.()) await pause(5);
}
/** The house is down for so long; its memory is gone. */
async function restarts(minutes: number): Promise<void> {
  await channel?.stop();
  await later(minutes);
  phone = newPhone();
  replayed.house.channels.set("wechat", openChannel(replayed));
  await begins();
  await pause(50);
  await through();
}
async function writes(payload: Parameters<typeof phone.writes>[0]): Promise<string> {
  const before = heard;
  const id = phone.writes({ id: `m${(count += 1)}`, timestamp: replayed.clock.now().getTime(), ...payload });
  await expect.poll(() => heard).toBeGreaterThan(before);
  await through();
  return id;
}

beforeAll(async () => {
  const { url, drop } = await testDatabase();
  const community = readCommunity(DEMO);
  community.groups = community.groups.map((group) => ({ ...group, id: ROOM }));
  phone = newPhone();
  replayed = await openReplayHouse({
    url,
    queue: { databaseUrl: url, prefix: `restart-${randomBytes(4).toString("hex")}` },
    community,
    flows: readFlows(FLOWS),
    log: silentLog,
    start: new Date("2026-11-23T09:00:00+08:00"),
    emit: () => {},
    channel: openChannel,
  });
  close = async () => {
    await channel?.stop();
    await replayed.close();
    await drop();
  };
  await begins();
});
afterAll(() => close());

const quoting = (quoted: string, text: string) => `「${quoted}」\n${DASHES}\n${text}`;
const reporters = async () => {
  const rows = await replayed.database.ticketReporter.findMany({
    orderBy: { at: "asc" },
    include: { person: { include: { accounts: true } } },
  });
  return rows.flatMap(({ person }) => person.accounts.map(({ externalId }) => externalId));
};
let line = "";

test("the first start of all has missed nothing", async () => {
  await writes({ talkerId: "ban", text: "你好" });
  await writes({ talkerId: "zhang", roomId: ROOM, text: "3栋2单元电梯坏了,麻烦来修" });
  await later(1);
  line = phone.shown(ROOM).find((text) => /电梯.*已登记/.test(text)) ?? "none";
  expect(line).toMatch(/^@张\u2005A\d+/);
  await writes({ talkerId: "li", roomId: ROOM, text: "今天的晚霞真好看,大家都去看呀" });
  await later(1);
  expect([...phone.shown(ROOM), ...phone.shown("ban")].join("\n")).not.toMatch(/没听到|断线/);
});

test("a house that was down for a while tells group and staff since when it heard nothing, once", async () => {
  await restarts(40);
  await expect.poll(async () => (await through(), phone.shown(ROOM))).toHaveLength(1);
  expect(phone.shown(ROOM)[0]).toMatch(/有 40 分钟我没听到大家说话/);
  expect(phone.shown("ban")).toEqual([expect.stringMatching(/从 09:02 起断线 40 分钟/)]);
  expect(channel?.status()).toMatchObject({
    kind: "ready",
    deafSince: null,
    gap: { from: expect.any(Date) },
  });
  phone.emit("login", { contactId: "bot" });
  await pause(50);
  await through();
  expect(phone.shown("ban")).toHaveLength(1);
});

test("a house that only starts anew tells nothing", async () => {
  await restarts(2);
  expect([...phone.shown(ROOM), ...phone.shown("ban")]).toEqual([]);
});

test("who quotes a line of before answers to it: one of ours, cut short, and one of a neighbour's ticket", async () => {
  await writes({ talkerId: "wang", roomId: ROOM, text: quoting(`邻里:${line.slice(0, 12)}…`, "我家也是") });
  await later(1);
  expect(await reporters()).toEqual(["zhang", "wang"]);
  await writes({ talkerId: "li", roomId: ROOM, text: quoting("张:3栋2单元电梯坏了,麻烦来修", "+1") });
  await later(1);
  expect(await reporters()).toEqual(["zhang", "wang", "li"]);
});

test("of chatter nothing was kept: who quotes it answers to nothing", async () => {
  const text = quoting("李:今天的晚霞真好看,大家都去看呀", "+1");
  await writes({ talkerId: "wu", roomId: ROOM, text });
  await later(1);
  const row = await replayed.database.message.findFirst({ orderBy: { id: "desc" } });
  expect(row).toMatchObject({ replyTo: null });
});
