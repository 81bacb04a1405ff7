import type { Flows } from "#src/dialogue/files.ts";
import type { Filter } from "#src/tickets/store.ts";
import { STATES } from "#src/words.ts";

/** What `/列表 …` asks for: a category (code or name), a building (3栋) or a state; null when it is none of these. */
export function listFilter(rest: string, flows: Flows): Filter | null {
  const word = rest.trim();
  if (word === "") return {};
  const flow = flows.categories.find((candidate) => candidate.code === word || candidate.name === word);
  if (flow) return { category: flow.code };
  const building = /^(\d{1,3})\s*(栋|幢|号楼|#)?$/.exec(word)?.[1];
  if (building) return { building };
  const state = STATES.find(
    (candidate) => candidate === word || flows.texts.words.states[candidate] === word,
  );
  return state ? { states: [state] } : null;
}
