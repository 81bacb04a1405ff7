import { clues } from "./clues.ts";
import { train } from "./train.ts";
import type { Model } from "./ngram.ts";
import { normalise } from "./normalise.ts";
import { readLine } from "./read-line.ts";
import type { Rules } from "./rulebook.ts";

export type Sentence = { text: string; label: string };

/** Takes the rules and example sentences as people wrote them; returns the model that knows both. */
export function teach(rules: Rules, sentences: readonly Sentence[]): Model {
  return train(
    sentences.map(({ text, label }) => {
      const read = readLine(normalise(text), rules);
      return { text: read.line, clues: clues(read, rules), label };
    }),
  );
}
