// Reads the folder of flows; whatever is wrong in any file is reported at once.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";

import { parseDocument } from "yaml";
import { z } from "zod";

import { AppError } from "#src/errors.ts";
import { buildRules } from "#src/triage/rulebook.ts";
import { dangerLabel } from "#src/triage/tally.ts";
import { teach } from "#src/triage/teach.ts";
import { CATEGORIES } from "#src/words.ts";

import { readExamples } from "./examples.ts";
import { explain, show } from "./explain.ts";
import { Clocks, Emergencies, Families, Flow, type Flows, Talk, Thresholds } from "./flow.ts";
import { keptModel } from "./model.ts";
import { Texts } from "./texts.ts";

export type { Flows } from "./flow.ts";

const OTHERS = ["none", "emergency", "clocks", "texts", "thresholds", "families"];

/**
 * Takes the folder's path, and whom to tell of what takes long; returns the checked flows, categories in the order of
 * the closed list. Throws AppError bad_input with one line per fault: `flows/parking.yaml: matters[2].about: expected …, got …`.
 */
export function readFlows(folder: string, progress: (text: string) => void = () => {}): Flows {
  const faults: string[] = [];
  const name = basename(folder);
  const read = <Shape extends z.ZodType>(file: string, shape: Shape): z.infer<Shape> | null => {
    const path = join(folder, `${file}.yaml`);
    const found = existsSync(path)
      ? check(readFileSync(path, "utf8"), shape)
      : { value: null, faults: ["expected a file, found none"] };
    for (const fault of found.faults) faults.push(`${name}/${file}.yaml: ${fault}`);
    return found.value;
  };
  const categories: Flow[] = [];
  for (const code of CATEGORIES) {
    const flow = read(code, Flow);
    if (flow === null) continue;
    if (flow.code !== code)
      faults.push(`${name}/${code}.yaml: code: expected "${code}" as the file is named, got "${flow.code}"`);
    categories.push(flow);
  }
  const none = read("none", Talk);
  const emergency = read("emergency", Emergencies);
  const clocks = read("clocks", Clocks);
  const texts = read("texts", Texts);
  const thresholds = read("thresholds", Thresholds);
  const families = read("families", Families);
  const labels = [...CATEGORIES, "none", ...(emergency?.kinds ?? []).map(({ kind }) => dangerLabel(kind))];
  const { sentences, faults: wrong } = readExamples(join(folder, "examples"), `${name}/examples`, labels);
  faults.push(...strangers(folder, name), ...wrong);
  if (faults.length > 0 || !none || !emergency || !clocks || !texts || !thresholds || !families)
    throw new AppError("bad_input", faults.join("\n"));
  const rules = buildRules(categories, none, emergency, families);
  const model = keptModel(folder, () => {
    progress(`teaching the local model ${sentences.length} sentences (once after a change of them)`);
    return teach(rules, sentences);
  });
  return {
    categories,
    none,
    emergency,
    clocks,
    texts,
    sentences,
    rulebook: { ...rules, model, thresholds },
  };
}

/** Takes a file's text and its shape; returns its value, or null and a line per fault, each beginning with the field. */
function check<Shape extends z.ZodType>(
  text: string,
  shape: Shape,
): { value: z.infer<Shape> | null; faults: string[] } {
  const document = parseDocument(text);
  if (document.errors.length > 0) {
    return {
      value: null,
      faults: document.errors.map(
        (error) => `line ${error.linePos?.[0].line ?? 1}: ${error.message.split("\n")[0] ?? ""}`,
      ),
    };
  }
  const data: unknown = document.toJS();
  const result = shape.safeParse(data);
  if (result.success) return { value: result.data, faults: twins(data, "") };
  return {
    value: null,
    faults: [...result.error.issues.flatMap((issue) => explained(issue, data)), ...twins(data, "")],
  };
}

function explained(issue: z.core.$ZodIssue, data: unknown): string[] {
  return explain(issue, data).map(({ path, says }) => `${field(path)}: ${says}`);
}

/** Takes parsed data; returns a line for each list in it that says the same word, name, kind or sentence twice. */
function twins(data: unknown, path: string): string[] {
  if (typeof data !== "object" || data === null) return [];
  const faults: string[] = [];
  if (Array.isArray(data)) {
    const seen = new Set<unknown>();
    for (const [index, item] of data.entries()) {
      const key: unknown = typeof item === "object" && item !== null ? (item.name ?? item.kind) : item;
      if (key !== undefined && seen.has(key))
        faults.push(`${path}[${index}]: expected each only once, got ${show(key)} again`);
      seen.add(key);
    }
  }
  for (const [key, value] of Object.entries(data)) {
    const inside = Array.isArray(data) ? `[${key}]` : `.${key}`;
    faults.push(...twins(value, `${path}${inside}`.replace(/^\./, "")));
  }
  return faults;
}

function strangers(folder: string, name: string): string[] {
  if (!existsSync(folder)) return [];
  const known = new Set<string>([...CATEGORIES, ...OTHERS].map((code) => `${code}.yaml`));
  return readdirSync(folder)
    .filter((file) => /\.ya?ml$/.test(file) && !known.has(file))
    .map(
      (file) => `${name}/${file}: expected a category's code as name (${CATEGORIES.join(", ")}), got ${file}`,
    );
}

function field(path: readonly PropertyKey[]): string {
  const text = path.map((part) => (typeof part === "number" ? `[${part}]` : `.${String(part)}`)).join("");
  return text === "" ? "the file" : text.replace(/^\./, "");
}
