import type { Category } from "#src/words.ts";
import { normalise } from "./normalise.ts";
import { matchesIn } from "./read-line.ts";
import { recastAs } from "./recast.ts";
import type { Recast } from "./recast.ts";
import type { CategoryRules, Rulebook } from "./rulebook.ts";

const SHORTEST = 2;

/**
 * Takes what someone wrote for a category: its code, its name, or a part of the name that no other has. Returns its code,
 * or null where the word names none or several.
 */
export function namedCategory(word: string, categories: readonly CategoryRules[]): Category | null {
  const wanted = normalise(word);
  const whole = categories.find(({ code, name }) => code === wanted || name === wanted);
  if (whole) return whole.code;
  const [first, ...more] = categories.filter(
    ({ name }) => wanted.length >= SHORTEST && name.includes(wanted),
  );
  return first && more.length === 0 ? first.code : null;
}

/** How a clause says which category something is of. */
const NAMES = [
  /^类别(.+)$/,
  /^(?:这|它|其实|应该?|应当|更)*[是像归](.+?)(?:类|类的|的事)?$/,
  /^(?:这|它)?属于?(.+?)类?$/,
  /^(.+)类$/,
];

/** The category that a reason names in so many words (应该是停车, 类别:养老助老), or null where it names none. */
export function categoryIn(reason: string, categories: readonly CategoryRules[]): Category | null {
  const clauses = normalise(reason)
    .replaceAll(/类别(?:应该?|应当)?[是为]?[\s:]*/g, "类别")
    .split(/[\s\p{P}]+/u);
  for (const clause of clauses) {
    for (const pattern of NAMES) {
      const word = pattern.exec(clause)?.[1];
      const named = word === undefined ? null : namedCategory(word, categories);
      if (named) return named;
    }
  }
  return null;
}

/** Takes the words of a request and the category it is known to be of; returns what it is in that category. */
export function asCategory(text: string, code: Category, rulebook: Rulebook): Recast {
  const category = rulebook.categories.find((candidate) => candidate.code === code);
  if (!category) return { matter: code, urgency: "normal", sensitive: false, committee: null, ruled: false };
  const matches = matchesIn(rulebook.spell(normalise(text)), rulebook);
  return recastAs(category, { matches, rulebook, sensitive: false });
}
