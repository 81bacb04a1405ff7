// What every channel must do; run on each adapter there is.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Channel } from "#src/channels/channel.ts";
import { replayChannel } from "#src/channels/replay.ts";
import { webChannel } from "#src/channels/web.ts";
import { systemClock } from "#src/clock.ts";
import { openDatabase } from "#src/database/client.ts";
import type { Database } from "#src/database/client.ts";
import { AppError } from "#src/errors.ts";
import { silentLog } from "#src/log.ts";
import type { InboundMessage, MessageChange, OutboundMessage } from "#src/message.ts";
import { testDatabase } from "#test/helpers/database.ts";
import { telegramEar } from "#test/helpers/telegram-ear.ts";
import { openMock, wechatOn } from "#test/helpers/wechat.ts";

type Opened = {
  channel: Channel;
  shown(chat: string): Promise<string[]>;
  refusesUnknownGroup: boolean;
  /** A person writes into the group and then does this to it; null where nothing comes in by the channel itself. */
  writesAndChanges: { change: "edit" | "recall"; play(): Promise<void> } | null;
  /** How much the channel keeps of what was said by and to the person. */
  kept(): Promise<number>;
  /** What the platform calls the group, one that is not there, and the person; the suite's names unless said otherwise. */
  ids?: Record<string, string>;
  /** Whether only the person can open a private chat. */
  waitsToBeOpened?: boolean;
  /** Whether there is an address that opens it and says a code. */
  hasAddress?: boolean;
  close?(): Promise<void>;
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

const ADAPTERS: { name: string; open(): Opened | Promise<Opened> }[] = [
  {
    name: "replay",
    open: () => {
      const shown: OutboundMessage[] = [];
      const channel = replayChannel((message) => shown.push(message));
      return {
        channel,
        shown: async (chat) => shown.filter((out) => out.chat.id === chat).map((out) => out.text),
        refusesUnknownGroup: false,
        writesAndChanges: null,
        kept: async () => 0,
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
        workbench: { mayOpen: async () => false, wechat: () => null, drawQr: async () => null },
        boundAs: async () => null,
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
      const play = async () => {
        const draft = { chat: "g1", text: "电梯坏了", images: [], replyTo: null, key: "key-contract" };
        const { post } = await send("posts", draft);
        await send("recalls", { post: post?.id });
      };
      const theirs = { OR: [{ author: "zhang" }, { addressee: "zhang" }] };
      const kept = async () => {
        const said = [...(await shown("zhang")), ...(await shown("g1"))].filter((text) =>
          /[一二三]/.test(text),
        );
        return said.length + (await database.prisma.webPost.count({ where: theirs }));
      };
      const writesAndChanges = { change: "recall" as const, play };
      return { channel, shown, refusesUnknownGroup: true, writesAndChanges, kept };
    },
  },
  {
    name: "telegram",
    open: async () => {
      const { server, channel, database: own, close } = await telegramEar();
      const zhang = server.user({ name: "张" });
      const group = server.group({ title: "群", members: [zhang] });
      server.startPrivate(zhang);
      const play = async () => {
        const said = server.say(group, zhang, "电梯坏了");
        server.edit(group, said.message_id, "3栋电梯坏了");
        await server.waitFor("both", () => server.pending().length === 0);
      };
      return {
        channel,
        shown: async (chat) => server.sent(Number(chat)).map(({ text }) => text.replace("@张 ", "")),
        refusesUnknownGroup: true,
        writesAndChanges: { change: "edit", play },
        kept: async () => (await own.telegramUpdate.findMany()).filter((row) => row.waiting !== null).length,
        ids: { g1: String(group.id), g9: "-1009999", zhang: String(zhang.id) },
        waitsToBeOpened: true,
        hasAddress: true,
        close,
      };
    },
  },
  {
    name: "wechat",
    open: () => {
      const mock = openMock({ zhang: "张" }, { "g1@chatroom": "群" });
      const said = { talkerId: "zhang", roomId: "g1@chatroom" };
      const shownAs = (text: string) => text.replace(/^@张\u2005/, "").replace(/\n回 .*$/, "");
      // The account logs in a moment after the start.
      setTimeout(mock.login, 200);
      const play = async () => {
        const id = mock.writes({ ...said, text: "电梯坏了" });
        mock.writes({ ...said, type: 13, text: id });
        await pause(200);
      };
      return {
        channel: wechatOn(mock.puppet, {
          pace: { gapMs: 0, perMinute: 1_000, privatePerHour: 1_000, quiet: null },
        }),
        shown: async (chat) => mock.shown(chat).map(shownAs),
        refusesUnknownGroup: true,
        writesAndChanges: { change: "recall", play },
        kept: async () => 0,
        ids: { g1: "g1@chatroom", g9: "g9@chatroom" },
        waitsToBeOpened: true,
      };
    },
  },
];

describe.each(ADAPTERS)("channel $name", ({ name, open }) => {
  let opened: Opened;
  const idOf = (called: string) => opened.ids?.[called] ?? called;
  const message = (id: number, chat: string, text: string): OutboundMessage => ({
    id,
    chat: { id: idOf(chat), kind: chat.startsWith("g") ? "group" : "private" },
    to: { id: idOf("zhang"), name: "张" },
    text,
    buttons: ["已解决"],
    images: [],
    ticketCode: null,
  });
  /** As deliver does, where a channel asks to wait. */
  const send = async (out: OutboundMessage): Promise<string> => {
    for (;;) {
      try {
        return (await opened.channel.send(out)).externalId;
      } catch (error) {
        if (!(error instanceof AppError) || error.code !== "channel_throttled") throw error;
        await pause((error.retryAfter ?? 0) * 1000);
      }
    }
  };
  const taken: InboundMessage[] = [];
  const changes: MessageChange[] = [];
  beforeAll(async () => {
    opened = await open();
    await opened.channel.start({
      accept: async (given) => void taken.push(given),
      follow: async (change) => void changes.push(change),
      followChat: () => Promise.resolve(),
    });
  });
  afterAll(() => (opened.close ?? opened.channel.stop)());

  test("goes by its name, and is ready after a while", async () => {
    expect(opened.channel.name).toBe(name);
    await expect.poll(() => opened.channel.answers?.() ?? true).toBe(true);
  });

  test("shows messages in the order in which they are sent, with ids of their own", async () => {
    const first = await send(message(1, "g1", "一"));
    const second = await send(message(2, "g1", "二"));
    expect(await opened.shown(idOf("g1"))).toEqual(["一", "二"]);
    expect(first).not.toBe(second);
  });

  test("shows in private what is for one person; an idempotent channel the same row once, with the same id", async () => {
    const times = opened.channel.idempotent ? 3 : 1;
    const ids = [];
    for (let i = 0; i < times; i += 1) ids.push(await send(message(3, "zhang", "三")));
    expect(new Set(ids).size).toBe(1);
    expect(await opened.shown(idOf("zhang"))).toEqual(["三"]);
  });

  test("an account has a private chat, unless only its person can open one", () => {
    expect(opened.channel.privateChat("zhang")).toBe(opened.waitsToBeOpened ? null : "zhang");
    const invitation = opened.channel.invitation("K7") ?? "";
    expect(invitation.includes("K7")).toBe(opened.hasAddress ?? false);
  });

  test("a group that is not there cannot be reached, where the platform knows its groups", async () => {
    if (!opened.refusesUnknownGroup) return;
    const sending = opened.channel.send(message(4, "g9", "四"));
    await expect(sending).rejects.toThrow(AppError);
    await expect(sending).rejects.toMatchObject({ code: "channel_unreachable" });
  });

  test("an edit or a recall names channel, chat, sender and id as its message did", async () => {
    if (!opened.writesAndChanges) return;
    const { change, play } = opened.writesAndChanges;
    await play();
    const said = taken.find(({ text }) => text === "电梯坏了");
    const { chat, from, id } = said ?? {};
    expect(changes).toMatchObject([
      { change, channel: name, chat: { id: chat?.id }, from: { id: from?.id }, id },
    ]);
    expect(id).toBeDefined();
  });

  test("an account that is erased leaves nothing where the channel keeps its own record", async () => {
    await opened.channel.erase(idOf("zhang"));
    await opened.channel.erase(idOf("zhang"));
    expect(await opened.kept()).toBe(0);
  });

  test("stops twice without complaint", async () => {
    await opened.channel.stop();
    await opened.channel.stop();
  });
});
