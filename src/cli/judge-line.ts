// One line judged alone, as a message in an estate's group: as in service, with the language model where there is one.
import { systemClock } from "#src/clock.ts";
import type { Config } from "#src/config.ts";
import { AppError } from "#src/errors.ts";
import { openLog } from "#src/log.ts";
import type { Flows } from "#src/dialogue/files.ts";
import { mask } from "#src/intake/mask.ts";
import { decide } from "#src/triage/decide.ts";
import type { Decision, Rulebook } from "#src/triage/decide.ts";
import { heed, wantsOpinion } from "#src/triage/heed.ts";
import type { Llm, LlmCall, LlmLedger } from "#src/triage/llm.ts";
import { PROMPTS, readPrompt, wireLlm } from "#src/wire-llm.ts";

/** `wanted`: whether rules and local model would ask; `answered`: whether an opinion came. */
export type Line = { decision: Decision; wanted: boolean; answered: boolean };

export async function judgeLine(text: string, rulebook: Rulebook, llm: Llm | null): Promise<Line> {
  const decision = decide(text, rulebook);
  const wanted = wantsOpinion(decision, text);
  const opinion = wanted && llm ? await llm.ask(mask(text).text) : null;
  if (!opinion) return { decision, wanted, answered: false };
  return { decision: heed(decision, opinion, rulebook), wanted, answered: true };
}

/**
 * The language model that an option --llm asks for; without the option, one where a key is set. Throws AppError
 * bad_input for another word than on and off, and for on without a key.
 */
export function chosenLlm(
  { name, option }: { name: string; option: string | undefined },
  config: Config,
  flows: Flows,
): { llm: Llm | null; calls: readonly LlmCall[] } {
  if (option !== undefined && option !== "on" && option !== "off")
    throw new AppError("bad_input", `${name}: --llm: expected on or off, got ${option}`);
  if (option === "on" && config.llm === null)
    throw new AppError("bad_input", `${name}: --llm on: expected a key in OPENAI_API_KEY, got none`);
  const { ledger, calls } = memoryLedger();
  if (option === "off") return { llm: null, calls };
  const log = openLog(config.logLevel === "info" ? "error" : config.logLevel);
  const prompt = readPrompt(PROMPTS);
  return { llm: wireLlm({ config, prompt, flows, ledger, clock: systemClock, log }), calls };
}

/** What a command spends counts for this run only. */
function memoryLedger(): { ledger: LlmLedger; calls: readonly LlmCall[] } {
  const calls: LlmCall[] = [];
  const ledger: LlmLedger = {
    record: async (call) => {
      const known = calls.findIndex(({ id }) => id === call.id);
      if (known < 0) calls.push(call);
      else calls[known] = call;
    },
    spentSince: async (at) => calls.filter((call) => call.at >= at).length,
  };
  return { ledger, calls };
}
