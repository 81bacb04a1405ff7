// What is it? One text in, one decision out: the rules of the flows first, their example sentences as second vote.
import { URGENCIES } from "#src/words.ts";
import type { Category, CommitteeCode, Place, Urgency } from "#src/words.ts";
import { hearAlarm } from "./emergency.ts";
import type { EmergencyKind } from "./emergency.ts";
import { normalise } from "./normalise.ts";
import { findPlace } from "./place.ts";
import type { CategoryRules, Rulebook } from "./rulebook.ts";
import { matchRules, scan } from "./rules.ts";
import type { Match, WordSet } from "./rules.ts";
import { likenesses } from "./similar.ts";
import type { Likeness } from "./similar.ts";

export type { Rulebook } from "./rulebook.ts";

/** `call` is the first thing said: which number, and what to do. */
export type Emergency = { kind: string; call: string };

export type Decision = {
  request: boolean;
  label: Category | "none";
  /** 0..1: how sure the label is, "none" included. */
  confidence: number;
  urgency: Urgency;
  /** What the staff would call it ("电梯故障"); never the resident's words. Empty when it is no request. */
  matter: string;
  sensitive: boolean;
  /** Where the matter goes when it is not the category's own committee. */
  committee: CommitteeCode | null;
  place: Place | null;
  emergency: Emergency | null;
  via: "rules" | "model" | "llm";
  why: string[];
  /** The slots of the flow that are not known yet. */
  needs: "building"[];
};

const STRONG = 3;
const WEAK = 1;
const THRESHOLD = 2.5;
/** A likeness below this says nothing. */
const LIKE_FROM = 0.3;
const LIKE_WEIGHT = 5;
/** As near as this, an example names the topic where no word does. */
const LIKE_ALONE = 1;
// 其他 is what is left over: any other category that hits as well goes before it.
const LEFT_OVER = 0.5;

type Standing = { category: CategoryRules; score: number; match: Match | null };

/** Takes a message, or several of one person joined by newlines; returns what it is. Never throws. */
export function decide(text: string, rulebook: Rulebook): Decision {
  const written = normalise(text);
  const line = rulebook.spell(written);
  const matches = matchRules(scan(rulebook.lexicon, line), rulebook.lexicon);
  const place = findPlace(written);
  const alarm = hearAlarm(matches, rulebook.kinds, has(line, rulebook.cancel) && !has(line, rulebook.surely));
  if (alarm !== null) return alarmed(alarm.kind, alarm.match, place, rulebook);

  const alike = likenesses(rulebook.examples, line);
  const standings = rank(rulebook, matches, alike);
  const evidence = weigh(matches, rulebook);
  const [first, second] = standings;
  const score = (first?.score ?? 0) + evidence.ask - evidence.calm - like(alike.get("none"));
  const sure = sigmoid(1.3 * (score - THRESHOLD));
  // Urgent words about nothing are a piece of a request, not one; a faint likeness is no topic.
  const hasTopic = first !== undefined && (first.match !== null || first.score >= LIKE_ALONE);
  if (!hasTopic || score < THRESHOLD) return notRequest(hasTopic ? 1 - sure : 0.7, place, evidence.why);

  const matter = first.match === null ? null : first.category.matters[first.match.rule.index];
  const sensitive = matter?.sensitive ?? first.category.sensitive;
  const margin = sigmoid(1.5 * (first.score - (second?.score ?? 0)) + 0.5);
  return {
    request: true,
    label: first.category.code,
    confidence: round(sure * (0.5 + 0.5 * margin)),
    urgency: howUrgent(first.category, sensitive, matches, rulebook),
    matter: matter?.name ?? first.category.name,
    sensitive,
    committee: matter?.committee ?? null,
    place,
    emergency: null,
    via: "rules",
    why: [...standings.slice(0, 2).map(tell), ...evidence.why],
    needs: missing(first.category, place),
  };
}

function has(line: string, words: WordSet): boolean {
  for (let at = 0; at < line.length; at++) if (words.longestAt(line, at) > 0) return true;
  return false;
}

function alarmed(kind: EmergencyKind, match: Match, place: Place | null, rulebook: Rulebook): Decision {
  const category = rulebook.categories.find((each) => each.code === kind.category);
  return {
    request: true,
    label: kind.category,
    confidence: 0.95,
    urgency: "emergency",
    matter: kind.matter,
    sensitive: category?.sensitive ?? false,
    committee: null,
    place,
    emergency: { kind: kind.kind, call: kind.call },
    via: "rules",
    why: [`emergency ${kind.kind}: ${match.words.join("+")}`],
    needs: category === undefined ? [] : missing(category, place),
  };
}

function notRequest(confidence: number, place: Place | null, why: string[]): Decision {
  return {
    request: false,
    label: "none",
    confidence: round(confidence),
    urgency: "normal",
    matter: "",
    sensitive: false,
    committee: null,
    place,
    emergency: null,
    via: "rules",
    why,
    needs: [],
  };
}

/** The categories by score, best first: their best matter, a little for further ones, and their examples. */
function rank(rulebook: Rulebook, matches: readonly Match[], alike: Map<string, Likeness>): Standing[] {
  const matters = matches.filter((match) => match.rule.role === "matter");
  const standings: Standing[] = [];
  for (const [owner, category] of rulebook.categories.entries()) {
    let best: Match | null = null;
    let score = 0;
    let more = 0;
    for (const match of matters) {
      if (match.rule.owner !== owner || isShadowed(match, matters)) continue;
      const worth = points(match);
      more += match.strong ? 0.25 : 0;
      if (worth > score) {
        score = worth;
        best = match;
      }
    }
    score += Math.min(more, 0.5) + like(alike.get(category.code));
    if (category.code === "other") score -= LEFT_OVER;
    if (score > 0) standings.push({ category, score, match: best });
  }
  return standings.toSorted((one, other) => other.score - one.score);
}

function points(match: Match): number {
  return match.strong
    ? STRONG + Math.min(Math.max(match.length - 4, 0) * 0.15, 1)
    : WEAK + match.length * 0.05;
}

/** True when the topic is only a part of a longer topic: 电梯 inside 加装电梯. */
function isShadowed(match: Match, others: readonly Match[]): boolean {
  const { start, end } = match.span;
  return others.some(
    (other) =>
      other.rule.owner !== match.rule.owner &&
      (other.strong || !match.strong) &&
      other.span.start <= start &&
      other.span.end >= end &&
      other.span.end - other.span.start > end - start,
  );
}

function like(likeness: Likeness | undefined): number {
  return likeness === undefined ? 0 : Math.max(likeness.likeness - LIKE_FROM, 0) * LIKE_WEIGHT;
}

function weigh(matches: readonly Match[], rulebook: Rulebook): { ask: number; calm: number; why: string[] } {
  let ask = 0;
  let calm = 0;
  const why: string[] = [];
  for (const { rule, words } of matches) {
    if (rule.role !== "ask" && rule.role !== "calm") continue;
    const weight = rulebook[rule.role][rule.index]?.weight ?? 0;
    if (rule.role === "ask") ask += weight;
    else calm += weight;
    why.push(`${rule.role} ${rule.name}: ${words.join("+")}`);
  }
  return { ask: Math.min(ask, 3), calm, why };
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

function tell(standing: Standing): string {
  if (standing.match === null) return `${standing.category.code}: like its examples`;
  return `${standing.match.rule.name}: ${standing.match.words.join("+")}`;
}

function missing(category: CategoryRules, place: Place | null): "building"[] {
  return category.slots.filter(() => place === null || (place.building === null && place.spot === null));
}

function sigmoid(value: number): number {
  return 1 / (1 + Math.exp(-value));
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
