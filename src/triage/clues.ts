import { familyPieces } from "./families.ts";
import type { Read } from "./read-line.ts";
import type { Rules } from "./rulebook.ts";
import { hasAny } from "./rules.ts";

/** Points that the words of a matter bring, alone and with their trouble, and what asking may bring at most. */
const TOPIC = 1;
const TROUBLE = 3;
const MOST_ASKING = 3;
const LENGTHS = [6, 12, 24, 50];
const MOST_PAIRED = 20;
/** Of a line that is longer the words further on say little more. */
const LONGEST = 400;

/**
 * Takes a line and what the rules found in it; returns that as names that the model learns to weigh beside the characters:
 * which matters, tones and dangers, how strongly all together speak for a request, whether there is a place.
 */
export function clues({ line, matches, place }: Read, rules: Rules): string[] {
  const found = new Set<string>();
  let topic = 0;
  let asking = 0;
  let calm = 0;
  for (const { rule, strong } of matches) {
    if (rule.role === "matter") {
      const code = rules.categories[rule.owner]?.code ?? "";
      found.add(`${strong ? "matter" : "topic"} ${code}`);
      if (strong) found.add(rule.name);
      topic = Math.max(topic, strong ? TROUBLE : TOPIC);
    } else if (rule.role === "ask" || rule.role === "calm") {
      found.add(`${rule.role} ${rule.name}`);
      const weight = rules[rule.role][rule.index]?.weight ?? 0;
      if (rule.role === "ask") asking += weight;
      else calm += weight;
    } else if (strong && rule.role !== "order") {
      found.add(`${rule.role} ${rule.name}`);
    }
  }
  if (place !== null) found.add("place");
  if (hasAny(line, rules.cancel)) found.add("not now");
  if (hasAny(line, rules.surely)) found.add("surely");
  if (topic === 0) found.add(asking === 0 ? "no topic, nothing asked" : "no topic");
  const points = topic + Math.min(asking, MOST_ASKING) - calm;
  return [
    ...found,
    ...pairs([...found]),
    ...familyPieces(rules.sign(line.slice(0, LONGEST))),
    `points ${Math.max(-4, Math.min(6, Math.round(points)))}`,
    `length ${LENGTHS.filter((length) => line.length >= length).length}`,
  ];
}

/** Two clues together say more than each alone: a topic in thanks, a topic in a question. */
function pairs(found: readonly string[]): string[] {
  const few = found.slice(0, MOST_PAIRED);
  return few.flatMap((one, nth) => few.slice(nth + 1).map((other) => `${one} & ${other}`));
}
