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
  const shareOf = (label: string) => shares[model.labels.indexOf(label)] ?? 0;
  const dangers = kinds.map((kind) => ({ kind, share: shareOf(dangerLabel(kind.kind)) }));
  const asked = categories.map(({ code, sensitive }) => {
    let share = shareOf(code);
    for (const danger of dangers) if (danger.kind.category === code) share += danger.share;
    return { code, sensitive, share };
  });
  const first = asked.reduce((best, one) => (one.share > best.share ? one : best));
  const [any, ...others] = dangers;
  const worst = others.reduce(
    (most, one) => (most !== undefined && most.share >= one.share ? most : one),
    any,
  );
  return {
    none: shareOf("none"),
    category: first.code,
    share: first.share,
    danger: dangers.reduce((sum, { share }) => sum + share, 0),
    kind: worst?.kind ?? null,
    sensitive: asked.filter(({ sensitive }) => sensitive).reduce((sum, { share }) => sum + share, 0),
  };
}
