import { URGENCIES } from "#src/words.ts";
import type { CommitteeCode, Urgency } from "#src/words.ts";
import type { CategoryRules, Rulebook } from "./rulebook.ts";
import type { Match } from "./rules.ts";

/** What a request is in its category; `ruled` where a rule of it was hit. */
export type Recast = {
  matter: string;
  urgency: Urgency;
  sensitive: boolean;
  committee: CommitteeCode | null;
  ruled: boolean;
};

/**
 * Takes the category that a request is of, and the rules that its words hit; returns what it is in that category.
 * `sensitive`: it is so whatever the category and the matter say.
 */
export function recastAs(
  category: CategoryRules,
  {
    matches,
    rulebook,
    sensitive: known,
  }: { matches: readonly Match[]; rulebook: Rulebook; sensitive: boolean },
): Recast {
  const match = bestMatter(matches, rulebook, category);
  const matter = match === null ? undefined : category.matters[match.rule.index];
  const sensitive = (matter?.sensitive ?? category.sensitive) || known;
  return {
    matter: matter?.name ?? category.name,
    urgency: howUrgent(category, sensitive, matches, rulebook),
    sensitive,
    committee: matter?.committee ?? null,
    ruled: match !== null,
  };
}

/** The matter of the category that most words speak for; null where no rule of it was hit. */
function bestMatter(matches: readonly Match[], rulebook: Rulebook, category: CategoryRules): Match | null {
  const own = matches.filter(
    ({ rule, strong }) =>
      strong && rule.role === "matter" && rulebook.categories[rule.owner]?.code === category.code,
  );
  return own.toSorted((a, b) => b.length - a.length)[0] ?? null;
}

/**
 * The most urgent of the matters heard; urgent words raise it, and words that only ask or propose lower what is normal,
 * but never for a person in need.
 */
function howUrgent(
  category: CategoryRules,
  sensitive: boolean,
  matches: readonly Match[],
  rulebook: Rulebook,
): Urgency {
  const heard: Urgency[] = [];
  const said: Urgency[] = [];
  for (const { rule, strong } of matches) {
    const tone = rule.role === "ask" ? rulebook.ask[rule.index]?.urgency : undefined;
    if (tone !== undefined) said.push(tone);
    if (rule.role !== "matter" || !strong || rulebook.categories[rule.owner] !== category) continue;
    heard.push(category.matters[rule.index]?.urgency ?? category.urgency);
  }
  const base = mostUrgent(heard) ?? category.urgency;
  const tone = mostUrgent(said);
  if (tone === "urgent") return mostUrgent([base, tone]) ?? base;
  return tone === "low" && base === "normal" && !sensitive ? "low" : base;
}

function mostUrgent(list: readonly Urgency[]): Urgency | null {
  return URGENCIES.find((urgency) => list.includes(urgency)) ?? null;
}
