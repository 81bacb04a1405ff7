// The front door: settings → database → queue → channels → listening; a signal → the same way back.
import { setTimeout as pause } from "node:timers/promises";
import { dayOf, systemClock } from "#src/clock.ts";
import { readConfig, readEnvironment } from "#src/config.ts";
import type { Config } from "#src/config.ts";
import { AppError, faultName } from "#src/errors.ts";
import { openLog } from "#src/log.ts";
import type { Log } from "#src/log.ts";
import type { Channel } from "#src/channels/channel.ts";
import type { WechatChannel } from "#src/channels/wechat.ts";
import { claimHouse } from "#src/database/claim.ts";
import { openDatabase } from "#src/database/client.ts";
import { migrate } from "#src/database/migrate.ts";
import { readFlows } from "#src/dialogue/files.ts";
import { openQueue } from "#src/followups/bullmq.ts";
import type { PrismaClient } from "#prisma/client/client.ts";
import type { Community } from "#src/routing/community.ts";
import { applyCommunity, loadCommunity } from "#src/routing/prisma.ts";
import { planDigests } from "#src/corridor/digest.ts";
import { forgetTalk } from "#src/corridor/forget-talk.ts";
import type { House } from "#src/corridor/house.ts";
import { recount } from "#src/corridor/recount.ts";
import { sweep } from "#src/corridor/sweep.ts";
import { takeBack } from "#src/corridor/take-back.ts";
import { hoursOf, takeOver } from "#src/corridor/take-over.ts";
import { unpublishedYears } from "#src/tickets/statutory.ts";
import { prismaLlmLedger } from "#src/triage/prisma.ts";
import {
  DEMO,
  FLOWS,
  borrower,
  handlersOf,
  inletOf,
  prismaStore,
  reachDatabase,
  readCommunity,
} from "#src/wire.ts";
import { serveHouse } from "#src/serve.ts";
import { PROMPTS, readPrompt, wireLlm } from "#src/wire-llm.ts";
import { purgeTelegram, wireTelegram } from "#src/wire-telegram.ts";
import { wireWeb } from "#src/wire-web.ts";
import { wireWechat } from "#src/wire-wechat.ts";

const SWEEP_MS = 60_000;
const PURGE_MS = 24 * 3_600_000;
const STOP_MS = 20_000;

/** What has been opened, closed in the opposite order. */
type Opened = { name: string; close(): Promise<unknown> }[];

const tell = (text: string) => process.stderr.write(`linli: ${text}\n`);

async function start(config: Config, log: Log, opened: Opened): Promise<string> {
  const flows = readFlows(FLOWS, tell);
  const prompt = readPrompt(PROMPTS);
  const base = await reachDatabase(config, tell);
  opened.push({ name: "database server", close: () => base.stop() });
  const claim = await claimHouse(base.url);
  opened.push({ name: "claim", close: () => claim.release() });
  for (const name of await migrate(base.url)) tell(`database: applied ${name}`);
  const onError = (error: Error) => log.warn({ error: error.name }, "database connection lost");
  const { prisma, close: closeDatabase } = openDatabase(base.url, { onError });
  opened.push({ name: "database", close: closeDatabase });
  const community = await openCommunity(prisma, config);

  const place = config.redisUrl ? { redisUrl: config.redisUrl } : { databaseUrl: base.url };
  const queue = await openQueue(place, { log }, (error) => leave(opened, log, error));
  opened.push({ name: "queue", close: () => queue.close() });
  const shared = { community, clock: systemClock, log };
  const channels = new Map<string, Channel>();
  const parts = { ...shared, database: prisma, config, image: borrower(channels) };
  let wechat: WechatChannel | null = null;
  const web = await wireWeb({ ...parts, texts: flows.texts, wechat: () => wechat?.status() ?? null });
  const telegram = wireTelegram(parts);
  wechat = await wireWechat({ ...parts, tell });
  for (const channel of [web, telegram, wechat]) if (channel) channels.set(channel.name, channel);
  const ledger = prismaLlmLedger(prisma);
  const llm = wireLlm({ config, prompt, flows, ledger, clock: systemClock, log });
  const house: House = { ...shared, store: prismaStore(prisma), queue, channels, flows, llm };
  await takeBack(house);
  for (const year of unpublishedYears(dayOf(systemClock.now())))
    log.warn({ year }, "holidays not published: only the days that the law names are known");
  const followCommunity = communityFollower(house);
  const moved = await recount(house);
  if (moved > 0) log.info({ tickets: moved }, "limits counted anew");
  await planDigests(house);
  for (const channel of channels.values()) {
    await channel.start(inletOf(house));
    opened.push({ name: channel.name, close: () => channel.stop() });
  }
  await queue.work(handlersOf(house));
  const timers = [
    every(SWEEP_MS, log, "sweep", () => sweep(house)),
    every(SWEEP_MS, log, "community", followCommunity),
    every(SWEEP_MS, log, "forgetting", () => forgetTalk(house)),
    every(PURGE_MS, log, "purge", () => web.purge(systemClock.now())),
  ];
  if (telegram) timers.push(every(PURGE_MS, log, "purge", () => purgeTelegram(telegram, parts)));
  opened.push({ name: "timers", close: async () => timers.forEach((timer) => clearInterval(timer)) });
  const served = await serveHouse(house, [web.app, ...(telegram?.app ? [telegram.app] : [])], config);
  opened.push({ name: "server", close: served.close });
  await claim.announce(served.address);
  return served.address;
}

async function openCommunity(prisma: PrismaClient, config: Config): Promise<Community> {
  if (config.demo)
    await applyCommunity(prisma, readCommunity(DEMO), { channels: ["web"], now: systemClock.now() });
  const community = await loadCommunity(prisma);
  if (community.estates.length > 0) return community;
  throw new AppError(
    "bad_input",
    "LINLI_DEMO: expected a community in the database, got none: linli community import FILE",
  );
}

/** The work of every minute: what an import has changed since is taken over. */
function communityFollower(house: House): () => Promise<void> {
  let counted = hoursOf(house.community);
  return async () => {
    const { hoursChanged } = await takeOver(house, counted);
    if (!hoursChanged) return;
    const hours = hoursOf(house.community);
    house.log.info({ tickets: await recount(house) }, "office hours have changed");
    counted = hours;
  };
}

/** At once and then every so often. */
function every(ms: number, log: Log, name: string, work: () => Promise<unknown>): NodeJS.Timeout {
  const run = () => {
    work().catch((error: unknown) => log.warn({ error: faultName(error) }, `${name} failed`));
  };
  run();
  return setInterval(run, ms);
}

async function close(opened: Opened, log: Log): Promise<void> {
  for (const part of opened.toReversed()) {
    try {
      await part.close();
    } catch (error) {
      log.warn({ part: part.name, error: faultName(error) }, "did not close");
    }
  }
  opened.length = 0;
}

function leave(opened: Opened, log: Log, error: AppError): void {
  tell(error.message);
  void Promise.race([close(opened, log), pause(STOP_MS)]).then(() => process.exit(1));
}

const opened: Opened = [];
let log = openLog("info");
try {
  const config = readConfig(readEnvironment());
  log = openLog(config.logLevel);
  let stopping = false;
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => {
      if (stopping) return;
      stopping = true;
      tell("stopping");
      void Promise.race([close(opened, log), pause(STOP_MS)]).then(() => process.exit(0));
    });
  }
  const address = await start(config, log, opened);
  tell(
    `ready: open ${config.publicUrl ?? address} in a browser${config.demo ? " and be anyone of the demo community" : ""}; Ctrl-C stops`,
  );
} catch (error) {
  const known = error instanceof AppError;
  tell(known ? error.message : ((error as Error).stack ?? String(error)));
  await close(opened, log);
  process.exit(known && error.code === "bad_input" ? 2 : 1);
}
