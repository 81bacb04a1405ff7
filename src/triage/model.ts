// A trained model as bytes: one line of JSON that says what it is, then its rows, deflated.
import { deflateRawSync, inflateRawSync } from "node:zlib";
import { z } from "zod";
import { AppError } from "#src/errors.ts";
import { BUCKETS } from "./ngram.ts";
import type { Model } from "./ngram.ts";

/** Raised whenever the features or the layout change: an older file would be read as nonsense. */
const VERSION = 1;
const NEWLINE = 10;
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
  const rows = new Int8Array(buckets.length * labels.length);
  for (const [nth, bucket] of buckets.entries()) {
    const start = ((rowOf[bucket] ?? 1) - 1) * labels.length;
    // Label by label, since neighbours of one label are alike: mostly nothing.
    for (let label = 0; label < labels.length; label++) {
      rows[label * buckets.length + nth] = weights[start + label] ?? 0;
    }
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
  const body = Buffer.concat([new Uint8Array(gaps.buffer), new Uint8Array(rows.buffer)]);
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
  const size = rows * (Uint32Array.BYTES_PER_ELEMENT + labels.length);
  if (body?.length !== size || bias.length !== labels.length)
    throw refuse(name, `${size} bytes of weights`, `${body?.length ?? "none"}: it is cut short or damaged`);
  const gaps = new Uint32Array(body.buffer.slice(body.byteOffset, body.byteOffset + rows * 4));
  const columns = new Int8Array(body.buffer, body.byteOffset + rows * 4, rows * labels.length);
  const rowOf = new Int32Array(BUCKETS);
  const weights = new Int8Array(rows * labels.length);
  let bucket = 0;
  for (let row = 0; row < rows; row++) {
    bucket += gaps[row] ?? 0;
    rowOf[bucket] = row + 1;
    for (let label = 0; label < labels.length; label++) {
      weights[row * labels.length + label] = columns[label * rows + row] ?? 0;
    }
  }
  return { model: { labels, rowOf, weights, scale, bias: Float32Array.from(bias) }, from };
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
