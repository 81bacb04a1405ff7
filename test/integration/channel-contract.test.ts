// What every channel must do; run on each adapter there is.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Channel } from "#src/channels/channel.ts";
import { replayChannel } from "#src/channels/replay.ts";
import { webChannel } from "#src/channels/web.ts";
import { systemClock } from "#src/clock.ts";
import type { Clock } from "#src/clock.ts";
import { openDatabase } from "#src/database/client.ts";
import type { Database } from "#src/database/client.ts";
import { AppError } from "#src/errors.ts";
import { silentLog } from "#src/log.ts";
import type { InboundMessage, MessageChange, OutboundMessage } from "#src/message.ts";
import { testDatabase } from "#test/helpers/database.ts";
import { openMock, wechatOn } from "#test/helpers/wechat.ts";

type Opened = {
  channel: Channel;
  shown(chat: string): Promise<string[]>;
  refusesUnknownGroup: boolean;
  /** The group; a private chat goes by its person. */
  group?: string;
  /** Where only the person can open a private chat, there is none at first. */
  knowsPrivateChats?: boolean;
  keepsRecords?: boolean;
  /** A person writes into the group and takes it back; null where nothing comes in by the channel itself. */
  writesAndRecalls: (() => Promise<void>) | null;
};

let database: Database;
let drop: () => Promise<void>;
const home = mkdtempSync(join(tmpdir(), "linli-channel-"));

beforeAll(async () => {
  const fresh = await testDatabase();
  drop = fresh.drop;
  database = openDatabase(fresh.url);
});
afterAll(async () => {
  await database.close();
  await drop();
  rmSync(home, { recursive: true, force: true });
});

const ADAPTERS: { name: string; open(): Opened }[] = [
  {
    name: "replay",
    open: () => {
      const shown: OutboundMessage[] = [];
      const channel = replayChannel((message) => shown.push(message));
      return {
        channel,
        shown: async (chat) => shown.filter((out) => out.chat.id === chat).map((out) => out.text),
        refusesUnknownGroup: false,
        writesAndRecalls: null,
      };
    },
  },
  {
    name: "web",
    open: () => {
      const channel = webChannel({
        database: database.prisma,
        home,
        demo: true,
        people: async () => [{ account: "zhang", name: "张", note: "", group: "resident" as const }],
        groups: [{ id: "g1", title: "群" }],
        flatExists: async () => false,
        maySeePhoto: async () => false,
        isNeeded: async () => false,
        isShown: async () => false,
        image: () => Promise.reject(new AppError("not_found", "expected no picture")),
        clock: systemClock,
        log: silentLog,
        publicUrl: null,
      });
      const shown = async (chat: string) =>
        (await database.prisma.webPost.findMany({ where: { chat }, orderBy: { id: "asc" } })).map(
          (post) => post.text,
        );
      const send = async (path: string, body: object): Promise<{ post?: { id: number } }> => {
        const headers = { origin: "http://localhost", "content-type": "application/json" };
        const init = { method: "POST", headers, body: JSON.stringify(body) };
        return JSON.parse(await (await channel.app.request(`/chat/${path}?as=zhang`, init)).text());
      };
      const writesAndRecalls = async () => {
        const draft = { chat: "g1", text: "电梯坏了", images: [], replyTo: null, key: "key-contract" };
        const { post } = await send("posts", draft);
        await send("recalls", { post: post?.id });
      };
      return { channel, shown, refusesUnknownGroup: true, keepsRecords: true, writesAndRecalls };
    },
  },
  {
    name: "wechat",
    open: () => {
      const mock = openMock({ zhang: "张" }, { "g1@chatroom": "群" });
      const unpaced = (text: string) => text.replace(/^@张\u2005/, "").replace(/\n回 .*$/, "");
      setImmediate(mock.login);
      return {
        channel: wechatOn(mock.puppet, { clock: evenClock() }),
        shown: async (chat) => mock.shown(chat).map(unpaced),
        group: "g1@chatroom",
        refusesUnknownGroup: true,
        knowsPrivateChats: false,
        writesAndRecalls: async () => {
          const said = { talkerId: "zhang", roomId: "g1@chatroom" };
          const id = mock.writes({ ...said, text: "电梯坏了" });
          mock.writes({ ...said, type: 13, text: id });
        },
      };
    },
  },
];

/** Each look at it is a minute later: no message waits for the one before. */
function evenClock(): Clock {
  let at = Date.now();
  return { now: () => new Date((at += 60_000)) };
}

describe.each(ADAPTERS)("channel $name", ({ name, open }) => {
  const message = (id: number, chat: string, text: string): OutboundMessage => ({
    id,
    chat: { id: chat, kind: chat.startsWith("g") ? "group" : "private" },
    to: { id: "zhang", name: "张" },
    text,
    buttons: ["已解决"],
    images: [],
    ticketCode: null,
  });
  let opened: Opened;
  let group = "g1";
  const taken: InboundMessage[] = [];
  const changes: MessageChange[] = [];
  beforeAll(async () => {
    opened = open();
    group = opened.group ?? group;
    await opened.channel.start({
      accept: async (given) => void taken.push(given),
      follow: async (change) => void changes.push(change),
      followChat: () => Promise.resolve(),
    });
  });
  afterAll(() => opened.channel.stop());

  test("goes by its name, and is ready after a while", async () => {
    expect(opened.channel.name).toBe(name);
    await expect.poll(() => opened.channel.answers?.() ?? true).toBe(true);
  });

  test("shows messages in the order in which they are sent, with ids of their own", async () => {
    const first = await opened.channel.send(message(1, group, "一"));
    const second = await opened.channel.send(message(2, group, "二"));
    expect(await opened.shown(group)).toEqual(["一", "二"]);
    expect(first.externalId).not.toBe(second.externalId);
  });

  test("an idempotent channel shows the same row once, and gives it the same id", async () => {
    if (!opened.channel.idempotent) return;
    const ids = [];
    for (let i = 0; i < 3; i += 1)
      ids.push((await opened.channel.send(message(3, "zhang", "三"))).externalId);
    expect(new Set(ids).size).toBe(1);
    expect(await opened.shown("zhang")).toEqual(["三"]);
  });

  test("an account has a private chat, where the house can open one", () =>
    expect(opened.channel.privateChat("zhang")).toBe(opened.knowsPrivateChats === false ? null : "zhang"));

  test("a group that is not there cannot be reached, where the platform knows its groups", async () => {
    if (!opened.refusesUnknownGroup) return;
    const sending = opened.channel.send(message(4, group.replace("1", "9"), "四"));
    await expect(sending).rejects.toThrow(AppError);
    await expect(sending).rejects.toMatchObject({ code: "channel_unreachable" });
  });

  test("a recall names channel, chat, sender and id as its message did", async () => {
    if (!opened.writesAndRecalls) return;
    await opened.writesAndRecalls();
    await expect.poll(() => changes.length).toBe(1);
    const [said] = taken;
    expect(said?.text).toBe("电梯坏了");
    expect(changes).toMatchObject([
      {
        change: "recall",
        channel: name,
        chat: { id: said?.chat.id },
        from: { id: said?.from.id },
        id: said?.id,
      },
    ]);
  });

  test("an account that is erased leaves nothing where the channel keeps its own record", async () => {
    await opened.channel.erase("zhang");
    await opened.channel.erase("zhang");
    if (!opened.keepsRecords) return;
    expect(await opened.shown("zhang")).toEqual([]);
    const theirs = { OR: [{ author: "zhang" }, { addressee: "zhang" }] };
    expect(await database.prisma.webPost.count({ where: theirs })).toBe(0);
    expect(await opened.shown("g1")).not.toContain("一");
  });

  test("stops twice without complaint", async () => {
    await opened.channel.stop();
    await opened.channel.stop();
  });
});
