// How good judgements are: figures from labelled lines and what was made of them.

export type Judged = {
  /** The right label, or several equally right ones. */
  labels: readonly string[];
  got: string;
  /** 0..1: how sure the label was. */
  confidence: number;
  /** Whether a request becomes a ticket unasked; else a card asks first. */
  certain: boolean;
  /** 0..1: how likely something was asked. */
  chance: number;
};

export type LabelFigures = { label: string; lines: number; precision: number; recall: number; f1: number };

export type Figures = {
  lines: number;
  macroF1: number;
  accuracy: number;
  requestPrecision: number;
  requestRecall: number;
  /** Of 1,000 lines that are no request: how many became a ticket, and how many a card. */
  falseTickets: number;
  falseCards: number;
  /** How far, on average, the share that was right lies from the confidence (ECE in ten bins; Guo et al. 2017). */
  calibrationError: number;
  /** What a threshold at each of some chances would let through: of the requests, and of 1,000 others. */
  thresholds: { at: number; recall: number; falsePerThousand: number }[];
  perLabel: LabelFigures[];
  /** What was taken for what, most frequent first. */
  confusions: { label: string; got: string; lines: number }[];
};

const NONE = "none";
const BINS = 10;
const THRESHOLDS = [0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95];

/**
 * Takes judged lines; returns their figures. Where several labels are right, the one that was given counts, else the
 * first. A share of nothing is 1: what was never asked was never wrong.
 */
export function measure(judged: readonly Judged[]): Figures {
  const rows = judged.map(({ labels, got, certain, chance }) => ({
    label: labels.includes(got) ? got : (labels[0] ?? NONE),
    got,
    certain,
    chance,
    either: labels.includes(NONE) && labels.length > 1,
  }));
  const perLabel = [...new Set(rows.map(({ label }) => label))].toSorted().map((label) => {
    const hits = rows.filter((row) => row.label === label && row.got === label).length;
    const lines = rows.filter((row) => row.label === label).length;
    const named = rows.filter((row) => row.got === label).length;
    const precision = share(hits, named);
    const recall = share(hits, lines);
    return { label, lines, precision, recall, f1: hits === 0 ? 0 : (2 * hits) / (lines + named) };
  });
  // A line that may as well be none says nothing about hearing requests.
  const clear = rows.filter(({ either }) => !either);
  const requests = clear.filter(({ label }) => label !== NONE);
  const heard = clear.filter(({ got }) => got !== NONE);
  const both = requests.filter(({ got }) => got !== NONE).length;
  const others = clear.filter(({ label }) => label === NONE);
  const wrong = (certain: boolean) =>
    others.filter((row) => row.got !== NONE && row.certain === certain).length / Math.max(others.length, 1);
  return {
    lines: rows.length,
    macroF1: perLabel.reduce((sum, { f1 }) => sum + f1, 0) / Math.max(perLabel.length, 1),
    accuracy: share(rows.filter(({ label, got }) => label === got).length, rows.length),
    requestPrecision: share(both, heard.length),
    requestRecall: share(both, requests.length),
    falseTickets: wrong(true) * 1000,
    falseCards: wrong(false) * 1000,
    calibrationError: calibrationError(judged),
    thresholds: THRESHOLDS.map((at) => ({
      at,
      recall: share(requests.filter(({ chance }) => chance >= at).length, requests.length),
      falsePerThousand:
        (others.filter(({ chance }) => chance >= at).length / Math.max(others.length, 1)) * 1000,
    })),
    perLabel,
    confusions: confusions(rows),
  };
}

function calibrationError(judged: readonly Judged[]): number {
  const bins = Map.groupBy(judged, ({ confidence }) => Math.min(Math.floor(confidence * BINS), BINS - 1));
  let error = 0;
  for (const rows of bins.values()) {
    const right = rows.filter(({ labels, got }) => labels.includes(got)).length;
    const said = rows.reduce((sum, { confidence }) => sum + confidence, 0);
    error += Math.abs(right - said);
  }
  return error / Math.max(judged.length, 1);
}

function share(part: number, whole: number): number {
  return whole === 0 ? 1 : part / whole;
}

function confusions(rows: readonly { label: string; got: string }[]): Figures["confusions"] {
  const counts = new Map<string, { label: string; got: string; lines: number }>();
  for (const { label, got } of rows) {
    if (label === got) continue;
    const key = `${label} ${got}`;
    const known = counts.get(key);
    if (known) known.lines += 1;
    else counts.set(key, { label, got, lines: 1 });
  }
  return [...counts.values()].toSorted((a, b) => b.lines - a.lines || a.label.localeCompare(b.label));
}

/** Takes times in milliseconds; returns the one that `part` (0..1) of them do not exceed; 0 for none. */
export function percentile(times: readonly number[], part: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.min(Math.floor(sorted.length * part), sorted.length - 1)] ?? 0;
}
