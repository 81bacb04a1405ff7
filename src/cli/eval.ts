// linli eval: how well labelled lines are heard.
import { performance } from "node:perf_hooks";
import { parseArgs } from "node:util";
import type { Config } from "#src/config.ts";
import { AppError } from "#src/errors.ts";
import { readFlows } from "#src/dialogue/files.ts";
import { mask } from "#src/intake/mask.ts";
import { LABELS } from "#src/triage/corrections.ts";
import { decide } from "#src/triage/decide.ts";
import { measure, percentile } from "#src/triage/measure.ts";
import { unpackModel } from "#src/triage/model.ts";
import { predict } from "#src/triage/ngram.ts";
import { normalise } from "#src/triage/normalise.ts";
import { FLOWS } from "#src/wire.ts";
import { printReport } from "./eval-print.ts";
import type { Report } from "./eval-print.ts";
import { readBytes } from "./files.ts";
import { chosenLlm, judgeLine } from "./judge-line.ts";
import { readCorrections } from "./kept-corrections.ts";
import { readLabelled } from "./labelled.ts";
import type { Labelled } from "./labelled.ts";

export const HELP = `linli eval FILE [--model MODEL] [--llm on|off] [--json]
linli eval --corrections [--out FILE] [--model MODEL] [--llm on|off] [--json]
Judges lines of JSONL {"text","label"} (label may list equally right ones with |) and shows how many were right.
A row may say "urgency":"emergency" (or another): then alarms are counted too. A row may list "secrets", what must not be
read by a language model: then it is counted what masking leaves of them.
  --model MODEL  a model of linli train instead of the house's own judgement
  --llm on|off   whether a language model is asked where rules and model are unsure (default: on where a key is set)
  --corrections  instead of a FILE the cases kept in the database: what people have put right, or confirmed on a card
  --out FILE     writes these cases as JSONL {"text","label"} as well, for linli train
  --json         figures for machines
`;

type Judgement = {
  label: string;
  confidence: number;
  certain: boolean;
  chance: number;
  emergency: boolean;
  /** Whether it is offered to ring, by a button at a ticket or card. */
  offered: boolean;
  wanted: boolean;
  answered: boolean;
};
/** Gives the lines to judge, whose labels must be among these. */
type Read = (known: readonly string[]) => Labelled[];
type Judge = (text: string) => Promise<Judgement> | Judgement;

/** Once it has judged so many lines, a process has compiled its code as well as it ever will. */
const WARM = 2_000;

/** Runs the command; resolves to the exit code. Throws AppError bad_input for a wrong file or option. */
export async function evaluate(args: string[], config: Config): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      model: { type: "string" },
      llm: { type: "string" },
      corrections: { type: "boolean", default: false },
      out: { type: "string" },
      json: { type: "boolean", default: false },
    },
  });
  const [path = "", extra] = positionals;
  if (extra || (path !== "") === values.corrections)
    throw new AppError("bad_input", "eval: expected one FILE, or --corrections, see --help");
  if (values.out !== undefined && !values.corrections)
    throw new AppError("bad_input", "eval: --out: expected together with --corrections, see --help");
  const kept = values.corrections ? await readCorrections(config, values.out ?? null) : null;
  if (kept?.length === 0 && !values.json) {
    process.stdout.write("no corrections are kept yet\n");
    return 0;
  }
  const read: Read = (known) => kept ?? readLabelled(path, known);
  const report = values.model
    ? await byModel(read, values.model)
    : await byHouse(read, { option: values.llm, config });
  process.stdout.write(values.json ? `${JSON.stringify(report)}\n` : printReport(report));
  return 0;
}

async function byHouse(
  read: Read,
  { option, config }: { option: string | undefined; config: Config },
): Promise<Report> {
  const rows = read(LABELS);
  const flows = readFlows(FLOWS);
  const { llm, calls } = chosenLlm({ name: "eval", option }, config, flows);
  const figures = await judgeAll(rows, async (text) => {
    const { decision, ...asked } = await judgeLine(text, flows.rulebook, llm);
    const { label, confidence, grade, chance, emergency, suspect, request } = decision;
    return {
      label,
      confidence,
      chance,
      certain: grade === "certain",
      emergency: emergency !== null,
      offered: request && suspect !== null,
      ...asked,
    };
  });
  const tokens = (of: "inputTokens" | "outputTokens") =>
    (calls.reduce((sum, call) => sum + call[of], 0) / rows.length) * 1000;
  return {
    ...figures,
    ...timesOf(rows, (text) => decide(text, flows.rulebook)),
    tokens: llm && { input: tokens("inputTokens"), output: tokens("outputTokens") },
  };
}

async function byModel(read: Read, file: string): Promise<Report> {
  const { model } = unpackModel(readBytes(file), file);
  const rows = read(model.labels);
  const sharesOf = (text: string) => predict(model, { text: normalise(text), clues: [] });
  const figures = await judgeAll(rows, (text) => {
    const shares = sharesOf(text);
    const best = shares.reduce((first, share, at) => (share > (shares[first] ?? 0) ? at : first), 0);
    const confidence = shares[best] ?? 0;
    const label = model.labels[best] ?? "";
    const asked = { emergency: false, offered: false, wanted: false, answered: false };
    return { label, confidence, chance: 1, certain: true, ...asked };
  });
  return { ...figures, ...timesOf(rows, sharesOf), tokens: null };
}

async function judgeAll(
  rows: readonly Labelled[],
  judge: Judge,
): Promise<Omit<Report, "p50" | "p99" | "tokens">> {
  const judged: (Labelled & Judgement & { got: string })[] = [];
  for (const row of rows.filter(({ labels }) => labels.length > 0)) {
    const judgement = await judge(row.text);
    judged.push({ ...row, ...judgement, got: judgement.label });
  }
  const share = (of: "wanted" | "answered") =>
    judged.filter((row) => row[of]).length / Math.max(judged.length, 1);
  return {
    ...measure(judged),
    alarms: alarms(judged),
    masking: masking(rows),
    wanted: share("wanted"),
    answered: share("answered"),
  };
}

/** How long a line takes a house that has run for a while, in milliseconds; what a language model takes is not ours. */
function timesOf(rows: readonly Labelled[], judge: (text: string) => unknown): { p50: number; p99: number } {
  const timed = rows.flatMap(({ text, labels }) => (labels.length > 0 ? [text] : []));
  for (let nth = 0; nth < WARM && timed.length > 0; nth++) judge(timed[nth % timed.length] ?? "");
  const times = timed.map((text) => {
    const from = performance.now();
    judge(text);
    return performance.now() - from;
  });
  return { p50: percentile(times, 0.5), p99: percentile(times, 0.99) };
}

type Alarmed = { urgency: string | null; emergency: boolean; offered: boolean };

function alarms(judged: readonly Alarmed[]): Report["alarms"] {
  const marked = judged.filter(({ urgency }) => urgency !== null);
  if (marked.length === 0) return null;
  const real = marked.filter(({ urgency }) => urgency === "emergency");
  const others = marked.filter(({ urgency }) => urgency !== "emergency");
  const raised = (list: typeof marked) => list.filter(({ emergency }) => emergency).length;
  return {
    lines: real.length,
    recall: raised(real) / Math.max(real.length, 1),
    offered: real.filter(({ offered }) => offered).length / Math.max(real.length, 1),
    others: others.length,
    falseAlarms: raised(others) / Math.max(others.length, 1),
  };
}

function masking(rows: readonly Labelled[]): Report["masking"] {
  const secrets = rows.flatMap((row) => {
    const masked = mask(row.text).text;
    return row.secrets.map((secret) => ({ secret, masked }));
  });
  if (secrets.length === 0) return null;
  const hidden = secrets.filter(({ secret, masked }) => !masked.includes(secret)).length;
  return { secrets: secrets.length, recall: hidden / secrets.length };
}
