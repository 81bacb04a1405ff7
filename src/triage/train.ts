// Teaches the local model by labelled lines.
import { makeDice, shuffle } from "./dice.ts";
import { BUCKETS, features, rowsOf, score, softmax } from "./ngram.ts";
import type { Features, Line, Model, Weights } from "./ngram.ts";

export type Example = Line & { label: string };

/** What stands in fewer lines teaches no more than those lines by heart. */
const FEWEST = 2;
const EPOCHS = 12;
const RATE = 0.35;
const SLOWING = 0.95;
/** What is left to all other labels: the writers of examples err, and so should nothing be certain. */
const DOUBT = 0.05;
/** A move below this teaches nothing more. */
const LEARNT = 0.001;
/** After so many epochs only the weights that count most are taught on: more of them add next to nothing. */
const CHOOSING = 6;
const MOST_WEIGHTS = 640_000;
/** How much it counts that a feature is common: the power of the number of its lines. */
const COMMON = 0.35;
/** Weights are rounded to multiples of this. */
const STEP = 0.1;
const TENTHS = 10;
const FOR_TRIAL = 4;

type Row = Features & { label: number };
/** In how many lines each row of the weights occurs, and how many labels there are. */
type Shape = { counts: readonly number[]; labels: number };

/** Takes labelled lines with normalised texts; returns the model they make, the same one each time. */
export function train(examples: readonly Example[]): Model {
  const labels = [...new Set(examples.map(({ label }) => label))].toSorted();
  const found = examples.map((line) => ({ ...features(line), label: labels.indexOf(line.label) }));
  const { rowOf, counts } = rank(found);
  const rows = found.map((row) => ({ ...row, at: rowsOf(row.at, rowOf).filter((place) => place > 0) }));
  const shape = { counts, labels: labels.length };
  // A model of less than half the lines tells well enough how sure to be, in less than half the time.
  const taught = fit(
    rows.filter((_, nth) => nth % TENTHS < FOR_TRIAL),
    shape,
  );
  const factor = sharpness(
    taught,
    rows.filter((_, nth) => nth % TENTHS === FOR_TRIAL),
  );
  return compact(fit(rows, shape), { labels, rowOf, factor });
}

/** Gives each bucket that is not rare a row, the commonest first, and tells in how many lines each row occurs. */
function rank(found: readonly Features[]): { rowOf: Int32Array; counts: number[] } {
  const lines = new Uint32Array(BUCKETS);
  for (const { at } of found) for (const bucket of at) lines[bucket] = (lines[bucket] ?? 0) + 1;
  const buckets = [...lines.keys()].filter((bucket) => (lines[bucket] ?? 0) >= FEWEST);
  buckets.sort((a, b) => (lines[b] ?? 0) - (lines[a] ?? 0) || a - b);
  const rowOf = new Int32Array(BUCKETS);
  for (const [row, bucket] of buckets.entries()) rowOf[bucket] = row + 1;
  return { rowOf, counts: buckets.map((bucket) => lines[bucket] ?? 0) };
}

/**
 * Multinomial logistic regression by stochastic gradient descent, with a rate that falls to nearly nothing. Nothing in it
 * is left to chance but the order of the lines, and they pass often: so a line's share hardly hangs on that order.
 */
function fit(rows: readonly Row[], { counts, labels }: Shape): Weights {
  const model = {
    weights: new Float32Array(counts.length * labels),
    scale: 1,
    bias: new Float32Array(labels),
  };
  const order = Uint32Array.from(rows, (_, nth) => nth);
  const errors = new Float64Array(labels);
  const dice = makeDice(42);
  let shown = rows;
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    if (epoch === CHOOSING) shown = choose(model.weights, { rows, counts, labels });
    shuffle(order, dice);
    for (const [at, nth] of order.entries()) {
      const rate = RATE * (1 - (SLOWING * (epoch + at / order.length)) / EPOCHS);
      const row = shown[nth];
      if (row !== undefined) learn(model, { row, rate, errors, chosen: epoch >= CHOOSING });
    }
  }
  return model;
}

/** Sets to zero all but the weights that count most; returns the rows without the features that have none left. */
function choose(
  weights: Float32Array,
  { rows, counts, labels }: Shape & { rows: readonly Row[] },
): readonly Row[] {
  const common = counts.map((count) => count ** COMMON);
  const worth = weights.map((weight, at) => Math.abs(weight) * (common[Math.floor(at / labels)] ?? 0));
  const least = worth.toSorted().at(-MOST_WEIGHTS) ?? 0;
  const left = new Uint8Array(counts.length);
  for (let at = 0; at < worth.length; at++) {
    if ((worth[at] ?? 0) < least) weights[at] = 0;
    else left[Math.floor(at / labels)] = 1;
  }
  return rows.map((row) => ({ ...row, at: row.at.filter((one) => left[one - 1] === 1) }));
}

type Lesson = { row: Row; rate: number; errors: Float64Array; chosen: boolean };

// Every index lies inside its array; a check at each would double the time.
function learn({ weights, scale, bias }: Weights, { row, rate, errors, chosen }: Lesson): void {
  const labels = errors.length;
  score({ weights, scale, bias }, row, errors);
  softmax(errors);
  for (let label = 0; label < labels; label++) {
    const wanted = label === row.label ? 1 - DOUBT : DOUBT / (labels - 1);
    const move = rate * ((errors[label] ?? 0) - wanted);
    if (Math.abs(move) < LEARNT) continue;
    bias[label] = (bias[label] ?? 0) - move / 10;
    const step = move * row.value;
    for (let nth = 0; nth < row.at.length; nth++) {
      const place = ((row.at[nth] as number) - 1) * labels + label;
      const weight = weights[place] as number;
      if (!chosen || weight !== 0) weights[place] = weight - step;
    }
  }
}

/**
 * Temperature scaling (Guo et al., On Calibration of Modern Neural Networks, 2017): the factor by which scores are
 * multiplied so that lines the model has not seen are as often right as it says.
 */
function sharpness(model: Weights, held: readonly Row[]): number {
  const scored = held.map((row) => {
    const scores = new Float64Array(model.bias.length);
    score(model, row, scores);
    return { label: row.label, scores };
  });
  const loss = (factor: number) =>
    scored.reduce((sum, { label, scores }) => {
      const shares = scores.map((one) => one * factor);
      softmax(shares);
      return sum - Math.log(Math.max(shares[label] ?? 0, 1e-12));
    }, 0);
  const losses = Array.from({ length: 120 }, (_, step) => 0.4 * 1.02 ** step).map((factor) => ({
    factor,
    loss: loss(factor),
  }));
  return losses.reduce((best, one) => (one.loss < best.loss ? one : best), { factor: 1, loss: Infinity })
    .factor;
}

type Trained = { labels: readonly string[]; rowOf: Int32Array; factor: number };

/** Rounds the weights, so that they pack well, and keeps the rows that have any. */
function compact({ weights, bias }: Weights, { labels, rowOf, factor }: Trained): Model {
  const width = labels.length;
  const small = Int16Array.from(weights, (weight) => Math.round(weight / STEP));
  const kept: Int16Array[] = [];
  const rowIn = new Int32Array(weights.length / width);
  for (let row = 0; row < rowIn.length; row++) {
    const own = small.subarray(row * width, (row + 1) * width);
    if (own.some((weight) => weight !== 0)) rowIn[row] = kept.push(own);
  }
  const all = new Int16Array(kept.length * width);
  for (const [place, own] of kept.entries()) all.set(own, place * width);
  return {
    labels,
    rowOf: rowOf.map((row) => (row === 0 ? 0 : (rowIn[row - 1] ?? 0))),
    weights: all,
    scale: STEP * factor,
    bias: bias.map((one) => one * factor),
  };
}
