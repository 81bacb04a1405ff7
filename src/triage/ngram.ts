// The local model: which label a line is likest to, by the n-grams of its characters and what the rules found in it.

/** `clues` are names of what is known about the line beside its characters. */
export type Line = { text: string; clues: readonly string[] };

/**
 * A label's score is its `bias` + `scale` × the sum of its weights over the features of a line. `rowOf` tells for each
 * bucket which row of `weights` it has (0: none, 1: the first).
 */
export type Model = {
  labels: readonly string[];
  rowOf: Int32Array;
  weights: Int16Array;
  scale: number;
  bias: Float32Array;
};

const BITS = 22;
export const BUCKETS = 1 << BITS;
const LONGEST = 400;
const LONGEST_GRAM = 3;
/** The length that the features of a line have together, be it short or long. */
const NORM = 3;

/** Which rows of the weights a line has (0: one that is not there), and how much each of them counts. */
export type Features = { at: Int32Array; value: number };
export type Weights = { weights: Int16Array | Float32Array; scale: number; bias: Float32Array };

/** Takes a model and a line with a normalised text; returns the probability of each label, in the model's order. */
export function predict(model: Model, line: Line): Float64Array {
  const { at, value } = features(line);
  const scores = new Float64Array(model.labels.length);
  score(model, { at: rowsOf(at, model.rowOf), value }, scores);
  softmax(scores);
  return scores;
}

/** Takes a line; returns its buckets, before rows are known. */
export function features({ text, clues }: Line): Features {
  const letters = text
    .slice(0, LONGEST)
    .replace(/\d+/g, "0")
    .replace(/[^\p{L}\p{N}?!]+/gu, " ")
    .trim();
  const line = `^${letters}$`;
  const found = new Set(clues.map((clue) => bucketOf(clue, { at: 0, size: clue.length, mark: 1 })));
  for (let size = 1; size <= LONGEST_GRAM; size++) {
    for (let at = 0; at + size <= line.length; at++) found.add(bucketOf(line, { at, size, mark: 0 }));
  }
  const at = new Int32Array(found.size);
  let nth = 0;
  for (const bucket of found) at[nth++] = bucket;
  return { at, value: NORM / Math.sqrt(found.size) };
}

/** Takes buckets; returns the row of each, 0 where it has none. */
export function rowsOf(buckets: Int32Array, rowOf: Int32Array): Int32Array {
  const rows = new Int32Array(buckets.length);
  for (let nth = 0; nth < rows.length; nth++) rows[nth] = rowOf[buckets[nth] as number] as number;
  return rows;
}

/** FNV-1a over `size` letters; clues are marked, so that they never share a bucket with the same letters. */
function bucketOf(line: string, { at, size, mark }: { at: number; size: number; mark: number }): number {
  let hash = 0x811c9dc5 ^ (mark === 0 ? size : 0x5bd1e995);
  for (let nth = at; nth < at + size; nth++) hash = Math.imul(hash ^ line.charCodeAt(nth), 0x01000193);
  return ((hash >>> BITS) ^ hash) & (BUCKETS - 1);
}

// In `rowsOf` and here every index lies inside its array; a check at each would double the time.
/** Writes each label's score into `into`. */
export function score({ weights, scale, bias }: Weights, { at, value }: Features, into: Float64Array): void {
  const labels = into.length;
  into.fill(0);
  for (let nth = 0; nth < at.length; nth++) {
    const base = ((at[nth] as number) - 1) * labels;
    if (base < 0) continue;
    for (let label = 0; label < labels; label++) {
      into[label] = (into[label] as number) + (weights[base + label] as number);
    }
  }
  for (let label = 0; label < labels; label++) {
    into[label] = (bias[label] as number) + scale * value * (into[label] as number);
  }
}

/** Turns scores into shares of one, in place. */
export function softmax(scores: Float64Array): void {
  const most = scores.reduce((a, b) => Math.max(a, b), -Infinity);
  let sum = 0;
  for (let at = 0; at < scores.length; at++) {
    const power = Math.exp((scores[at] ?? 0) - most);
    scores[at] = power;
    sum += power;
  }
  for (let at = 0; at < scores.length; at++) scores[at] = (scores[at] ?? 0) / sum;
}
