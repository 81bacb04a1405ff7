import { clues } from "./clues.ts";
import { train } from "./ngram.ts";
import type { Model } from "./ngram.ts";
import { normalise } from "./normalise.ts";
import { findPlace } from "./place.ts";
import { matchRules, scan } from "./rules.ts";
import type { Rules } from "./rulebook.ts";

export type Sentence = { text: string; label: string };

/** Takes the rules and example sentences as people wrote them; returns the model that knows both. */
export function teach(rules: Rules, sentences: readonly Sentence[]): Model {
  return train(
    sentences.map(({ text, label }) => {
      const written = normalise(text);
      const line = rules.spell(written);
      const matches = matchRules(scan(rules.lexicon, line), rules.lexicon);
      return { text: line, clues: clues(line, { matches, place: findPlace(written), rules }), label };
    }),
  );
}
