// The recorded Monday once more, by WeChat: no buttons, pictures by themselves, answers that quote. The same tickets come of it.
import { readFileSync } from "node:fs";
import { randomBytes } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readRecording } from "#src/cli/recording.ts";
import type { Line } from "#src/cli/recording.ts";
import { openReplayHouse } from "#src/cli/replay-house.ts";
import type { ReplayHouse } from "#src/cli/replay-house.ts";
import { fillCodes } from "#src/cli/replay-lines.ts";
import { ticketLines } from "#src/cli/replay-print.ts";
import type { WechatChannel } from "#src/channels/wechat.ts";
import { readFlows } from "#src/dialogue/files.ts";
import { silentLog } from "#src/log.ts";
import { DEMO, FLOWS, inletOf, readCommunity } from "#src/wire.ts";
import { testDatabase } from "#test/helpers/database.ts";
import { isOneOf } from "#test/helpers/replayed.ts";
import type { Expected } from "#test/helpers/replayed.ts";
import { openMock, wechatOn } from "#test/helpers/wechat.ts";

const ROOM = "g1@chatroom";
const DASHES = "- - - - - - - - - - - - - - -";
const { tickets: wanted } = JSON.parse(readFileSync("test/data/estate-day.expected.json", "utf8")) as {
  tickets: Expected[];
};
const lines = readRecording("test/data/estate-day.jsonl");
const names: Record<string, string> = {};
const said = new Map<string, string>();
for (const line of lines) {
  if (line.type !== "message") continue;
  names[line.message.from] = line.message.name;
  said.set(line.message.id, line.message.text);
}

type Telephone = ReturnType<typeof openMock>;
type Day = { replayed: ReplayHouse; phone: Telephone; heard(): number };
let tickets: Awaited<ReturnType<typeof ticketLines>> = [];
let close = async () => {};

/** Somebody writes, and the house has it. */
async function writes(day: Day, payload: Parameters<Telephone["writes"]>[0]): Promise<void> {
  const before = day.heard();
  day.phone.writes({ timestamp: day.replayed.clock.now().getTime(), ...payload });
  for (let n = 0; day.heard() === before; n += 1) {
    if (n > 2_000) throw new Error(`not heard: ${JSON.stringify(payload)}`);
    await pause(5);
  }
  await day.replayed.through(day.replayed.clock.now());
}

/** A line as somebody would do it on a telephone. */
async function play(day: Day, line: Line): Promise<void> {
  if (line.type === "message") {
    const { from, id, images = 0, mention, replyTo, kind } = line.message;
    const where = kind === "group" ? { roomId: ROOM } : {};
    const own = await fillCodes(day.replayed.database, line.message.text);
    const quote = replyTo === undefined ? "" : `「邻居:${said.get(replyTo) ?? ""}」\n${DASHES}\n`;
    const text = `${quote}${mention ? "@邻里\u2005" : ""}${own}`;
    if (own !== "") await writes(day, { talkerId: from, ...where, id, text });
    for (let n = own === "" ? 0 : 1; n < images + (own === "" ? 0 : 1); n += 1)
      await writes(day, {
        talkerId: from,
        ...where,
        id: n === 0 ? id : `${id}.${n}`,
        type: 6,
        text: "<img/>",
      });
  }
  if (line.type !== "press") return;
  const { chat, from, press, of } = line.press;
  const code = of === undefined ? null : await fillCodes(day.replayed.database, of);
  const rows = await day.replayed.database.outbound.findMany({
    where: {
      state: "sent",
      chat: { externalId: chat === "g1" ? ROOM : chat },
      ...(code === null ? {} : { ticket: { code } }),
    },
    orderBy: { id: "desc" },
  });
  const row = rows.find(({ buttons }) => (buttons as string[]).includes(press));
  const where = chat === "g1" ? { roomId: ROOM } : {};
  // Of a card that was never shown there the press is a command, as it is for `replay` a press of the ticket.
  if (!row) return writes(day, { talkerId: from, ...where, text: press === "接单" ? `/接 ${code}` : press });
  const number = (row.buttons as string[]).indexOf(press) + 1;
  const text = `「邻里:${row.text}」\n${DASHES}\n${number}`;
  await writes(day, { talkerId: from, ...where, text });
}

beforeAll(async () => {
  const { url, drop } = await testDatabase();
  const community = readCommunity(DEMO);
  community.groups = community.groups.map((group) => ({ ...group, id: ROOM }));
  for (const { account, name } of community.members) names[account] ??= name;
  const phone = openMock(names, { [ROOM]: "邻里花园业主群" });
  let channel: WechatChannel | undefined;
  const replayed = await openReplayHouse({
    url,
    queue: { databaseUrl: url, prefix: `wechat-${randomBytes(4).toString("hex")}` },
    community,
    flows: readFlows(FLOWS),
    log: silentLog,
    start: new Date("2026-11-23T06:00:00+08:00"),
    emit: () => {},
    channel: ({ clock }) => {
      const pace = { gapMs: 0, perMinute: 1_000, privatePerHour: 1_000, quiet: null };
      channel = wechatOn(phone.puppet, { clock, pace });
      return channel;
    },
  });
  let count = 0;
  const inlet = inletOf(replayed.house);
  await channel?.start({
    ...inlet,
    accept: async (message) => {
      await inlet.accept(message);
      count += 1;
    },
  });
  phone.login();
  while (!channel?.answers?.()) await pause(10);
  close = async () => {
    await channel?.stop();
    await replayed.close();
    await drop();
  };
  const day = { replayed, phone, heard: () => count };
  // On WeChat whoever is to be written to in private has become a friend and said so.
  for (const account of Object.keys(names)) await writes(day, { talkerId: account, text: "你好" });
  for (const line of lines) {
    await replayed.until(line.at);
    await play(day, line);
    await replayed.through(line.at);
  }
  await replayed.through(new Date(replayed.clock.now().getTime() + 180_000), ["turns", "deliveries"]);
  tickets = await ticketLines(replayed.database, "wechat");
}, 600_000);
afterAll(() => close());

test("every request became one ticket, and nothing else did", () => {
  expect(tickets.map(({ label, reporter }) => `${label} ${reporter}`)).toHaveLength(wanted.length);
});

describe.each(wanted)("request $n, $label by $reporter", (one) => {
  test("is the ticket that it is by replay", () => {
    const got = tickets[one.n - 1];
    const { label, committee, urgency, state, rating, reporter, coReporters } = got ?? {};
    expect({ reporter, state, rating, private: got?.private }).toEqual({
      reporter: one.reporter,
      state: one.state,
      rating: one.rating,
      private: one.private,
    });
    expect((coReporters ?? []).map(String).toSorted()).toEqual([...one.coReporters].toSorted());
    expect(isOneOf(label ?? "", one.label), label).toBe(true);
    expect(isOneOf(committee ?? "", one.committee), committee).toBe(true);
    expect(isOneOf(urgency ?? "", one.urgency), urgency).toBe(true);
    if (one.assignee !== null) expect(got?.assignee).toBe(one.assignee);
    // A picture that came with words is a message of its own here.
    const messages = new Set(got?.messages.map((id) => id.replace(/\.\d+$/, "")));
    expect([...messages].toSorted()).toEqual([...one.messages].toSorted());
  });
});
