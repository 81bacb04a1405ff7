import { ALONE } from "./gather.ts";
import type { Judge } from "./gather.ts";
import type { Heard } from "./inbox.ts";
import { split, splitJoin } from "./split.ts";

const PICTURE = /图|照片|相片|拍/u;

/**
 * Takes a message that may begin by joining a neighbour's matter (`joins`); returns that part by itself, before its own
 * matters with all its images, or the message as `partsOf` cuts it.
 */
export function joinedPartsOf(message: Heard, judge: Judge, joins: (text: string) => boolean): Heard[] {
  const both = ALONE.has(message.gate) ? null : splitJoin(message.text, judge, joins);
  if (!both) return partsOf(message, judge);
  const own = partsOf({ ...message, text: both.more }, judge);
  return [{ ...message, gate: "join", text: both.head, images: [] }, ...own];
}

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
