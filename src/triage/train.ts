// Teaches the local model by labelled lines.
import { makeDice, shuffle } from "./dice.ts";
import type { Dice } from "./dice.ts";
import { BUCKETS, features, rowsOf, score, softmax } from "./ngram.ts";
import type { Features, Line, Model, Weights } from "./ngram.ts";

export type Example = Line & { label: string };

/** The features that count most are kept: more of them than this add next to nothing. */
const MOST_ROWS = 140_000;
const SMALLEST = 1;
const EPOCHS = 5;
/** The share of a line's features that is left out each time it is shown, so that none is relied on alone. */
const DROPPED = 0.15;
const RATE = 0.35;
const SLOWING = 0.95;
/** What is left to all other labels: the writers of examples err, and so should nothing be certain. */
const DOUBT = 0.05;
/** A move below this teaches nothing more. */
const LEARNT = 0.001;
const TENTHS = 10;
const FOR_TRIAL = 4;

type Row = Features & { label: number };

/** Takes labelled lines with normalised texts; returns the model they make, the same one each time. */
export function train(examples: readonly Example[]): Model {
  const labels = [...new Set(examples.map(({ label }) => label))].toSorted();
  const found = examples.map((line) => ({ ...features(line), label: labels.indexOf(line.label) }));
  const { rowOf, counts } = rank(found);
  const rows = found.map((row) => ({ ...row, at: rowsOf(row.at, rowOf) }));
  const shape = { rows: counts.length, labels: labels.length };
  // A model of less than half the lines tells well enough how sure to be, in less than half the time.
  const taught = fit(
    rows.filter((_, nth) => nth % TENTHS < FOR_TRIAL),
    shape,
  );
  const factor = sharpness(
    taught,
    rows.filter((_, nth) => nth % TENTHS === FOR_TRIAL),
  );
  return compact(fit(rows, shape), { labels, rowOf, counts, factor });
}

/** Gives each bucket that occurs a row, the commonest first, and tells in how many lines each row occurs. */
function rank(found: readonly Features[]): { rowOf: Int32Array; counts: number[] } {
  const lines = new Uint32Array(BUCKETS);
  for (const { at } of found) for (const bucket of at) lines[bucket] = (lines[bucket] ?? 0) + 1;
  const buckets = [...lines.keys()].filter((bucket) => (lines[bucket] ?? 0) > 0);
  buckets.sort((a, b) => (lines[b] ?? 0) - (lines[a] ?? 0) || a - b);
  const rowOf = new Int32Array(BUCKETS);
  for (const [row, bucket] of buckets.entries()) rowOf[bucket] = row + 1;
  return { rowOf, counts: buckets.map((bucket) => lines[bucket] ?? 0) };
}

/** Multinomial logistic regression by stochastic gradient descent, with a rate that falls to nearly nothing. */
function fit(rows: readonly Row[], shape: { rows: number; labels: number }): Weights {
  const { labels } = shape;
  const model = { weights: new Float32Array(shape.rows * labels), scale: 1, bias: new Float32Array(labels) };
  const order = Uint32Array.from(rows, (_, nth) => nth);
  const errors = new Float64Array(labels);
  const dice = makeDice(42);
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    shuffle(order, dice);
    for (const [shown, nth] of order.entries()) {
      const rate = RATE * (1 - (SLOWING * (epoch + shown / order.length)) / EPOCHS);
      const row = rows[nth];
      if (row !== undefined) learn(model, { row: thin(row, dice), rate, errors });
    }
  }
  return model;
}

/** Dropout on what goes in (Wager et al., Dropout Training as Adaptive Regularization, 2013): the rest counts for more. */
function thin(row: Row, dice: Dice): Row {
  return {
    label: row.label,
    at: row.at.filter(() => dice() >= DROPPED),
    value: row.value / (1 - DROPPED),
  };
}

type Lesson = { row: Row; rate: number; errors: Float64Array };

// Every index lies inside its array; a check at each would double the time.
function learn({ weights, scale, bias }: Weights, { row, rate, errors }: Lesson): void {
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
      weights[place] = (weights[place] as number) - step;
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
  const losses = Array.from({ length: 24 }, (_, step) => 0.2 * 1.1 ** step).map((factor) => ({
    factor,
    loss: loss(factor),
  }));
  return losses.reduce((best, one) => (one.loss < best.loss ? one : best), { factor: 1, loss: Infinity })
    .factor;
}

type Trained = { labels: readonly string[]; rowOf: Int32Array; counts: readonly number[]; factor: number };

/** Keeps the rows that weigh most and occur often, one byte a weight, so that the model stays below a megabyte. */
function compact({ weights, bias }: Weights, { labels, rowOf, counts, factor }: Trained): Model {
  const width = labels.length;
  const worth = counts.map((count, row) => {
    let most = 0;
    for (let label = 0; label < width; label++)
      most = Math.max(most, Math.abs(weights[row * width + label] ?? 0));
    return { row, most, worth: most * Math.sqrt(count) };
  });
  const kept = worth.toSorted((a, b) => b.worth - a.worth || a.row - b.row).slice(0, MOST_ROWS);
  const most = kept.reduce((largest, one) => Math.max(largest, one.most), 1e-9);
  const small = new Int8Array(kept.length * width);
  const rowIn = new Int32Array(counts.length);
  for (const [place, { row }] of kept.entries()) {
    rowIn[row] = place + 1;
    for (let label = 0; label < width; label++) {
      const byte = Math.round(((weights[row * width + label] ?? 0) / most) * 127);
      small[place * width + label] = Math.abs(byte) < SMALLEST ? 0 : byte;
    }
  }
  return {
    labels,
    rowOf: rowOf.map((row) => (row === 0 ? 0 : (rowIn[row - 1] ?? 0))),
    weights: small,
    scale: (most / 127) * factor,
    bias: bias.map((one) => one * factor),
  };
}
