// The second vote: which example sentences of the flows a line is like, by the pairs of characters they share.

export type Example = { text: string; label: string };

export type Likeness = { label: string; likeness: number; text: string };

type Posting = { example: number; weight: number };

export type ExampleIndex = {
  examples: readonly Example[];
  rarity: Map<string, number>;
  postings: Map<string, Posting[]>;
  /** The rarity of a pair no example has. */
  unknown: number;
};

const LONGEST = 400;

/** Takes a normalised text; returns how often each pair of neighbouring characters is in it, digits made alike. */
function pairs(text: string): Map<string, number> {
  const letters = text
    .slice(0, LONGEST)
    .replace(/\d+/g, "0")
    .replace(/[^\p{L}\p{N}\n]+/gu, "");
  const counts = new Map<string, number>();
  for (let at = 0; at + 1 < letters.length; at++) {
    const pair = letters.slice(at, at + 2);
    if (!pair.includes("\n")) counts.set(pair, (counts.get(pair) ?? 0) + 1);
  }
  return counts;
}

/** Builds the index once from the examples of all flows; texts must be normalised. */
export function indexExamples(examples: readonly Example[]): ExampleIndex {
  const all = examples.map((example) => pairs(example.text));
  const spread = new Map<string, number>();
  for (const counts of all) for (const pair of counts.keys()) spread.set(pair, (spread.get(pair) ?? 0) + 1);
  const rarity = new Map<string, number>();
  for (const [pair, count] of spread) rarity.set(pair, Math.log((1 + all.length) / (1 + count)) + 0.5);
  const postings = new Map<string, Posting[]>();
  for (const [example, counts] of all.entries()) {
    const norm = length(counts, rarity, 0);
    for (const [pair, count] of counts) {
      const weight = (Math.sqrt(count) * (rarity.get(pair) ?? 0)) / norm;
      const list = postings.get(pair);
      if (list === undefined) postings.set(pair, [{ example, weight }]);
      else list.push({ example, weight });
    }
  }
  return { examples, rarity, postings, unknown: Math.log(1 + all.length) * 0.6 };
}

function length(counts: Map<string, number>, rarity: Map<string, number>, unknown: number): number {
  let sum = 0;
  for (const [pair, count] of counts) sum += count * (rarity.get(pair) ?? unknown) ** 2;
  return Math.sqrt(sum) || 1;
}

/**
 * Takes a normalised text and, if wanted, an example to pass over; returns for each label the likeness (0..1)
 * of its nearest example.
 */
export function likenesses(index: ExampleIndex, text: string, except?: number): Map<string, Likeness> {
  const counts = pairs(text);
  const norm = length(counts, index.rarity, index.unknown);
  const sums = new Map<number, number>();
  for (const [pair, count] of counts) {
    const weight = (Math.sqrt(count) * (index.rarity.get(pair) ?? index.unknown)) / norm;
    for (const posting of index.postings.get(pair) ?? []) {
      sums.set(posting.example, (sums.get(posting.example) ?? 0) + weight * posting.weight);
    }
  }
  const best = new Map<string, Likeness>();
  for (const [number, likeness] of sums) {
    const example = index.examples[number];
    if (example === undefined || number === except) continue;
    const known = best.get(example.label);
    if (known === undefined || likeness > known.likeness)
      best.set(example.label, { label: example.label, likeness, text: example.text });
  }
  return best;
}
