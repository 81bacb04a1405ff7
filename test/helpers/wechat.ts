// WeChat without WeChat: wechaty's mock puppet, and the channel on it.
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { wechatChannel } from "#src/channels/wechat.ts";
import type { WechatOptions } from "#src/channels/wechat.ts";
import type { Puppet } from "#src/channels/wechat-puppet.ts";
import type { WechatMessage } from "#src/channels/wechat-read.ts";
import { AppError } from "#src/errors.ts";
import { systemClock } from "#src/clock.ts";
import { silentLog } from "#src/log.ts";

const SELF = { id: "bot", name: "邻里" };
const packages = createRequire(resolve("wechat/package.json"));

/** What we use of wechaty-puppet-mock. */
type Mocker = {
  cacheMessagePayload: Map<string, WechatMessage & { listenerId?: string }>;
  createContact(payload: object): { id: string };
  createRoom(payload: object): { id: string };
  login(user: { id: string }): void;
  scan(qrCode: string, status: number): void;
  MessageMock: { create(payload: object): { id: string } };
};
type Mock = Puppet & { emit(event: string, payload: object): boolean };
export type Server = { start(): Promise<void>; stop(): Promise<void> };

/** Somebody's name, or what else the account sees of them. */
export type Shown = string | { name: string; handle: string };

/** The account's telephone, as far as tests see it. */
export function openMock(people: Record<string, Shown>, rooms: Record<string, string>) {
  const { PuppetMock, mock } = packages("wechaty-puppet-mock") as {
    PuppetMock: new (options: object) => Mock;
    mock: { Mocker: new () => Mocker };
  };
  const { log } = packages("wechaty-puppet") as { log: { level(level: string): void } };
  log.level("silent");
  const mocker = new mock.Mocker();
  const puppet = new PuppetMock({ mocker });
  const self = mocker.createContact({ ...SELF, type: 1, alias: "" });
  for (const [id, shown] of Object.entries(people)) {
    const { name, handle } = typeof shown === "string" ? { name: shown, handle: "" } : shown;
    mocker.createContact({ id, name, type: 1, alias: "", friend: true, handle, weixin: "" });
  }
  const memberIdList = [SELF.id, ...Object.keys(people)];
  for (const [id, topic] of Object.entries(rooms)) mocker.createRoom({ id, topic, memberIdList });
  let count = 0;
  const files: string[] = [];
  // The mock itself keeps no file that came over the wire.
  Object.assign(puppet, {
    messageSendFile: async (chat: string, file: { name: string; toBuffer(): Promise<Buffer> }) =>
      void files.push(`${chat} ${file.name} ${(await file.toBuffer()).length}`),
  });
  return {
    puppet,
    login: () => mocker.login(self),
    scan: (qrCode: string) => mocker.scan(qrCode, 2),
    /** Somebody writes in a room, or to the bot; returns the message's id. */
    writes: (payload: Partial<WechatMessage> & { talkerId: string }): string => {
      const id = payload.id ?? `w${++count}`;
      const to = payload.roomId ? {} : { listenerId: SELF.id };
      mocker.MessageMock.create({ text: "", type: 7, timestamp: Date.now(), ...to, ...payload, id });
      puppet.emit("message", { messageId: id });
      return id;
    },
    /** The files that the bot has shown, with how large they are. */
    files: (): string[] => files,
    emit: (event: string, payload: object) => puppet.emit(event, payload),
    /** What the bot has written in a chat. */
    shown: (chat: string): string[] =>
      [...mocker.cacheMessagePayload.values()]
        .filter(({ talkerId, roomId, listenerId }) => talkerId === SELF.id && (roomId || listenerId) === chat)
        .map(({ text }) => text ?? ""),
  };
}

/** A gateway of wechaty's on loopback, with the account behind it. */
export function openGateway(puppet: Puppet, at: { port: number; token: string; tls: boolean }): Server {
  const { PuppetServer } = packages("wechaty-puppet-service") as {
    PuppetServer: new (options: object) => Server;
  };
  const { port, token, tls } = at;
  return new PuppetServer({ endpoint: `127.0.0.1:${port}`, puppet, token, tls: { disable: !tls } });
}

/** The channel on a puppet, in no hurry but for what a test changes. */
export function wechatOn(puppet: Puppet, change: Partial<WechatOptions> = {}) {
  return wechatChannel({
    puppet,
    clock: systemClock,
    log: silentLog,
    announce: () => {},
    pace: { gapMs: 1_000, perMinute: 100_000, privatePerHour: 100_000, quiet: null },
    chance: () => 0,
    wayOut: null,
    learnMs: 0,
    borrow: () => Promise.reject(new AppError("not_found", "expected no picture")),
    friends: { rule: "word", word: "邻里", afterMs: () => 0 },
    watch: { beatMs: 600_000, silentMs: 600_000, everyMs: 600_000 },
    loginMs: 10_000,
    invited: { rule: "staff", isStaff: async () => false, afterMs: () => 0 },
    quotes: { find: async () => null },
    signs: { last: async () => null, keep: async () => {}, groups: async () => [] },
    ...change,
  });
}
