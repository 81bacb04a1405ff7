// A story: residents and members talk, time passes, and what Linli says is heard, through the whole house.
import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect } from "vitest";
import type { Channel } from "#src/channels/channel.ts";
import { silentLog } from "#src/log.ts";
import type { ChatChange, OutboundMessage, Press } from "#src/message.ts";
import { findButton } from "#src/cli/replay-lines.ts";
import { openReplayHouse } from "#src/cli/replay-house.ts";
import type { ReplayHouse, ReplayOptions } from "#src/cli/replay-house.ts";
import { followChat } from "#src/corridor/follow-chat.ts";
import { readFlows } from "#src/dialogue/files.ts";
import { loadCommunity } from "#src/routing/prisma.ts";
import type { Flows } from "#src/dialogue/files.ts";
import type { CommunityFile } from "#src/routing/community.ts";
import type { Thresholds } from "#src/triage/rulebook.ts";
import { DEMO, FLOWS, readCommunity } from "#src/wire.ts";
import { testDatabase } from "#test/helpers/database.ts";
import { demoDatabase } from "#test/helpers/demo-database.ts";
import { shyChannel } from "#test/helpers/shy-channel.ts";
import type { ShyChannel } from "#test/helpers/shy-channel.ts";
import { inboundMessage } from "#test/helpers/inbound.ts";

const GROUP = "g1";
/** The group on the platform where only people open private chats. */
const SHY_GROUP = "t1";
/** Digests are about everything at once; a story about one thing reads them apart, by `reads`. */
const DIGEST = /^(早上好|上周小结)/;
const UNITS: Record<string, number> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

type Saying = {
  in?: string;
  images?: number;
  replyTo?: string;
  mention?: boolean;
  /** Written by somebody else and passed on. */
  forwarded?: boolean;
  id?: string;
  name?: string;
  /** Of another group than the story's own. */
  title?: string;
  /** The platform: that of the recorded chat, or the shy one. */
  on?: "replay" | "shy";
  /** The topic of the group. */
  thread?: string;
};
type Turning = ChatChange extends infer One
  ? One extends ChatChange
    ? Omit<One, "channel" | "chat" | "at" | "by">
    : never
  : never;
/** Which button: the newest of a ticket or in a chat, or a certain one. */
type Pressing = { code?: string; in?: string; press?: Press; on?: "shy" };
/** Opens the language model of a story; by default there is none. */
export type OpenLlm = NonNullable<ReplayOptions["llm"]>;
/** Opens the channel by which people talk; by default one with buttons. */
export type OpenChannel = (emit: (message: OutboundMessage) => void) => Channel;
export type Story = Awaited<ReturnType<typeof openStory>>;

/** Shares at which nothing is sure enough to become a ticket unasked, not in private either. */
export const ASKING: Partial<Thresholds> = { certain: 2, likely: 2 };

/** Opens a story for a `describe`, with a database of its own; call the result within its tests. */
export function story(
  start: string,
  change?: (community: CommunityFile) => void,
  llm?: OpenLlm,
  thresholds?: Partial<Thresholds>,
  changeFlows?: (flows: Flows) => void,
  channel?: OpenChannel,
): () => Story {
  let told: Story | null = null;
  beforeAll(async () => {
    told = await openStory(start, change, llm, thresholds, changeFlows, channel);
  });
  afterAll(() => told?.close());
  return () => {
    if (!told) throw new Error("the story has not begun");
    return told;
  };
}

export async function openStory(
  start: string,
  change?: (community: CommunityFile) => void,
  llm: OpenLlm = () => null,
  thresholds: Partial<Thresholds> = {},
  changeFlows?: (flows: Flows) => void,
  channel?: OpenChannel,
) {
  const community = readCommunity(DEMO);
  change?.(community);
  const { url, drop } = await (change || channel ? testDatabase() : demoDatabase(community, start));
  const { rulebook, ...rest } = changeFlows ? readFlows(FLOWS) : (flowsAsTheyAre ??= readFlows(FLOWS));
  const flows = { ...rest, rulebook: { ...rulebook, thresholds: { ...rulebook.thresholds, ...thresholds } } };
  changeFlows?.(flows);
  const said: OutboundMessage[] = [];
  const digests: OutboundMessage[] = [];
  const emit = (message: OutboundMessage) => void (DIGEST.test(message.text) ? digests : said).push(message);
  const warned: Warning[] = [];
  const replayed = await openReplayHouse({
    url,
    queue: { databaseUrl: url, prefix: `story-${randomBytes(4).toString("hex")}` },
    community,
    flows,
    log: {
      ...silentLog,
      warn: (fields: object, text: string) => void warned.push({ ...fields, text }),
    },
    start: new Date(start),
    llm,
    emit,
    ...(channel ? { channel: () => channel(emit) } : {}),
  });
  const signs: OutboundMessage[] = [];
  const shy = shyChannel((message) => void (message.reaction ? signs.push(message) : emit(message)));
  replayed.house.channels.set(shy.name, shy);
  return telling(replayed, { said, digests, signs, warned, shy, community, drop });
}

/** Read once for all stories that leave them as they are. */
let flowsAsTheyAre: Flows | null = null;

/** A warning in the log, with its fields. */
type Warning = Record<string, unknown> & { text: string };

type Parts = {
  said: OutboundMessage[];
  digests: OutboundMessage[];
  signs: OutboundMessage[];
  warned: Warning[];
  shy: ShyChannel;
  community: CommunityFile;
  drop(): Promise<void>;
};

function telling(replayed: ReplayHouse, { said, digests, signs, warned, shy, community, drop }: Parts) {
  let count = 0;
  const names = new Map(
    [...community.members, ...community.residents].map(({ account, name }) => [account, name]),
  );
  const message = (account: string, chat: string, id: string) =>
    inboundMessage({
      channel: "replay",
      chat: { id: chat, kind: [GROUP, SHY_GROUP].includes(chat) ? "group" : "private", title: "" },
      from: { id: account, name: names.get(account) ?? account },
      id,
      at: replayed.clock.now(),
    });
  const changing = (account: string, id: string, given: { in?: string; at?: Date }) => ({
    channel: "replay",
    chat: { id: given.in ?? GROUP },
    from: { id: account },
    id,
    at: given.at ?? replayed.clock.now(),
  });
  const transcript = () =>
    said
      .map((out) => `${out.chat.id} @${out.to?.id ?? "-"}: ${out.text} ${out.buttons.join("|")}`)
      .join("\n");
  const take = (chat: string, pattern: RegExp): OutboundMessage => {
    const index = said.findIndex((out) => out.chat.id === chat && pattern.test(out.text));
    expect(
      index,
      `expected ${chat} to hear ${pattern}, unheard so far:\n${transcript()}`,
    ).toBeGreaterThanOrEqual(0);
    const heard = said[index];
    if (!heard) throw new Error("nothing heard");
    const rest = said.filter((out, place) => place > index || out.chat.id !== chat);
    said.splice(0, said.length, ...rest);
    return heard;
  };

  const told = {
    replayed,
    /** Someone writes, in the group unless said otherwise; returns the message's id. */
    says: async (account: string, text: string, saying: Saying = {}): Promise<string> => {
      const id = saying.id ?? `m${++count}`;
      const images = Array.from({ length: saying.images ?? 0 }, (_, i) => ({ ref: `${id}-${i}` }));
      const plain = message(account, saying.in ?? GROUP, id);
      const from = saying.name ? { id: account, name: saying.name } : plain.from;
      const { title } = saying;
      const chat = title === undefined ? plain.chat : { ...plain.chat, kind: "group" as const, title };
      await replayed.hand({
        ...plain,
        channel: saying.on ?? "replay",
        thread: saying.thread ?? null,
        chat,
        from,
        text,
        images,
        replyTo: saying.replyTo ?? null,
        mention: saying.mention ?? false,
        forwarded: saying.forwarded ?? false,
      });
      return id;
    },
    whispers: (account: string, text: string, saying: Saying = {}) =>
      told.says(account, text, { ...saying, in: account }),
    /** Someone taps the newest button with this text in their private chat (or the chat given). */
    presses: async (account: string, button: string, of?: Pressing): Promise<void> => {
      const chat = of?.in ?? account;
      const press = of?.press ?? (await findButton(replayed.database, { chat, press: button, of: of?.code }));
      expect(press, `expected a button ${button} in ${chat}:\n${transcript()}`).not.toBeNull();
      const channel = of?.on ?? "replay";
      await replayed.hand({ ...message(account, chat, `press-${++count}`), channel, press });
    },
    /** On the shy platform: what is said there, what becomes of its chats, and what goes wrong. */
    shy: {
      says: (account: string, text: string, saying: Saying = {}) =>
        told.says(account, text, { in: SHY_GROUP, on: "shy", ...saying }),
      whispers: (account: string, text: string, saying: Saying = {}) =>
        told.says(account, text, { in: account, on: "shy", ...saying }),
      /** Its group, or (`chat`) somebody's private chat or another group; told so often at once. */
      turns: async (change: Turning, chat = SHY_GROUP, copies = 1): Promise<void> => {
        const kind = ["opened", "blocked"].includes(change.change) ? "private" : "group";
        const about = { id: chat, kind, title: "东门邻里群" } as const;
        const at = replayed.clock.now();
        const turned = { channel: "shy", chat: about, at, by: null, ...change };
        await Promise.all(Array.from({ length: copies }, () => followChat(replayed.house, turned)));
        await replayed.through(at);
      },
      /** The signs that have come since this was last asked: at which message, which one. */
      signs: (): string[] => signs.splice(0).map(({ replyTo, reaction }) => `${replyTo} ${reaction}`),
      fails: (trouble: ShyChannel["trouble"]): void => {
        shy.trouble = trouble;
      },
      works: (): void => {
        shy.trouble = () => null;
      },
      /** Someone of the community is known on this platform as well. */
      binds: async (account: string, as: string): Promise<void> => {
        const { database } = replayed;
        const name = { channel: "replay", externalId: account };
        const known = await database.account.findUniqueOrThrow({ where: { channel_externalId: name } });
        const { personId } = known;
        await database.account.create({
          data: { channel: "shy", externalId: as, name: known.name, personId },
        });
      },
    },
    /** The warnings in the log so far. */
    warned: (): Warning[] => warned,
    /** Someone gives up their offices, or is taken off the list. */
    leaves: async (account: string): Promise<void> => {
      const { house, database, clock } = replayed;
      const where = { person: { accounts: { some: { externalId: account } } } };
      await database.member.updateMany({ where, data: { leftAt: clock.now() } });
      Object.assign(house.community, await loadCommunity(database));
    },
    /** Someone gives a message other words, in the group unless said otherwise. */
    edits: (account: string, id: string, text: string, at: { in?: string; at?: Date } = {}): Promise<void> =>
      replayed.change({ ...changing(account, id, at), change: "edit", text, mention: false }),
    /** Someone takes a message back. */
    recalls: (account: string, id: string, at: { in?: string; at?: Date } = {}): Promise<void> =>
      replayed.change({ ...changing(account, id, at), change: "recall" }),
    /** Time passes: "20s", "90m", "3h", "2d". */
    later: async (span: string): Promise<void> => {
      const unit = UNITS[span.slice(-1)] ?? 0;
      const at = new Date(replayed.clock.now().getTime() + Number(span.slice(0, -1)) * unit);
      await replayed.until(at);
      await replayed.through(at);
    },
    /** The next thing said in a chat that matches; what was said before it in this chat counts as heard. */
    hears: (chat: string, pattern: RegExp): OutboundMessage => take(chat, pattern),
    /** Nothing more has been said, anywhere or in one chat; forgets nothing. */
    silent: (chat?: string): void => {
      const unheard = said.filter((out) => chat === undefined || out.chat.id === chat);
      expect(unheard.map((out) => `${out.chat.id}: ${out.text}`)).toEqual([]);
    },
    /** The digests that have come since this was last asked, "account: text" each. */
    reads: (): string[] => digests.splice(0).map((out) => `${out.chat.id}: ${out.text}`),
    /** What has been said so far counts as heard. */
    skip: (): void => {
      said.length = 0;
    },
    tickets: () =>
      replayed.database.ticket.findMany({
        orderBy: { id: "asc" },
        include: { reporters: true, events: { orderBy: { id: "asc" } } },
      }),
    ticket: async (n = 1) => {
      const all = await told.tickets();
      const found = all[n - 1];
      if (!found) throw new Error(`expected ${n} tickets, got ${all.length}`);
      return found;
    },
    close: async () => {
      await replayed.close();
      await drop();
    },
  };
  return told;
}
