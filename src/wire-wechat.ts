// WeChat, where the settings turn it on: its puppet, and how operators hear of its login.
import { resolve } from "node:path";
import type { PrismaClient } from "#prisma/client/client.ts";
import type { Clock } from "#src/clock.ts";
import type { Config } from "#src/config.ts";
import type { Log } from "#src/log.ts";
import type { Community } from "#src/routing/community.ts";
import { isOfStaff } from "#src/wire-staff.ts";
import { wechatChannel } from "#src/channels/wechat.ts";
import type { WechatChannel } from "#src/channels/wechat.ts";
import { wechatQuotes } from "#src/channels/wechat-quotes.ts";
import type { SendOptions } from "#src/channels/wechat-send.ts";
import { wechatSigns } from "#src/channels/wechat-signs.ts";
import { drawQrCode, openPuppet } from "#src/channels/wechat-puppet.ts";

const LOGIN_MS = 10_000;
const LOOK_MS = 20_000;
const GAP_MS = 1_300;
const LEARN_MS = 10 * 60_000;
/** A person accepts no friend and no invitation in the same second. */
const FRIEND_MS = { shortest: 4_000, more: 16_000 };

export type WechatParts = {
  config: Config;
  database: PrismaClient;
  community: Community;
  clock: Clock;
  log: Log;
  tell(text: string): void;
  /** A picture that another channel has. */
  image: SendOptions["borrow"];
};

/** The channel, or null where it is off. Throws AppError bad_input when its packages are not installed. */
export async function wireWechat(parts: WechatParts): Promise<WechatChannel | null> {
  const { config, database, clock, log, tell } = parts;
  const { wechat, home, publicUrl } = config;
  if (wechat === null) return null;
  process.on("unhandledRejection", (error) => keepOn(error, log));
  const puppet = await openPuppet({ ...wechat, memory: resolve(home, "wechat") });
  return wechatChannel({
    puppet,
    clock,
    log,
    announce: ({ text, qrCode }) => {
      tell(`wechat: ${text}`);
      if (qrCode !== null) void showQrCode(qrCode, tell);
    },
    signs: wechatSigns(database),
    quotes: wechatQuotes(database, publicUrl),
    pace: { ...wechat.pace, gapMs: GAP_MS },
    chance: Math.random,
    wayOut: publicUrl,
    learnMs: LEARN_MS,
    borrow: parts.image,
    friends: { ...wechat.friends, afterMs: () => FRIEND_MS.shortest + Math.random() * FRIEND_MS.more },
    invited: {
      rule: wechat.rooms,
      isStaff: (account) => isOfStaff(parts, "wechat", account),
      afterMs: () => FRIEND_MS.shortest + Math.random() * FRIEND_MS.more,
    },
    watch: { ...wechat.watch, everyMs: LOOK_MS },
    loginMs: LOGIN_MS,
  });
}

/** What wechaty's packages leave unhandled, such as a call that a dying gateway does not answer, ends no house. */
function keepOn(error: unknown, log: Log): void {
  const isTheirs = error instanceof Error && /[\\/]wechat[\\/]node_modules[\\/]/.test(error.stack ?? "");
  if (!isTheirs) throw error;
  log.warn({ channel: "wechat" }, "wechaty left an error unhandled");
}

/** In the terminal only: whoever scans it is the account. */
async function showQrCode(address: string, tell: (text: string) => void): Promise<void> {
  const drawn = await drawQrCode(address, "terminal").catch(() => null);
  if (drawn !== null) tell(`scan this with the account's telephone\n${drawn}`);
}
