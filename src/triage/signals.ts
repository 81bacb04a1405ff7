import { normalise } from "./normalise.ts";
import { findPlace, withoutPlace } from "./place.ts";
import { matchesIn } from "./read-line.ts";
import type { Rulebook } from "./rulebook.ts";
import type { WordSet } from "./rules.ts";

const SHORT = 24;
const FLOOR = /[\d一二三四五六七八九十负]\s?[楼层]/u;
const ORDER = /[\d一二两三四五六七八九十半]\s?[斤箱份盒袋条板张只瓶包件杯桶个]/u;

/** Letters and digits only: punctuation, spaces and emoji say nothing about what a short line is for. */
function bare(text: string): string {
  return text.replace(/\[[^\]\n]{1,6}\]/g, "").replace(/[^\p{L}\p{N}+]/gu, "");
}

/** What remains of a line when the words of the sets are taken out: how many characters, and the longest core word met. */
function remainder(line: string, core: WordSet, filler: WordSet): { left: number; core: number } {
  let left = 0;
  let longest = 0;
  for (let at = 0; at < line.length;) {
    const known = core.longestAt(line, at);
    const step = Math.max(known, filler.longestAt(line, at));
    longest = Math.max(longest, known);
    if (step === 0) left += 1;
    at += Math.max(step, 1);
  }
  return { left, core: longest };
}

/**
 * True for a line that only makes sense as joining somebody else's matter: "+1", "我家也是", "+1,我刚爬上来".
 * An order in a group purchase ("+1 两箱") joins nothing of ours.
 */
export function isJoin(text: string, rulebook: Rulebook): boolean {
  const line = rulebook.spell(normalise(text));
  if (line.length > SHORT * 2 || ORDER.test(line)) return false;
  const { join, filler } = rulebook.talk;
  const words = bare(withoutPlace(line));
  const whole = remainder(words, join, filler);
  if (words.length <= SHORT && whole.core > 0 && whole.left === 0) return true;
  return line.split(/[\s,.。!;~、]+/u).some((part) => {
    const { left, core } = remainder(bare(withoutPlace(part)), join, filler);
    return core > 1 && left === 0;
  });
}

/** True for a line of nothing but signs with which one agrees: "👍", "[强][强]". */
export function isAgreeing(text: string, rulebook: Rulebook): boolean {
  const line = normalise(text);
  const rest = rulebook.talk.agree.reduce((left, sign) => left.replaceAll(sign, ""), line);
  return line !== "" && line.length <= SHORT && rest.trim() === "";
}

const NAMES_ITSELF = /家|屋|单元|栋|楼|幢|停|没|坏|漏|堵|断|热|气|味/u;
const COUNTS = /\+\s?\d|加\s?[一1]|同求|同问/u;

/**
 * How many lines of others about something else a joining line may follow and still be about the matter before them:
 * "我家也是" says what it joins, "+1" hardly, and "我也是" answers to what was said last.
 */
export function joinReach(text: string): number {
  const line = normalise(text);
  if (NAMES_ITSELF.test(line)) return 3;
  return COUNTS.test(line) ? 1 : 0;
}

/** True for a short line that only thanks or acknowledges: "好的谢谢", "收到". */
export function isThanks(text: string, rulebook: Rulebook): boolean {
  const { thanks, filler, emoji } = rulebook.talk;
  const line = rulebook.spell(normalise(text));
  const signs = emoji.reduce((rest, sign) => rest.replaceAll(sign, ""), line);
  if (line.length > 0 && line.length <= SHORT * 2 && signs.trim() === "") return true;
  const words = bare(signs);
  if (words.length === 0 || words.length > SHORT || /[??]/u.test(line)) return false;
  const { left, core } = remainder(words, thanks, filler);
  return core > 0 && left <= (core > 1 && words.length > 4 ? 2 : 0);
}

/**
 * True for a piece that can belong to a request before or after it and is none alone:
 * only a place, who is hit, since when, that nobody cares, "看图".
 */
export function isFragment(text: string, rulebook: Rulebook): boolean {
  const written = normalise(text);
  if (written.length === 0 || written.length > SHORT * 2) return false;
  const line = rulebook.spell(written);
  const rest = bare(withoutPlace(line));
  const names = findPlace(written) !== null || FLOOR.test(line);
  if (names && remainder(rest, rulebook.talk.filler, rulebook.talk.filler).left <= 1) return true;
  if (isThanks(text, rulebook)) return false;
  const found = matchesIn(line, rulebook);
  if (found.some((match) => match.rule.role === "calm" && match.strong)) return false;
  return found.some((match) => match.rule.role === "fragment" && match.strong);
}
