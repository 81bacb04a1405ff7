import { ALONE } from "./gather.ts";
import type { Judge } from "./gather.ts";
import type { Heard } from "./inbox.ts";
import { split } from "./split.ts";

const PICTURE = /图|照片|相片|拍/u;

/**
 * Takes a message; returns it cut into its matters, a danger first, or as it is where it says one thing. Each part has
 * its own words; the images go with the part that speaks of a picture, else with the first.
 */
export function partsOf(message: Heard, judge: Judge): Heard[] {
  if (ALONE.has(message.gate)) return [message];
  const texts = split(message.text, judge);
  if (texts.length === 1) return [message];
  const pictured = Math.max(
    texts.findIndex((text) => PICTURE.test(text)),
    0,
  );
  const isDanger = ({ text }: Heard) => judge(text)?.emergency === true;
  return texts
    .map((text, index) => ({ ...message, text, images: index === pictured ? message.images : [] }))
    .toSorted((a, b) => Number(isDanger(b)) - Number(isDanger(a)));
}
