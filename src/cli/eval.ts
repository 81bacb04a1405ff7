// linli eval: how well labelled lines are heard.
import { performance } from "node:perf_hooks";
import { parseArgs } from "node:util";
import { AppError } from "#src/errors.ts";
import { readFlows } from "#src/dialogue/files.ts";
import { decide } from "#src/triage/decide.ts";
import { measure, percentile } from "#src/triage/measure.ts";
import type { Figures } from "#src/triage/measure.ts";
import { unpackModel } from "#src/triage/model.ts";
import { predict } from "#src/triage/ngram.ts";
import { normalise } from "#src/triage/normalise.ts";
import { CATEGORIES } from "#src/words.ts";
import { FLOWS } from "#src/wire.ts";
import { readBytes, readLabelled } from "./labelled.ts";
import type { Labelled } from "./labelled.ts";

export const HELP = `linli eval FILE [--model MODEL] [--json]
Judges lines of JSONL {"text","label"} (label may list equally right ones with |) and shows how many were right.
A row may say "urgency":"emergency" (or another); then alarms are counted too.
  --model MODEL  a model of linli train instead of the house's own judgement
  --json         figures for machines
`;

type Judgement = { label: string; emergency: boolean };
type Report = Figures & { emergencies: Alarms | null; p50: number; p99: number };
/** Of lines marked as emergencies how many raised an alarm, and how many of the others did. */
type Alarms = { lines: number; recall: number; others: number; falseAlarms: number };

/** Runs the command; resolves to the exit code. Throws AppError bad_input for a wrong file or option. */
export async function evaluate(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { model: { type: "string" }, json: { type: "boolean", default: false } },
  });
  const [path, extra] = positionals;
  if (!path || extra) throw new AppError("bad_input", "eval: expected one FILE, see --help");
  const report = values.model ? byModel(path, values.model) : byHouse(path);
  process.stdout.write(values.json ? `${JSON.stringify(report)}\n` : print(report));
  return 0;
}

function byHouse(path: string): Report {
  const rows = readLabelled(path, [...CATEGORIES, "none"]);
  const { rulebook } = readFlows(FLOWS);
  return judgeAll(rows, (text) => {
    const { label, emergency } = decide(text, rulebook);
    return { label, emergency: emergency !== null };
  });
}

function byModel(path: string, file: string): Report {
  const { model } = unpackModel(readBytes(file), file);
  return judgeAll(readLabelled(path, model.labels), (text) => {
    const shares = predict(model, { text: normalise(text), clues: [] });
    const best = shares.reduce((first, share, at) => (share > (shares[first] ?? 0) ? at : first), 0);
    return { label: model.labels[best] ?? "", emergency: false };
  });
}

function judgeAll(rows: readonly Labelled[], judge: (text: string) => Judgement): Report {
  // Once unmeasured: the first lines of a process pay for its start.
  for (const { text } of rows.slice(0, 500)) judge(text);
  const times: number[] = [];
  const judged = rows.map(({ text, labels, urgency }) => {
    const from = performance.now();
    const { label, emergency } = judge(text);
    times.push(performance.now() - from);
    return { labels, got: label, urgency, emergency };
  });
  return {
    ...measure(judged),
    emergencies: alarms(judged),
    p50: percentile(times, 0.5),
    p99: percentile(times, 0.99),
  };
}

function alarms(judged: readonly { urgency: string | null; emergency: boolean }[]): Alarms | null {
  const marked = judged.filter(({ urgency }) => urgency !== null);
  if (marked.length === 0) return null;
  const real = marked.filter(({ urgency }) => urgency === "emergency");
  const others = marked.filter(({ urgency }) => urgency !== "emergency");
  const raised = (list: readonly { emergency: boolean }[]) =>
    list.filter(({ emergency }) => emergency).length;
  return {
    lines: real.length,
    recall: raised(real) / Math.max(real.length, 1),
    others: others.length,
    falseAlarms: raised(others) / Math.max(others.length, 1),
  };
}

function print(report: Report): string {
  const row = (name: string, value: string) => `${name.padEnd(34)} ${value}\n`;
  const { emergencies } = report;
  const alarmed = emergencies
    ? row(`emergencies heard (of ${emergencies.lines})`, emergencies.recall.toFixed(3)) +
      row(`false alarms (of ${emergencies.others})`, emergencies.falseAlarms.toFixed(3))
    : "";
  const table = report.perLabel
    .map(
      ({ label, lines, precision, recall, f1 }) =>
        `  ${label.padEnd(18)} ${String(lines).padStart(6)}   ${precision.toFixed(3)}   ${recall.toFixed(3)}   ${f1.toFixed(3)}\n`,
    )
    .join("");
  const confused = report.confusions
    .slice(0, 10)
    .map(({ label, got, lines }) => `  ${label} taken for ${got}: ${lines}\n`)
    .join("");
  return (
    row("lines", String(report.lines)) +
    row("macro-F1", report.macroF1.toFixed(3)) +
    row("accuracy", report.accuracy.toFixed(3)) +
    row("request precision", report.requestPrecision.toFixed(3)) +
    row("request recall", report.requestRecall.toFixed(3)) +
    row("false tickets per 1,000 others", report.falsePerThousand.toFixed(1)) +
    alarmed +
    row("a line, p50 / p99", `${report.p50.toFixed(3)} / ${report.p99.toFixed(3)} ms`) +
    `\n  label               lines   precision recall  F1\n${table}` +
    (confused === "" ? "" : `\nmost often confused\n${confused}`)
  );
}
