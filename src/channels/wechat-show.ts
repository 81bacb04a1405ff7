// The pictures of a message in WeChat: its own are passed on, those of other channels are fetched first.
import { setTimeout as pause } from "node:timers/promises";
import type { Image, OutboundMessage } from "#src/message.ts";
import type { Picture } from "./picture.ts";
import type { Puppet } from "./wechat-puppet.ts";
import { fileOf } from "./wechat-puppet.ts";
import { TIMED_OUT, within } from "./wechat-time.ts";

/** Says that there is a picture which cannot be shown here. */
const WORD = "[照片]";
const FETCH_MS = 10_000;
const SEND_MS = 30_000;
/** For longer the message is not kept in hand; what is still to be shown comes all the same. */
const SHOW_MS = 20_000;
const MOST_BYTES = 8 * 1024 * 1024;
const MOST = 9;

/** A picture to be passed on by the message it is, or as it was fetched. */
export type Shown = { forward: string } | { picture: Picture };
export type Borrow = (image: Image) => Promise<Picture>;

/** What of a message's pictures can be shown, and its text with a word for each that cannot. */
export async function gather(
  { images, text }: OutboundMessage,
  borrow: Borrow,
): Promise<{ shown: Shown[]; text: string }> {
  const found = await Promise.all(images.slice(0, MOST).map((image) => find(image, borrow)));
  const missing = found.filter((one) => one === "missing").length + Math.max(0, images.length - MOST);
  const shown = found.filter((one) => one !== "missing" && one !== null);
  return { shown, text: missing === 0 ? text : `${text}\n${WORD.repeat(missing)}` };
}

/** Null for what crosses no channels: a voice, a film, a file. */
async function find(image: Image, borrow: Borrow): Promise<Shown | "missing" | null> {
  const { ref, kind, channel = "wechat" } = image;
  if (channel === "wechat") return { forward: ref };
  if (kind) return null;
  const picture = await within(borrow({ ...image, channel }), FETCH_MS).catch(() => TIMED_OUT);
  if (picture === TIMED_OUT || typeof picture === "symbol") return "missing";
  return picture.bytes.length > MOST_BYTES ? "missing" : { picture };
}

type Show = { chat: string; shown: Shown[]; waitMs(): number; sent(): void };

/** Shows them one after the other, unhurried; what WeChat does not take keeps back nothing else. */
export async function showPictures(puppet: Puppet, show: Show): Promise<void> {
  await within(showAll(puppet, show), SHOW_MS);
}

async function showAll(puppet: Puppet, { chat, shown, waitMs, sent }: Show): Promise<void> {
  for (const one of shown) {
    await pause(waitMs());
    const showing =
      "forward" in one
        ? puppet.messageForward(chat, one.forward)
        : puppet.messageSendFile(chat, fileOf(one.picture));
    await within(showing, SEND_MS).catch(() => {});
    sent();
  }
}
