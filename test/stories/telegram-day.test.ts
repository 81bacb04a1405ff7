// The recorded Monday, said by people at a Telegram of its own: the same tickets as in a replay.
import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { telegramChannel } from "#src/channels/telegram.ts";
import { openReplayHouse } from "#src/cli/replay-house.ts";
import type { ReplayHouse } from "#src/cli/replay-house.ts";
import { ticketLines } from "#src/cli/replay-print.ts";
import { readRecording } from "#src/cli/recording.ts";
import { AppError } from "#src/errors.ts";
import { silentLog } from "#src/log.ts";
import { readFlows } from "#src/dialogue/files.ts";
import { DEMO, FLOWS, inletOf, readCommunity } from "#src/wire.ts";
import { testDatabase } from "#test/helpers/database.ts";
import { replayedOnce } from "#test/helpers/replayed.ts";
import type { Got } from "#test/helpers/replayed.ts";
import { castOf, playOnTelegram, seatAccounts } from "#test/helpers/telegram-day.ts";
import { startTelegramServer } from "#test/helpers/telegram-server.ts";

const DAY = "test/data/estate-day.jsonl";

let wanted: Got[] = [];
let got: unknown[] = [];
let said: string[] = [];
const closing: (() => Promise<void>)[] = [];

beforeAll(async () => {
  const lines = readRecording(DAY);
  const community = readCommunity(DEMO);
  let now = () => lines[0]?.at.getTime() ?? 0;
  const telegram = await startTelegramServer({ now: () => now() });
  closing.push(() => telegram.close());
  const group = telegram.group({ title: "邻里花园业主群" });
  const { url, drop } = await testDatabase();
  closing.push(drop);
  const house: ReplayHouse = await openReplayHouse({
    url,
    queue: { databaseUrl: url, prefix: `day-${randomBytes(4).toString("hex")}` },
    community,
    flows: readFlows(FLOWS),
    log: silentLog,
    start: new Date(now() - 60_000),
    emit: () => {},
    channel: ({ database, clock }) =>
      telegramChannel({
        database,
        token: telegram.token,
        apiRoot: telegram.address,
        webhook: null,
        image: () => Promise.reject(new AppError("not_found", "expected no picture of another channel")),
        menus: async () => ({ group: [], resident: [], people: [] }),
        clock,
        log: silentLog,
      }),
  });
  closing.push(() => house.close());
  now = () => house.clock.now().getTime();
  const cast = castOf(lines, telegram, [...community.members, ...community.residents]);
  const stage = { telegram, replayed: house, group };
  await seatAccounts(stage, cast);
  const channel = house.house.channels.get("telegram");
  if (!channel) throw new Error("expected the channel telegram");
  await channel.start(inletOf(house.house));
  closing.push(() => channel.stop());
  await playOnTelegram(DAY, stage, cast);
  const accounts = new Map([...cast].map(([account, { id }]) => [String(id), account]));
  const named = (id: string | null) => (id === null ? null : (accounts.get(id) ?? id));
  got = (await ticketLines(house.database, "telegram")).map((ticket) => ({
    ...ticket,
    assignee: named(ticket.assignee),
    reporter: named(ticket.reporter),
    coReporters: ticket.coReporters.map(named),
    // Each picture of an album is a message of its own, which the recording does not know.
    messages: ticket.messages.filter((id) => !/^\d+$/.test(id)),
    events: ticket.events.map((event) => ({ ...event, actor: named(event.actor) })),
  }));
  said = telegram.sent(group).map(({ text }) => text);
  ({ tickets: wanted } = await replayedOnce(DAY, inject("adminUrl"), inject("shared")));
}, 300_000);
afterAll(async () => {
  for (const close of closing.toReversed()) await close();
});

test("the same tickets come of it, with the same clocks, hands and ends", () => {
  expect(got).toEqual(wanted);
});

test("the group hears the same lines, but for those that stand together", async () => {
  const { outs } = await replayedOnce(DAY, inject("adminUrl"), inject("shared"));
  const lines = outs.filter(({ kind }) => kind === "group").map(({ text }) => text);
  const heard = said.join("\n");
  expect(lines.filter((line) => !heard.includes(line))).toEqual([]);
  expect(said.length).toBeLessThanOrEqual(lines.length);
});
