import type { Category } from "#src/words.ts";
import type { Match, RuleWords } from "./rules.ts";

/** One kind of danger: its first line, where its ticket belongs, and what it sounds like. */
export type EmergencyKind = {
  kind: string;
  call: string;
  category: Category;
  matter: string;
  /** Words that mean it whatever the model says. */
  sure: readonly RuleWords[];
  /** What it may sound like: the model weighs it. */
  signs: readonly RuleWords[];
};

/**
 * Takes the rules that hit a line; returns the danger that the words alone are sure of, or null. Kinds stand in the
 * order of the file: where two are heard, the first goes on. A line about a drill, a film or last year is left to the
 * model.
 */
export function hearAlarm(
  matches: readonly Match[],
  kinds: readonly EmergencyKind[],
  cancelled: boolean,
): EmergencyKind | null {
  if (cancelled) return null;
  let first = kinds.length;
  for (const { rule, strong } of matches)
    if (rule.role === "alarm" && strong) first = Math.min(first, rule.owner);
  return kinds[first] ?? null;
}
