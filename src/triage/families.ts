// Families of words: what the model has learnt of 我妈 it knows of 奶奶 too.
import { normalise } from "./normalise.ts";
import { speller } from "./spell.ts";

/** A family's name, and its words: {长辈: [我妈, 奶奶]}. */
export type Families = Readonly<Record<string, readonly string[]>>;

const LONGEST_GRAM = 3;
/** Letters of the private use area of Unicode stand for families: nobody writes them. */
const FIRST_SIGN = 0xe000;
const LAST_SIGN = 0xf8ff;

/** Takes the families; returns what puts one sign for each word of theirs into a line as the flows spell it. */
export function familySigns(families: Families): (line: string) => string {
  const signs = Object.values(families).flatMap((words, nth) =>
    words.map((word): [string, string] => [normalise(word), String.fromCharCode(FIRST_SIGN + nth)]),
  );
  return speller(Object.fromEntries(signs));
}

/** Takes a line with signs for families; returns its pieces of up to three letters that hold one. */
export function familyPieces(signed: string): string[] {
  const pieces = new Set<string>();
  const line = `^${signed}$`;
  const signs: number[] = [];
  for (let at = 0; at < line.length; at++) if (isSign(line.charCodeAt(at))) signs.push(at);
  for (let size = 1; size <= LONGEST_GRAM; size++) {
    for (const sign of signs) {
      for (let at = Math.max(sign - size + 1, 0); at <= sign && at + size <= line.length; at++)
        pieces.add(line.slice(at, at + size));
    }
  }
  return [...pieces];
}

function isSign(letter: number): boolean {
  return letter >= FIRST_SIGN && letter <= LAST_SIGN;
}
