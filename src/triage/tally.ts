import type { Category } from "#src/words.ts";
import type { EmergencyKind } from "./emergency.ts";
import type { Rulebook } from "./rulebook.ts";

/** The model's label for examples of a kind of danger. */
export function dangerLabel(kind: string): string {
  return `emergency-${kind}`;
}

/** What the model's shares say together, each 0..1. */
export type Tally = {
  none: number;
  /** The likeliest category, and its share; what is dangerous counts for the category of its kind. */
  category: Category;
  share: number;
  /** All kinds of danger together, and the likeliest of them. */
  danger: number;
  kind: EmergencyKind | null;
  /** All categories together whose matters nobody else need know. */
  sensitive: number;
};

/** Takes the shares that `predict` gave the labels of the rulebook's model; returns what they say together. */
export function tally(shares: Float64Array, { model, categories, kinds }: Rulebook): Tally {
  const byLabel = new Map(model.labels.map((label, index) => [label, shares[index] ?? 0]));
  const dangers = kinds.map((kind) => ({ kind, share: byLabel.get(dangerLabel(kind.kind)) ?? 0 }));
  const asked = categories.map(({ code, sensitive }) => ({
    code,
    sensitive,
    share: dangers
      .filter(({ kind }) => kind.category === code)
      .reduce((sum, { share }) => sum + share, byLabel.get(code) ?? 0),
  }));
  const first = asked.reduce((best, one) => (one.share > best.share ? one : best));
  const [worst] = dangers.toSorted((a, b) => b.share - a.share);
  return {
    none: byLabel.get("none") ?? 0,
    category: first.code,
    share: first.share,
    danger: dangers.reduce((sum, { share }) => sum + share, 0),
    kind: worst?.kind ?? null,
    sensitive: asked.filter(({ sensitive }) => sensitive).reduce((sum, { share }) => sum + share, 0),
  };
}
