import type { Place } from "#src/words.ts";
import { hasWords } from "./normalise.ts";
import { findPlace, withoutPlace } from "./place.ts";
import type { Rules } from "./rulebook.ts";
import { matchRules, scan } from "./rules.ts";
import type { Match } from "./rules.ts";

/** A line as the flows spell it, the rules that hit it, and the place it names. */
export type Read = { line: string; matches: readonly Match[]; place: Place | null };

/** Takes a normalised text; returns what is known of it before anything is judged, the same when taught and when asked. */
export function readLine(written: string, rules: Rules): Read {
  const line = rules.spell(withoutPlaceLines(written));
  return { line, matches: matchesIn(line, rules), place: findPlace(written) };
}

/** Where somebody adds a place in a message of its own, the rest says the matter no less surely. */
function withoutPlaceLines(written: string): string {
  const lines = written.split("\n");
  if (lines.length === 1) return written;
  const said = lines.filter((line) => hasWords(withoutPlace(line)));
  return said.length === 0 ? written : said.join("\n");
}

/** Takes a text as the flows spell it; returns the rules that hit it. */
export function matchesIn(line: string, { lexicon }: Rules): Match[] {
  return matchRules(scan(lexicon, line), lexicon);
}
