import type { Category, Urgency } from "#src/words.ts";
import type { Flows, Limit } from "./flow.ts";

/** How soon a person answers, and how soon there is a result. */
export type Policy = { answer: Limit; result: Limit };

/**
 * How soon a person answers and a result is there. A category's own clocks hold for its everyday matters; what is
 * urgent or an emergency keeps the ladder that holds for all.
 */
export function policyOf(flows: Flows, category: Category, urgency: Urgency): Policy {
  const ladder = flows.clocks[urgency];
  if (urgency === "emergency" || urgency === "urgent") return ladder;
  const own = flows.categories.find((flow) => flow.code === category)?.clocks;
  return { answer: own?.answer ?? ladder.answer, result: own?.result ?? ladder.result };
}
