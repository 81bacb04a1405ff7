// Where the language model meets its prompt, its ledger and the settings.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Clock } from "#src/clock.ts";
import type { Config } from "#src/config.ts";
import type { Flows } from "#src/dialogue/flow.ts";
import { AppError } from "#src/errors.ts";
import type { Log } from "#src/log.ts";
import type { Llm, LlmLedger } from "#src/triage/llm.ts";
import { openaiLlm } from "#src/triage/openai.ts";
import { ANSWER_FIELDS } from "#src/triage/opinion.ts";
import { checkPrompt } from "#src/triage/prompt.ts";
import type { Prompt } from "#src/triage/prompt.ts";

export const PROMPTS = fileURLToPath(new URL("../prompts", import.meta.url));
/** The version in use. */
const TRIAGE = "triage.v1";

/**
 * Reads the folder of prompts, of which every .md file but README.md is one, and returns the one that triage uses.
 * Throws AppError bad_input with one line per defect in any of them: `prompts/triage.v1.md: version: expected …`.
 */
export function readPrompt(folder: string): Prompt {
  const files = existsSync(folder)
    ? readdirSync(folder).filter((file) => file.endsWith(".md") && file !== "README.md")
    : [];
  const name = basename(folder);
  const defects: string[] = [];
  let triage: Prompt | null = null;
  for (const file of files.sort()) {
    const found = checkPrompt(file, readFileSync(join(folder, file), "utf8"));
    const faults = "defects" in found ? found.defects : [];
    if ("prompt" in found && found.prompt.name === TRIAGE) {
      triage = found.prompt;
      faults.push(...misfits(triage));
    }
    defects.push(...faults.map((fault) => `${name}/${file}: ${fault}`));
  }
  if (!files.includes(`${TRIAGE}.md`)) defects.push(`${name}/${TRIAGE}.md: expected a file, found none`);
  if (triage === null || defects.length > 0) throw new AppError("bad_input", defects.join("\n"));
  return triage;
}

/** What triage puts in and takes out is fixed. */
function misfits({ inputs, output }: Prompt): string[] {
  const compare = (field: string, got: readonly string[], expected: readonly string[]) =>
    got.length === expected.length && expected.every((word) => got.includes(word))
      ? []
      : [`${field}: expected ${expected.join(", ")}, got ${got.join(", ")}`];
  return [...compare("inputs", inputs, ["text"]), ...compare("output", output, ANSWER_FIELDS)];
}

/** Takes what the house shares; returns the model that the settings name, or null when they name none. */
export function wireLlm(shared: {
  config: Config;
  prompt: Prompt;
  flows: Flows;
  ledger: LlmLedger;
  clock: Clock;
  log: Log;
}): Llm | null {
  const { config, prompt, flows, ledger, clock, log } = shared;
  if (config.llm === null) return null;
  const names = new Map<string, string>(flows.categories.map(({ name, code }) => [name, code]));
  for (const [code, word] of Object.entries(flows.texts.words.urgencies)) names.set(word, code);
  return openaiLlm({ ...config.llm, prompt, names, ledger, clock, log });
}
