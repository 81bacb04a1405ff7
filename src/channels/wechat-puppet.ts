// WeChat's wire: a wechaty puppet, loaded only when it is configured, from a folder of its own (see wechat/package.json).
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { AppError } from "#src/errors.ts";
import type { Picture } from "./picture.ts";
import type { WechatContact, WechatMessage, WechatRoom } from "./wechat-read.ts";

/** How to install what WeChat needs, as an operator types it. */
export const INSTALL = "npm ci --prefix wechat --omit=dev --ignore-scripts";

export type PuppetSettings = {
  /** An npm package such as wechaty-puppet-service. */
  puppet: string;
  endpoint: string | null;
  token: string | null;
  tls: { disable: boolean; caCert: string | null; serverName: string | null };
  /** Where the puppet keeps its session, without an ending; null: in memory. */
  memory: string | null;
};

export type Friendship = { contactId: string; hello?: string; type: number };

/** What we use of a puppet: the part of wechaty-puppet's own type that every puppet has. */
export type Puppet = {
  readonly isLoggedIn: boolean;
  readonly currentUserId: string;
  on(event: string, listener: (payload: never) => void): unknown;
  start(): Promise<void>;
  stop(): Promise<void>;
  ding(data: string): void;
  messagePayload(id: string): Promise<WechatMessage>;
  messageLocation(id: string): Promise<{ name?: string; address?: string }>;
  messageImage(id: string, type: number): Promise<{ toBuffer(): Promise<Buffer> }>;
  contactPayload(id: string): Promise<WechatContact>;
  contactAlias(id: string, alias: string): Promise<unknown>;
  roomPayload(id: string): Promise<WechatRoom>;
  roomMemberPayload(roomId: string, id: string): Promise<{ name: string; roomAlias?: string }>;
  messageSendText(chat: string, text: string, mentions?: string[]): Promise<string | void>;
  messageSendFile(chat: string, file: unknown): Promise<string | void>;
  messageForward(chat: string, messageId: string): Promise<string | void>;
  friendshipPayload(id: string): Promise<Friendship>;
  roomInvitationPayload(id: string): Promise<{ inviterId: string }>;
  roomInvitationAccept(id: string): Promise<void>;
  friendshipAccept(id: string): Promise<void>;
};

const FOLDER = fileURLToPath(new URL("../../wechat/package.json", import.meta.url));

/** A package of the folder. Throws AppError bad_input that says how to install it. */
function load(name: string, setting: string): unknown {
  const require = createRequire(FOLDER);
  try {
    return require(name);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "MODULE_NOT_FOUND" && code !== "ERR_MODULE_NOT_FOUND") throw error;
    throw new AppError("bad_input", `${setting}: ${missing(name)}`, { cause: error });
  }
}

function missing(name: string): string {
  const known = name === "wechaty-puppet" || name === "wechaty-puppet-service" || name === "memory-card";
  const how = known ? INSTALL : `npm install --prefix wechat --ignore-scripts ${name}`;
  return `expected the package ${name} to be installed, run: ${how}`;
}

type Silent = { log?: { level(level: "silent"): void } };
type Card = { load(): Promise<void> };

/** Makes the puppet of the settings; it does not start. Throws AppError bad_input when its package is not installed. */
export async function openPuppet(settings: PuppetSettings): Promise<Puppet> {
  const core = load("wechaty-puppet", "WECHATY_PUPPET") as Silent & {
    helpers: { resolvePuppet(options: object): Promise<Puppet & { setMemory(card: Card): void }> };
  };
  // Its own log would show tokens and residents' words.
  core.log?.level("silent");
  load(settings.puppet, "WECHATY_PUPPET");
  const { MemoryCard } = load("memory-card", "WECHATY_PUPPET") as {
    MemoryCard: new (name?: string) => Card;
  };
  const { endpoint, token, tls } = settings;
  const puppet = await core.helpers.resolvePuppet({
    puppet: settings.puppet,
    puppetOptions: {
      ...(endpoint === null ? {} : { endpoint }),
      ...(token === null ? {} : { token }),
      tls: {
        disable: tls.disable,
        ...(tls.caCert === null ? {} : { caCert: tls.caCert }),
        ...(tls.serverName === null ? {} : { serverName: tls.serverName }),
      },
    },
  });
  const card = new MemoryCard(settings.memory ?? undefined);
  await card.load();
  puppet.setMemory(card);
  return puppet;
}

/** A picture as a puppet takes it. */
export function fileOf({ type, bytes }: Picture): unknown {
  const { FileBox } = load("file-box", "WECHATY_PUPPET") as {
    FileBox: { fromBuffer(bytes: Buffer, name: string): unknown };
  };
  return FileBox.fromBuffer(
    Buffer.from(bytes),
    `photo.${type.replace(/^image\//, "").replace("jpeg", "jpg")}`,
  );
}

/** A QR code, to be shown in a terminal or on a page. */
export async function drawQrCode(address: string, type: "terminal" | "svg"): Promise<string> {
  const qrcode = load("qrcode", "WECHATY_PUPPET") as {
    toString(text: string, options: { type: string; small: boolean }): Promise<string>;
  };
  return qrcode.toString(address, { type, small: true });
}
