import type { Figures } from "#src/triage/measure.ts";

export type Report = Figures & {
  /**
   * Of lines marked as emergencies how many raised an alarm and how many only offered to, and how many of the others
   * raised one; null without marks.
   */
  alarms: { lines: number; recall: number; offered: number; others: number; falseAlarms: number } | null;
  /** How many of the listed secrets are gone after masking; null where none is listed. */
  masking: { secrets: number; recall: number } | null;
  /** The share of lines about which a language model is worth asking, and of those that it answered. */
  wanted: number;
  answered: number;
  /** Of a language model for 1,000 lines, as its server counted them; null where none was asked. */
  tokens: { input: number; output: number } | null;
  /** Milliseconds a line. */
  p50: number;
  p99: number;
};

const CONFUSIONS = 10;

/** Takes the figures; returns them as a person reads them. */
export function printReport(report: Report): string {
  const { alarms, masking, tokens } = report;
  const masked: [string, string][] = masking
    ? [[`secrets masked, of ${masking.secrets}`, masking.recall.toFixed(3)]]
    : [];
  if (report.lines === 0) return layOut(masked);
  const rows: [string, string][] = [
    ["lines", String(report.lines)],
    ["macro-F1", report.macroF1.toFixed(3)],
    ["accuracy", report.accuracy.toFixed(3)],
    ["request precision", report.requestPrecision.toFixed(3)],
    ["request recall", report.requestRecall.toFixed(3)],
    ["false tickets per 1,000 others", report.falseTickets.toFixed(1)],
    ["false cards per 1,000 others", report.falseCards.toFixed(1)],
    ["calibration error of the confidence", report.calibrationError.toFixed(3)],
  ];
  if (alarms) {
    rows.push([`emergencies heard, of ${alarms.lines}`, alarms.recall.toFixed(3)]);
    rows.push(["  and offered the button 紧急", alarms.offered.toFixed(3)]);
    rows.push([`false alarms, of ${alarms.others}`, alarms.falseAlarms.toFixed(3)]);
  }
  rows.push(...masked);
  rows.push(["lines worth asking a language model", `${(report.wanted * 100).toFixed(1)} %`]);
  if (tokens) {
    rows.push(["lines it answered", `${(report.answered * 100).toFixed(1)} %`]);
    rows.push([
      "its tokens for 1,000 lines, in / out",
      `${Math.round(tokens.input)} / ${Math.round(tokens.output)}`,
    ]);
  }
  rows.push(["a line, p50 / p99", `${report.p50.toFixed(3)} / ${report.p99.toFixed(3)} ms`]);
  return `${layOut(rows)}${thresholds(report)}${table(report)}${confusions(report)}`;
}

function layOut(rows: readonly [string, string][]): string {
  return rows.map(([name, value]) => `${name.padEnd(38)} ${value}\n`).join("");
}

function thresholds({ thresholds: all }: Report): string {
  const row = (name: string, cells: string[]) =>
    `  ${name.padEnd(24)}${cells.map((cell) => cell.padStart(7)).join("")}\n`;
  return (
    `\n${row(
      "a threshold at",
      all.map(({ at }) => at.toFixed(2)),
    )}` +
    row(
      "hears of the requests",
      all.map(({ recall }) => recall.toFixed(3)),
    ) +
    row(
      "and of 1,000 others",
      all.map(({ falsePerThousand }) => falsePerThousand.toFixed(1)),
    )
  );
}

function table({ perLabel }: Report): string {
  const lines = perLabel.map(({ label, lines: count, ...shares }) => {
    const figures = [shares.precision, shares.recall, shares.f1].map((share) => share.toFixed(3));
    return `  ${label.padEnd(18)} ${String(count).padStart(6)}   ${figures.join("   ")}\n`;
  });
  return `\n  label               lines   precision recall  F1\n${lines.join("")}`;
}

function confusions({ confusions: all }: Report): string {
  if (all.length === 0) return "";
  const lines = all
    .slice(0, CONFUSIONS)
    .map(({ label, got, lines: count }) => `  ${label} taken for ${got}: ${count}\n`);
  return `\nmost often confused\n${lines.join("")}`;
}
