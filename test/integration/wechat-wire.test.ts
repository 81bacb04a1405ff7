// The deployment's wire: the channel on wechaty's own gateway over gRPC on loopback, with an account of the mock behind it.
import { afterEach, describe, expect, test } from "vitest";
import type { Invited } from "#src/channels/wechat-invited.ts";
import { openPuppet } from "#src/channels/wechat-puppet.ts";
import type { PuppetSettings } from "#src/channels/wechat-puppet.ts";
import type { WechatChannel, WechatOptions } from "#src/channels/wechat.ts";
import type { ChatChange, InboundMessage, OutboundMessage } from "#src/message.ts";
import { freePort } from "#test/helpers/free-port.ts";
import { PNG } from "#test/helpers/web-chat.ts";
import { openGateway, openMock, wechatOn } from "#test/helpers/wechat.ts";
import type { Server } from "#test/helpers/wechat.ts";

const TOKEN = "insecure_01234567-89ab-4cde-8f01-23456789abcd";
const ROOM = "g1@chatroom";

const opened: { stop(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of opened.splice(0).toReversed()) await one.stop();
});

async function settingsOn(port: number, tls: boolean, token = TOKEN): Promise<PuppetSettings> {
  return {
    puppet: "wechaty-puppet-service",
    endpoint: `127.0.0.1:${port}`,
    token,
    tls: { disable: !tls, caCert: null, serverName: null },
    memory: null,
  };
}

async function openWire(tls: boolean, change: Partial<WechatOptions> = {}, token = TOKEN, logsIn = false) {
  const port = await freePort();
  const mock = openMock({ zhang: "张", li: "李" }, { [ROOM]: "东园业主群" });
  // An account whose session is kept logs in by itself whenever it is started.
  if (logsIn)
    mock.puppet.on("start", () =>
      setTimeout(() => {
        if (!mock.puppet.isLoggedIn) mock.login();
      }, 300),
    );
  const gateway = (): Server => openGateway(mock.puppet, { port, token: TOKEN, tls });
  const server = gateway();
  await server.start();
  opened.push(server);
  const news: { text: string; qrCode: string | null }[] = [];
  const puppet = await openPuppet(await settingsOn(port, tls, token));
  const channel = wechatOn(puppet, { announce: (one) => news.push(one), ...change });
  const taken: InboundMessage[] = [];
  const changes: ChatChange[] = [];
  await channel.start({
    accept: async (message) => void taken.push(message),
    follow: () => Promise.resolve(),
    followChat: async (given) => void changes.push(given),
  });
  opened.push(channel);
  return { mock, channel, news, taken, changes, gateway, server };
}

const ready = (channel: WechatChannel) => expect.poll(() => channel.login().text).toBe("ready");
const message = (more: Partial<OutboundMessage>): OutboundMessage => ({
  id: 7,
  chat: { id: ROOM, kind: "group" },
  to: { id: "zhang", name: "张" },
  text: "A1042 已登记。",
  buttons: ["已解决", "没解决"],
  images: [],
  ticketCode: null,
  ...more,
});

describe.each([
  ["with TLS", true],
  ["without TLS", false],
])("a gateway %s", (_, tls) => {
  test("shows its QR code, is ready with the login, and carries a mention, a picture, a quote and an answer", async () => {
    const borrow = async ({ ref }: { ref: string }) => {
      if (ref !== "there") throw new Error("gone");
      return { type: "image/png", bytes: new Uint8Array(PNG) };
    };
    const pace = { gapMs: 0, perMinute: 100, privatePerHour: 100, quiet: null };
    const { mock, channel, news, taken } = await openWire(tls, { borrow, pace });
    await expect(channel.send(message({}))).rejects.toMatchObject({ code: "channel_throttled" });
    mock.scan("https://login.example.org/qr");
    await expect.poll(() => news.at(-1)?.qrCode).toBe("https://login.example.org/qr");
    mock.login();
    await ready(channel);
    await channel.send(message({}));
    expect(mock.shown(ROOM)).toEqual(["@张\u2005A1042 已登记。\n回 1 已解决  2 没解决"]);
    const images = ["there", "gone"].map((ref) => ({ ref, channel: "web" }));
    await channel.send(message({ id: 8, to: null, text: "新工单 A1042", buttons: [], images }));
    expect(mock.shown(ROOM)).toContain("新工单 A1042\n[照片]");
    expect(mock.files()).toEqual([`${ROOM} photo.png ${PNG.length}`]);
    mock.writes({ talkerId: "zhang", roomId: ROOM, text: "@邻里\u2005电梯坏了", mentionIdList: ["bot"] });
    const picture = mock.writes({ talkerId: "zhang", roomId: ROOM, type: 6, text: "<msg/>" });
    const quote = `「邻里:@张 A1042 已登记。」\n- - - - - - - - - - - - - - -\n1`;
    mock.writes({ talkerId: "zhang", roomId: ROOM, text: quote });
    await expect.poll(() => taken.length).toBe(3);
    expect(taken).toMatchObject([
      { text: "电梯坏了", mention: true, from: { id: "zhang", name: "张" }, chat: { title: "东园业主群" } },
      { text: "", images: [{ ref: picture }], mention: false },
      { text: "1", replyTo: "wx-7" },
    ]);
  });
});

test("a wrong token is a clear error at once, that does not show it, and nothing is sent", async () => {
  const wrong = "insecure_99999999-89ab-4cde-8f01-23456789abcd";
  const { channel, news } = await openWire(true, {}, wrong);
  await expect.poll(() => news.length, { timeout: 10_000 }).toBeGreaterThan(0);
  expect(news[0]?.text).toMatch(/WECHATY_PUPPET_SERVICE_TOKEN: expected the token of this gateway/);
  expect(JSON.stringify(news)).not.toContain(wrong);
  expect(channel.answers?.()).toBe(false);
  await expect(channel.send(message({}))).rejects.toMatchObject({ code: "channel_throttled" });
});

test("a gateway that is killed and comes back is found again by itself; the rooms are told what is lost", async () => {
  let minutes = 0;
  const clock = { now: () => new Date(Date.now() + minutes * 60_000) };
  const watch = { beatMs: 2_000, silentMs: 600_000, everyMs: 200 };
  const { mock, channel, taken, changes, gateway, server } = await openWire(
    false,
    { clock, watch },
    TOKEN,
    true,
  );
  await ready(channel);
  mock.writes({ talkerId: "zhang", roomId: ROOM, text: "早上好" });
  await expect.poll(() => taken.length).toBe(1);
  await server.stop();
  await expect.poll(() => channel.login().text).not.toBe("ready");
  mock.writes({ talkerId: "zhang", roomId: ROOM, text: "这句没人听见" });
  minutes = 12;
  const again = gateway();
  await again.start();
  opened.push(again);
  await expect.poll(() => channel.login().text, { timeout: 30_000 }).toBe("ready");
  await expect.poll(() => changes.length).toBe(1);
  expect(changes).toMatchObject([{ change: "unheard", chat: { id: ROOM, title: "东园业主群" } }]);
  mock.writes({ talkerId: "zhang", roomId: ROOM, text: "又听见了" });
  await expect.poll(() => taken.map(({ text }) => text)).toEqual(["早上好", "又听见了"]);
});

describe("on the account itself", () => {
  async function openAccount(change: Partial<WechatOptions> = {}) {
    const mock = openMock({ zhang: "张", li: "李" }, { [ROOM]: "东园业主群" });
    const accepted: string[] = [];
    Object.assign(mock.puppet, {
      friendshipPayload: async (id: string) => JSON.parse(id) as object,
      friendshipAccept: async (id: string) => void accepted.push(id),
    });
    const channel = wechatOn(mock.puppet, change);
    const taken: InboundMessage[] = [];
    const changes: ChatChange[] = [];
    let failures = 0;
    await channel.start({
      accept: async (given) => {
        if (failures-- > 0) throw new Error("database away");
        taken.push(given);
      },
      follow: () => Promise.resolve(),
      followChat: async (given) => void changes.push(given),
    });
    opened.push(channel);
    mock.login();
    await ready(channel);
    const failing = (count: number) => {
      failures = count;
    };
    return { mock, channel, taken, changes, accepted, failing };
  }
  const request = (hello: string) => JSON.stringify({ contactId: "zhang", type: 2, hello });

  test("who says the word becomes a friend, and can be written to then", async () => {
    const { mock, accepted, changes } = await openAccount();
    mock.emit("friendship", { friendshipId: request("你好") });
    mock.emit("friendship", { friendshipId: request("我是3栋的,加邻里") });
    await expect.poll(() => accepted).toEqual([request("我是3栋的,加邻里")]);
    mock.emit("friendship", { friendshipId: JSON.stringify({ contactId: "zhang", type: 1 }) });
    await expect
      .poll(() => changes)
      .toMatchObject([{ change: "opened", chat: { id: "zhang", kind: "private" } }]);
  });

  test("nobody does where the rule says never", async () => {
    const { mock, accepted, taken } = await openAccount({
      friends: { rule: "never", word: "邻里", afterMs: () => 0 },
    });
    mock.emit("friendship", { friendshipId: request("邻里") });
    mock.writes({ talkerId: "zhang", text: "在吗" });
    await expect.poll(() => taken.length).toBe(1);
    expect(accepted).toEqual([]);
  });

  test.each<[Invited["rule"], string[]]>([
    ["staff", ["ban"]],
    ["friends", ["ban", "zhang"]],
    ["never", []],
  ])("into a room it follows by the rule %s", async (rule, followed) => {
    const joined: string[] = [];
    const invited = { rule, isStaff: async (id: string) => id === "ban", afterMs: () => 0 };
    const { mock, taken } = await openAccount({ invited });
    Object.assign(mock.puppet, {
      contactPayload: async (id: string) => ({ id, name: id, type: 1, friend: id !== "stranger" }),
      roomInvitationPayload: async (id: string) => ({ inviterId: id }),
      roomInvitationAccept: async (id: string) => void joined.push(id),
    });
    for (const id of ["ban", "zhang", "stranger"]) mock.emit("room-invite", { roomInvitationId: id });
    mock.writes({ talkerId: "zhang", text: "在吗" });
    await expect.poll(() => taken.length).toBe(1);
    await expect.poll(() => joined).toEqual(followed);
  });

  test("who is no friend cannot be reached, and the house hears so", async () => {
    const { mock, channel } = await openAccount();
    Object.assign(mock.puppet, { contactPayload: async (id: string) => ({ id, name: "张", friend: false }) });
    const sending = channel.send(message({ chat: { id: "zhang", kind: "private" } }));
    await expect(sending).rejects.toMatchObject({ code: "channel_unreachable" });
  });

  test("what the house fails at is handed over again, in order", async () => {
    const { mock, taken, failing } = await openAccount();
    failing(1);
    mock.writes({ talkerId: "zhang", roomId: ROOM, text: "一" });
    mock.writes({ talkerId: "zhang", roomId: ROOM, text: "二" });
    await expect.poll(() => taken.map(({ text }) => text)).toEqual(["一", "二"]);
  });

  test("the second message waits", async () => {
    const { channel } = await openAccount();
    await channel.send(message({}));
    await expect(channel.send(message({ id: 8 }))).rejects.toMatchObject({ code: "channel_throttled" });
  });
});

test("a puppet that is not installed: one line that says what to run", async () => {
  const settings = { ...(await settingsOn(1, false)), puppet: "wechaty-puppet-of-nobody" };
  await expect(openPuppet(settings)).rejects.toMatchObject({
    code: "bad_input",
    message:
      "WECHATY_PUPPET: expected the package wechaty-puppet-of-nobody to be installed, run: npm install --prefix wechat --ignore-scripts wechaty-puppet-of-nobody",
  });
});
