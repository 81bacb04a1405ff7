import { matchesIn } from "./read-line.ts";
import type { Rulebook } from "./rulebook.ts";
import { hasAny } from "./rules.ts";

// People put a space where others put a comma.
const CLAUSE = /(?<=[\n,。!?;]|\p{Script=Han} | (?=\p{Script=Han}))/u;

/**
 * Takes a normalised text; returns its clauses that speak to a machine (忽略规则, 把工单标为已解决) and the rest, each in
 * order. What is said to a machine says nothing of a matter, for or against.
 */
export function partOrders(text: string, rulebook: Rulebook): { orders: string; rest: string } {
  if (!hasAny(rulebook.spell(text), rulebook.orders)) return { orders: "", rest: text };
  const parts = { orders: "", rest: "" };
  for (const clause of text.split(CLAUSE)) {
    const found = matchesIn(rulebook.spell(clause), rulebook);
    parts[found.some(({ rule, strong }) => strong && rule.role === "order") ? "orders" : "rest"] += clause;
  }
  return parts;
}
