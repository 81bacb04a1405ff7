import { normalise } from "./normalise.ts";

/** So many letters may be wrong, missing or too many. */
const SLIPS = 2;
/** Mended letters lie close together; what is longer is another sentence. */
const SPAN = 24;
/** Letters that are no slip: numbers, yes and no, where, how badly. */
const TELLING =
  /[\p{N}〇零一二两三四五六七八九十百不没无未别停有死急快东西南北上下左右前后里内外开关男女老小]/u;

/**
 * Whether the words after an edit only mend slips of those before it: the same but for signs and spaces, or for one or
 * two letters that say nothing by themselves.
 */
export function isTypo(before: string, after: string): boolean {
  const [old, mended] = [letters(before), letters(after)];
  if (old.length === 0 || mended.length === 0) return false;
  const [from, to] = middles(old, mended);
  if (from.length > SPAN || to.length > SPAN) return false;
  const changed = [...extra(from, to), ...extra(to, from)];
  return !changed.some((letter) => TELLING.test(letter)) && distance(from, to) <= SLIPS;
}

function letters(text: string): string[] {
  return Array.from(normalise(text).replace(/[^\p{L}\p{N}]/gu, ""));
}

/** What is left of both without their common beginning and end. */
function middles(a: string[], b: string[]): [string[], string[]] {
  const shorter = Math.min(a.length, b.length);
  let head = 0;
  while (head < shorter && a[head] === b[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail += 1;
  return [a.slice(head, a.length - tail), b.slice(head, b.length - tail)];
}

/** The letters of `a` that `b` does not have, or not as often. */
function extra(a: string[], b: string[]): string[] {
  const left = [...b];
  return a.filter((letter) => {
    const at = left.indexOf(letter);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

/** How many letters must be changed, added or taken away to make `b` of `a`. */
function distance(a: string[], b: string[]): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, letter] of a.entries()) {
    const next = [i + 1];
    for (const [j, other] of b.entries()) {
      const swapped = (row[j] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(swapped, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
