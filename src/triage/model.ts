// A trained model as bytes: one line of JSON that says what it is, then its rows, deflated.
import { deflateRawSync, inflateRawSync } from "node:zlib";
import { z } from "zod";
import { AppError } from "#src/errors.ts";
import { BUCKETS } from "./ngram.ts";
import type { Model } from "./ngram.ts";

/** Raised whenever the features or the layout change: an older file would be read as nonsense. */
const VERSION = 2;
const NEWLINE = 10;
/** Bytes that the gap before a row and a weight take. */
const GAP = 4;
const WEIGHT = 2;
const LONGEST_HEADER = 100_000;

const Header = z.object({
  linli: z.literal("model"),
  version: z.number(),
  /** Says what it was trained from. */
  from: z.string(),
  labels: z.array(z.string()).min(2),
  rows: z.int().min(1).max(BUCKETS),
  bias: z.array(z.number()),
  scale: z.number(),
});

/** Takes a model and what it was trained from; returns its bytes. */
export function packModel(model: Model, from: string): Uint8Array {
  const { labels, bias, scale, weights, rowOf } = model;
  // In the order of the buckets, so that the gaps between them are small numbers.
  const buckets = [...rowOf.keys()].filter((bucket) => (rowOf[bucket] ?? 0) > 0);
  const gaps = Uint32Array.from(buckets, (bucket, nth) => bucket - (buckets[nth - 1] ?? 0));
  const rows = new Uint16Array(buckets.length * labels.length);
  for (const [nth, bucket] of buckets.entries()) {
    const start = ((rowOf[bucket] ?? 1) - 1) * labels.length;
    for (let label = 0; label < labels.length; label++)
      rows[nth * labels.length + label] = folded(weights[start + label] ?? 0);
  }
  const header = {
    linli: "model",
    version: VERSION,
    from,
    labels,
    rows: buckets.length,
    bias: [...bias],
    scale,
  };
  const body = Buffer.concat([inColumns(gaps, buckets.length), inColumns(rows, buckets.length)]);
  return Buffer.concat([Buffer.from(`${JSON.stringify(header)}\n`), deflateRawSync(body, { level: 9 })]);
}

/**
 * Takes a model file's bytes and name; returns the model and what it was trained from. Throws AppError bad_input for
 * anything but a whole model of this version.
 */
export function unpackModel(bytes: Uint8Array, name: string): { model: Model; from: string } {
  const end = bytes.subarray(0, LONGEST_HEADER).indexOf(NEWLINE);
  const header = Header.safeParse(parse(Buffer.from(bytes.subarray(0, Math.max(end, 0))).toString()));
  if (!header.success) throw refuse(name, "a model of linli train", "something else");
  const { version, from, labels, bias, scale, rows } = header.data;
  if (version !== VERSION)
    throw refuse(name, `a model of version ${VERSION}`, `version ${version}: train it anew`);
  const body = inflate(bytes.subarray(end + 1));
  const size = rows * (GAP + WEIGHT * labels.length);
  if (body?.length !== size || bias.length !== labels.length)
    throw refuse(name, `${size} bytes of weights`, `${body?.length ?? "none"}: it is cut short or damaged`);
  const gaps = new Uint32Array(inRows(body.subarray(0, rows * GAP), rows));
  const folds = new Uint16Array(inRows(body.subarray(rows * GAP), rows));
  const rowOf = new Int32Array(BUCKETS);
  let bucket = 0;
  for (const [row, gap] of gaps.entries()) {
    bucket += gap;
    rowOf[bucket] = row + 1;
  }
  const weights = unfolded(folds);
  return { model: { labels, rowOf, weights, scale, bias: Float32Array.from(bias) }, from };
}

/** A small number below or above nothing as a small number above it (0, -1, 1, -2 …), so that its upper byte is zero. */
function folded(weight: number): number {
  return weight < 0 ? -2 * weight - 1 : 2 * weight;
}

function unfolded(folds: Uint16Array): Int16Array {
  const weights = new Int16Array(folds.length);
  for (let at = 0; at < folds.length; at++) {
    const fold = folds[at] ?? 0;
    weights[at] = (fold >> 1) ^ -(fold & 1);
  }
  return weights;
}

/** Takes numbers, the same count for each row; returns their bytes column by column, since those of one are alike. */
function inColumns(
  { buffer }: Uint32Array<ArrayBuffer> | Uint16Array<ArrayBuffer>,
  rows: number,
): Uint8Array {
  return new Uint8Array(turned(new Uint8Array(buffer), rows));
}

/** Undoes `inColumns`. */
function inRows(bytes: Uint8Array, rows: number): ArrayBuffer {
  return turned(bytes, bytes.length / rows);
}

/** Takes bytes in so many rows; returns them column by column. */
function turned(bytes: Uint8Array, rows: number): ArrayBuffer {
  const width = bytes.length / rows;
  const columns = new Uint8Array(bytes.length);
  let from = 0;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < width; column++) {
      const byte = bytes[from++] ?? 0;
      if (byte !== 0) columns[column * rows + row] = byte;
    }
  }
  return columns.buffer;
}

function refuse(name: string, expected: string, got: string): AppError {
  return new AppError("bad_input", `${name}: expected ${expected}, got ${got}`);
}

function inflate(bytes: Uint8Array): Buffer | null {
  try {
    return inflateRawSync(bytes);
  } catch {
    return null;
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
