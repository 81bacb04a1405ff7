// What a language model's opinion changes: it may decide where rules and model are unsure, and nothing else.
import { URGENCIES } from "#src/words.ts";
import type { Urgency } from "#src/words.ts";
import { alarmed, missing } from "./decide.ts";
import type { Decision } from "./decide.ts";
import type { Opinion } from "./llm.ts";
import { normalise } from "./normalise.ts";
import { findPlace } from "./place.ts";
import type { Rulebook } from "./rulebook.ts";

/** Below this share of the label, two categories are about as likely. */
const MIXED = 0.5;
/** An opinion less sure than this leaves things as they were. */
const HEEDED = 0.6;
/** Words that place a matter, where no place was understood. */
const PLACED = /[栋幢座楼门层区]|单元|路口/u;

/**
 * Whether a language model is worth asking about a text: it may be a request and may be none, its category is in doubt,
 * or it speaks of a place that was not understood. Never in a danger that the rules are sure of: that cannot wait.
 */
export function wantsOpinion(decision: Decision, text: string): boolean {
  const { grade, emergency, suspect, confidence, needs } = decision;
  if (emergency !== null) return false;
  if (suspect !== null) return true;
  if (grade === "none") return false;
  return grade !== "certain" || confidence < MIXED || (needs.length > 0 && PLACED.test(text));
}

/**
 * Takes a decision that wanted an opinion, and the opinion with its tokens filled in; returns the decision after it.
 * The answer comes from a closed list: it can name a category, an urgency and a place, and call a line chatter. A model
 * that does what the text tells it can neither undo a danger, nor raise one that the local model does not suspect, nor
 * silence, move or slow what rules and local model are certain of, nor make a sensitive matter public.
 */
export function heed(decision: Decision, opinion: Opinion, rulebook: Rulebook): Decision {
  const said = `${opinion.model} ${opinion.prompt}: ${opinion.label} ${opinion.confidence}`;
  const why = [said, ...decision.why];
  if (opinion.confidence < HEEDED) return { ...decision, why };
  if (opinion.label === "none") {
    // Words that rules and model are certain of stay a request: a text cannot talk itself out of being heard.
    if (decision.grade === "certain") return { ...decision, why };
    return {
      ...decision,
      request: false,
      grade: "none",
      label: "none",
      matter: "",
      needs: [],
      via: "llm",
      why,
    };
  }
  const settled = decision.grade === "certain" && decision.confidence >= MIXED;
  if (opinion.urgency === "emergency" && decision.suspect !== null) {
    const alarm = alarmed(decision.suspect, { ...decision, rulebook, via: "llm" });
    const { label, guess, matter, committee } = settled ? decision : alarm;
    const sensitive = alarm.sensitive || decision.sensitive;
    return { ...alarm, label, guess, matter, committee, sensitive, why };
  }
  const label = settled ? decision.label : opinion.label;
  const category = rulebook.categories.find(({ code }) => code === label);
  if (category === undefined) return { ...decision, why };
  const same = decision.label === category.code;
  const place = decision.place ?? (opinion.place === null ? null : findPlace(normalise(opinion.place)));
  return {
    ...decision,
    request: true,
    grade: "certain",
    label: category.code,
    guess: category.code,
    confidence: settled ? decision.confidence : opinion.confidence,
    urgency: howUrgent(decision, opinion),
    matter: same ? decision.matter : category.name,
    sensitive: decision.sensitive || category.sensitive,
    committee: same ? decision.committee : null,
    place,
    via: "llm",
    why,
    needs: missing(category, place),
  };
}

/**
 * As the opinion says, but no less than what was found in a request. Of a danger that the local model does not even
 * suspect nobody is rung out of bed.
 */
function howUrgent(decision: Decision, opinion: Opinion): Urgency {
  const said = opinion.urgency === "emergency" ? "urgent" : opinion.urgency;
  const found = decision.request ? decision.urgency : said;
  return URGENCIES.find((urgency) => urgency === found || urgency === said) ?? said;
}
