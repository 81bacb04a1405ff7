// What the flows say of when two neighbours speak of the same thing.
import { normalise } from "#src/triage/normalise.ts";
import type { Flow, Flows, Reach } from "./flow.ts";

const HOUR = 3_600_000;
/** A danger told again after this is another one, and rings again. */
const DANGER_MS = 2 * HOUR;

export type Named = { category: string; matter: string };
export type Scope = {
  reach: Reach;
  /** For so long the same words are about the same thing; null: as long as its ticket is open. */
  lastsMs: number | null;
  /** Whether the matter's name says what it is about: wholly (停水), in part (照明损坏: of what?), or not at all. */
  named: "whole" | "part" | "no";
};

/** How far a matter reaches; by its category where it says nothing of its own. */
export function scopeOf({ categories, emergency }: Flows, { category, matter }: Named): Scope {
  const flow = categories.find(({ code }) => code === category);
  const own = matterOf(flow, matter);
  if (own) {
    return {
      reach: own.reach ?? flow?.reach ?? "stairs",
      lastsMs: own.lasts ? own.lasts.hours * HOUR : null,
      named: own.trouble ? "part" : "whole",
    };
  }
  if (emergency.kinds.some((kind) => kind.matter === matter))
    return { reach: "stairs", lastsMs: DANGER_MS, named: "whole" };
  return { reach: flow?.reach ?? "stairs", lastsMs: null, named: "no" };
}

/** What a text says of a matter: the things it names, and the words beside them. */
export type Said = { things: string[]; rest: string };

/**
 * The things of a matter that a text names. Words that the flow declares to be one thing have one name, which no other
 * word is a part of: 楼道灯 and 声控灯 are one, 路灯 is another, 灯 may be either. None where the matter has no thing.
 */
export function saidOf(text: string, { category, matter }: Named, { categories, rulebook }: Flows): Said {
  const own = matterOf(
    categories.find(({ code }) => code === category),
    matter,
  );
  const line = rulebook.spell(normalise(text));
  if (!own?.trouble) return { things: [], rest: line };
  const heard = own.about.map(normalise).filter((word) => !word.includes("…") && line.includes(word));
  const whole = heard.filter((word) => !heard.some((other) => other !== word && other.includes(word)));
  const declared = whole.flatMap((word) => own.things?.find((words) => words.includes(word))?.[0] ?? []);
  const names = declared.length > 0 ? declared.map((name) => `=${name}`) : whole;
  return {
    things: [...new Set(names)],
    rest: whole.reduce((rest, word) => rest.replaceAll(word, " "), line),
  };
}

function matterOf(flow: Flow | undefined, matter: string) {
  return flow?.matters.find(({ name }) => name === matter);
}
