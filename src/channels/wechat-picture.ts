import { AppError } from "#src/errors.ts";
import { imageType } from "./picture.ts";
import type { Picture } from "./picture.ts";
import type { Puppet } from "./wechat-puppet.ts";
import { TIMED_OUT, within } from "./wechat-time.ts";

const MOST_BYTES = 8 * 1024 * 1024;
const LONGEST_MS = 20_000;
/** wechaty's number for a picture as large as a screen needs it. */
const HD = 2;

/** A picture that came in, by the message it is. Throws AppError not_found or channel_failed. */
export async function fetchPicture(puppet: Puppet, ref: string): Promise<Picture> {
  const load = async () => (await puppet.messageImage(ref, HD)).toBuffer();
  const bytes = await within(load(), LONGEST_MS).catch(() => null);
  if (bytes === null || bytes === TIMED_OUT)
    throw new AppError("channel_failed", "a picture: wechat did not give it");
  const type = imageType(bytes);
  if (type === null || bytes.length > MOST_BYTES)
    throw new AppError("not_found", "a picture: expected one that can be shown, got something else");
  return { type, bytes: Uint8Array.from(bytes) };
}
