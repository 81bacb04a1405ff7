// Reads flows/examples: one file a label, one sentence a line.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import type { Sentence } from "#src/triage/teach.ts";

const LONGEST = 300;

/**
 * Takes the folder, its name for messages, and the labels that must each have a file; returns the sentences in the order
 * of the labels, and a line per fault: `flows/examples/aid.txt: line 3: expected each sentence only once, also in …`.
 */
export function readExamples(
  folder: string,
  name: string,
  labels: readonly string[],
): { sentences: Sentence[]; faults: string[] } {
  const sentences: Sentence[] = [];
  const faults = strangers(folder, name, labels);
  const seen = new Map<string, string>();
  for (const label of labels) {
    const path = join(folder, `${label}.txt`);
    const file = `${name}/${label}.txt`;
    if (!existsSync(path)) {
      faults.push(`${file}: expected a file, found none`);
      continue;
    }
    const lines = readFileSync(path, "utf8").split("\n");
    if (lines.every((line) => line.trim() === ""))
      faults.push(`${file}: expected a sentence a line, got none`);
    for (const [index, line] of lines.entries()) {
      const text = line.trim();
      if (text === "") continue;
      const at = `${file}: line ${index + 1}`;
      const before = seen.get(text);
      if (before !== undefined) faults.push(`${at}: expected each sentence only once, also in ${before}`);
      if (text.length > LONGEST)
        faults.push(`${at}: expected at most ${LONGEST} characters, got ${text.length}`);
      seen.set(text, at);
      sentences.push({ text, label });
    }
  }
  return { sentences, faults };
}

function strangers(folder: string, name: string, labels: readonly string[]): string[] {
  if (!existsSync(folder)) return [];
  const known = new Set(labels.map((label) => `${label}.txt`));
  return readdirSync(folder)
    .filter((file) => !known.has(file))
    .map((file) => `${name}/${file}: expected a label as name (${labels.join(", ")}), got ${file}`);
}
