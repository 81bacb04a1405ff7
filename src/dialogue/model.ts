// Keeps what the flows have taught the model, so that only a change of theirs, or of the code, teaches it anew. It lies in
// the repository beside them: a new clone need not learn first.
import { createHash } from "node:crypto";
import { readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { packModel, unpackModel } from "#src/triage/model.ts";
import type { Model } from "#src/triage/ngram.ts";

const HERE = import.meta.dirname;
const TRIAGE = join(HERE, "../triage");

/** Takes the folder of flows and what teaches a model; returns the model kept there, or teaches one and keeps it. */
export function keptModel(folder: string, teach: () => Model): Model {
  const path = join(folder, "model.bin");
  const from = fingerprint(folder);
  const kept = readKept(path, from);
  if (kept !== null) return kept;
  const model = teach();
  keep(path, packModel(model, from));
  return model;
}

/** These say what is done and said, not what is heard. */
const APART = new Set(["texts.yaml", "clocks.yaml", "thresholds.yaml"]);

/** Of every file that a model depends on: the flows, their examples, and the code that reads them. */
function fingerprint(folder: string): string {
  const hash = createHash("sha256");
  for (const [place, ending] of [
    [folder, ".yaml"],
    [join(folder, "examples"), ".txt"],
    [TRIAGE, ".ts"],
    [HERE, "examples.ts"],
  ] as const) {
    for (const file of readdirSync(place).toSorted()) {
      if (file.endsWith(ending) && !APART.has(file))
        hash.update(file).update(readFileSync(join(place, file)));
    }
  }
  return hash.digest("hex");
}

/** A file of another making, cut short or from another version is no fault: it is made anew. */
function readKept(path: string, from: string): Model | null {
  try {
    const kept = unpackModel(readFileSync(path), path);
    return kept.from === from ? kept.model : null;
  } catch {
    return null;
  }
}

/** Moved into its place, so that nobody reads half of it. Where nothing may be written, each start teaches anew. */
function keep(path: string, bytes: Uint8Array): void {
  const draft = `${path}.${process.pid}`;
  try {
    writeFileSync(draft, bytes);
    renameSync(draft, path);
  } catch {
    // A read-only installation: nothing is kept.
    rmSync(draft, { force: true });
  }
}
