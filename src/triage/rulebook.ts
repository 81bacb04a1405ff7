// The checked flows made ready to judge by: every word in one lexicon, every example in one model.
import type { Category, CommitteeCode, Urgency } from "#src/words.ts";
import type { EmergencyKind } from "./emergency.ts";
import { familySigns } from "./families.ts";
import type { Families } from "./families.ts";
import { normalise } from "./normalise.ts";
import { addRule, emptyLexicon, wordSet } from "./rules.ts";
import type { Lexicon, RuleWords, WordSet } from "./rules.ts";
import type { Model } from "./ngram.ts";
import { speller } from "./spell.ts";

export type MatterRule = RuleWords & {
  name: string;
  urgency?: Urgency | undefined;
  sensitive?: boolean | undefined;
  committee?: CommitteeCode | undefined;
};

export type CategoryRules = {
  code: Category;
  name: string;
  sensitive: boolean;
  urgency: Urgency;
  slots: readonly "building"[];
  matters: readonly MatterRule[];
};

/** Words that speak for or against a request, with their weight, and how urgent they make it. */
export type Evidence = {
  name: string;
  words: readonly string[];
  never?: readonly string[] | undefined;
  weight: number;
  urgency?: Urgency | undefined;
};

export type TalkRules = {
  ask: readonly Evidence[];
  calm: readonly Evidence[];
  join: readonly string[];
  /** Signs that join where they answer to a neighbour's words. */
  agree: readonly string[];
  thanks: readonly string[];
  filler: readonly string[];
  /** How people write, and what they mean: 冇 is 没. */
  spellings: Readonly<Record<string, string>>;
  emoji: readonly string[];
  fragment: readonly string[];
  /** What is said to a machine, and of no matter. */
  orders: readonly RuleWords[];
};

/** From which share (0..1) on something is done, see flows/thresholds.yaml. */
export type Thresholds = {
  certain: number;
  likely: number;
  unsure: number;
  emergency: number;
  /** The same where a danger is likelier by half than that nothing is asked. */
  emergency_asked: number;
  private: number;
};

export type EmergencyRules = {
  kinds: readonly EmergencyKind[];
  never: readonly string[];
  surely: readonly string[];
};

/** All but the model: what is needed to train one. */
export type Rules = {
  /** Takes a normalised text; returns it as the flows spell it. */
  spell: (text: string) => string;
  /** Takes a text as the flows spell it; returns it with signs for the families of its words. */
  sign: (line: string) => string;
  lexicon: Lexicon;
  categories: readonly CategoryRules[];
  ask: readonly Evidence[];
  calm: readonly Evidence[];
  kinds: readonly EmergencyKind[];
  cancel: WordSet;
  surely: WordSet;
  /** What every order begins with: a text without any is not looked at clause by clause. */
  orders: WordSet;
  talk: {
    join: WordSet;
    thanks: WordSet;
    filler: WordSet;
    emoji: readonly string[];
    agree: readonly string[];
  };
};

export type Rulebook = Rules & { model: Model; thresholds: Thresholds };

/** Takes the checked flows; returns the rules that `decide` works with beside a model. Built once. */
export function buildRules(
  categories: readonly CategoryRules[],
  talk: TalkRules,
  emergency: EmergencyRules,
  families: Families,
): Rules {
  const lexicon = emptyLexicon();
  const spell = speller(talk.spellings);
  for (const [owner, category] of categories.entries()) {
    for (const [index, matter] of category.matters.entries()) {
      addRule(
        lexicon,
        { role: "matter", index, owner, name: `${category.code} ${matter.name}` },
        clean(matter),
      );
    }
  }
  for (const [owner, kind] of emergency.kinds.entries()) {
    for (const [index, words] of kind.sure.entries())
      addRule(lexicon, { role: "alarm", index, owner, name: kind.kind }, clean(words));
    for (const [index, words] of kind.signs.entries())
      addRule(lexicon, { role: "emergency", index, owner, name: kind.kind }, clean(words));
  }
  for (const role of ["ask", "calm"] as const) {
    for (const [index, evidence] of talk[role].entries()) {
      addRule(
        lexicon,
        { role, index, owner: 0, name: evidence.name },
        clean({ about: evidence.words, never: evidence.never }),
      );
    }
  }
  addRule(
    lexicon,
    { role: "fragment", index: 0, owner: 0, name: "fragment" },
    clean({ about: talk.fragment }),
  );
  for (const [index, order] of talk.orders.entries())
    addRule(lexicon, { role: "order", index, owner: 0, name: "order" }, clean(order));
  const set = (words: readonly string[]) => wordSet(words.map(normalise));
  return {
    spell,
    sign: familySigns(families),
    lexicon,
    categories,
    ask: talk.ask,
    calm: talk.calm,
    kinds: emergency.kinds,
    cancel: set(emergency.never),
    surely: set(emergency.surely),
    orders: set(talk.orders.flatMap(({ about }) => about.map((word) => word.split("…", 1).join("")))),
    talk: {
      join: set(talk.join),
      thanks: set(talk.thanks),
      filler: set(talk.filler),
      emoji: talk.emoji,
      agree: talk.agree.map(normalise).toSorted((a, b) => b.length - a.length),
    },
  };
}

function clean(words: RuleWords): RuleWords {
  const each = (list: readonly string[] | undefined) =>
    (list ?? []).map((word) => word.split("…").map(normalise).join("…"));
  return {
    about: each(words.about),
    trouble: each(words.trouble),
    never: each(words.never),
    strict: words.strict,
  };
}
