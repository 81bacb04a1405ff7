// What is it? One text in, one decision out: dangers by rule, all else by the model, which knows what the rules found.
import type { Category, CommitteeCode, Place, Urgency } from "#src/words.ts";
import { clues } from "./clues.ts";
import { hearAlarm } from "./emergency.ts";
import type { EmergencyKind } from "./emergency.ts";
import { predict } from "./ngram.ts";
import { hasWords, normalise } from "./normalise.ts";
import { partOrders } from "./orders.ts";
import { withoutPlace } from "./place.ts";
import { readLine } from "./read-line.ts";
import { recastAs } from "./recast.ts";
import type { CategoryRules, Rulebook, Thresholds } from "./rulebook.ts";
import { hasAny } from "./rules.ts";
import type { Match } from "./rules.ts";
import { tally } from "./tally.ts";
import type { Tally } from "./tally.ts";

export type { Rulebook } from "./rulebook.ts";

/** `call` is the first thing said: which number, and what to do. */
export type Emergency = { kind: string; call: string };

/** How sure it is that something is asked: a ticket, a card to tap, a matter for the LLM or a question, or silence. */
export const GRADES = ["certain", "likely", "unsure", "none"] as const;
export type Grade = (typeof GRADES)[number];

export type Decision = {
  /** Certain or likely. */
  request: boolean;
  grade: Grade;
  /** 0..1: how likely it is that something is asked. */
  chance: number;
  label: Category | "none";
  /** The likeliest category, should it be a request after all. */
  guess: Category;
  /** 0..1: how sure the label is, "none" included. */
  confidence: number;
  urgency: Urgency;
  /** What the staff would call it ("电梯故障"); never the resident's words. Empty when it is no request. */
  matter: string;
  /** Of what is no request: whether it would be, should it be one after all. */
  sensitive: boolean;
  /** Where the matter goes when it is not the category's own committee. */
  committee: CommitteeCode | null;
  place: Place | null;
  emergency: Emergency | null;
  /** A danger that the model thinks possible, but not likely enough to ring for. */
  suspect: EmergencyKind | null;
  via: "rules" | "model" | "llm";
  /** What speaks for it: rules by their names, shares, a language model's opinion. Never words that somebody said. */
  why: string[];
  /** The slots of the flow that are not known yet. */
  needs: "building"[];
};

/** A danger this many times likelier than that nothing is asked. */
const LIKELIER = 1.5;
/** All dangers together at least this likely. */
const SUSPECT = 0.08;
const MOST_WHY = 6;

/**
 * Takes a message, or several of one person joined by newlines; returns what it is. Never throws. What in it speaks to a
 * machine is left out, unless that is a request itself.
 */
export function decide(text: string, rulebook: Rulebook): Decision {
  const written = normalise(text);
  const { orders, rest } = partOrders(written, rulebook);
  if (orders === "" || !hasWords(rest) || judge(orders, rulebook).request) return judge(written, rulebook);
  return judge(rest, rulebook);
}

/** Takes a normalised text. */
function judge(written: string, rulebook: Rulebook): Decision {
  const read = readLine(written, rulebook);
  const { line, matches, place } = read;
  const cancelled = hasAny(line, rulebook.cancel) && !hasAny(line, rulebook.surely);
  const alarm = hearAlarm(matches, rulebook.kinds, cancelled);
  if (place !== null && !hasWords(withoutPlace(written)))
    return { ...SILENT, grade: "none", confidence: 0.9, sensitive: false, place, why: ["only a place"] };
  if (alarm !== null) {
    const why = [`sure: ${alarm.kind}`];
    return alarmed(alarm, { place, rulebook, via: "rules", confidence: 0.95, why });
  }
  const shares = predict(rulebook.model, { text: line, clues: clues(read, rulebook) });
  const found = tally(shares, rulebook);
  if (rings(found, rulebook.thresholds) && found.kind !== null) {
    const why = [`model: ${found.kind.kind} ${round(found.danger)}`];
    return alarmed(found.kind, { place, rulebook, via: "model", confidence: round(found.danger), why });
  }
  return weigh(found, { matches, place, rulebook });
}

function rings({ danger, none }: Tally, { emergency, emergency_asked: asked }: Thresholds): boolean {
  return danger >= emergency || (danger >= asked && danger >= LIKELIER * none);
}

type Known = { matches: readonly Match[]; place: Place | null; rulebook: Rulebook };

function weigh(found: Tally, { matches, place, rulebook }: Known): Decision {
  const { thresholds, categories } = rulebook;
  const request = 1 - found.none;
  const grade = GRADES.find((name) => name === "none" || request >= thresholds[name]) ?? "none";
  const suspect = found.danger >= SUSPECT ? found.kind : null;
  const category = categories.find(({ code }) => code === found.category) ?? categories[0];
  const heard = matches.filter(({ strong }) => strong).map(({ rule }) => `${rule.role}: ${rule.name}`);
  const why = [
    `model: ${found.category} ${round(found.share)}, none ${round(found.none)}`,
    ...new Set(heard),
  ].slice(0, MOST_WHY);
  if (grade === "unsure" || grade === "none" || category === undefined)
    return {
      ...SILENT,
      grade,
      chance: round(request),
      confidence: round(found.none),
      guess: found.category,
      sensitive: found.sensitive >= thresholds.private * request,
      place,
      suspect,
      why,
    };
  const recast = recastAs(category, { matches, rulebook, sensitive: found.sensitive >= thresholds.private });
  return {
    request: true,
    grade,
    chance: round(request),
    label: category.code,
    guess: category.code,
    confidence: round(found.share),
    urgency: recast.urgency,
    matter: recast.matter,
    sensitive: recast.sensitive,
    committee: recast.committee,
    place,
    emergency: null,
    suspect,
    via: recast.ruled ? "rules" : "model",
    why,
    needs: missing(category, place),
  };
}

const SILENT = {
  request: false,
  chance: 0,
  label: "none",
  guess: "other",
  urgency: "normal",
  matter: "",
  committee: null,
  emergency: null,
  suspect: null,
  via: "model",
  needs: [],
} satisfies Partial<Decision>;

type Alarming = Pick<Decision, "place" | "via" | "confidence" | "why"> & { rulebook: Rulebook };

/** The decision that a line tells of this danger. */
export function alarmed(kind: EmergencyKind, { rulebook, place, via, confidence, why }: Alarming): Decision {
  const category = rulebook.categories.find(({ code }) => code === kind.category);
  return {
    request: true,
    grade: "certain",
    chance: confidence,
    confidence,
    label: kind.category,
    guess: kind.category,
    urgency: "emergency",
    matter: kind.matter,
    sensitive: category?.sensitive ?? false,
    committee: null,
    place,
    emergency: { kind: kind.kind, call: kind.call },
    suspect: null,
    via,
    why,
    needs: category === undefined ? [] : missing(category, place),
  };
}

/** The slots of a category that this place does not fill. */
export function missing(category: CategoryRules, place: Place | null): "building"[] {
  return category.slots.filter(() => place === null || (place.building === null && place.spot === null));
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
