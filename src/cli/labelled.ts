// A file of labelled lines, checked as a whole before the first is judged.
import { z } from "zod";
import { AppError } from "#src/errors.ts";
import { readBytes } from "./files.ts";

const Row = z.object({
  text: z.string().max(100_000),
  /** One label, or several equally right ones: "property|safety"; none where only masking is measured. */
  label: z.string().min(1).optional(),
  urgency: z.string().optional(),
  secrets: z.array(z.string().min(1)).optional(),
});

export type Labelled = { text: string; labels: string[]; urgency: string | null; secrets: string[] };

/**
 * Takes a file of JSONL and, if they are closed, the labels it may use; returns its rows. Throws AppError bad_input
 * with a line per defect: `own.jsonl: line 3: label: expected one of parking, …, got "parkng"`.
 */
export function readLabelled(path: string, known: readonly string[] | null): Labelled[] {
  const rows: Labelled[] = [];
  const defects: string[] = [];
  for (const [index, raw] of readBytes(path).toString().split("\n").entries()) {
    if (raw.trim() === "") continue;
    const read = readRow(raw, known);
    if (typeof read === "string") defects.push(`line ${index + 1}: ${read}`);
    else rows.push(read);
  }
  if (rows.length === 0 && defects.length === 0)
    defects.push('line 1: expected {"text","label"}, got an empty file');
  if (defects.length > 0)
    throw new AppError("bad_input", defects.map((defect) => `${path}: ${defect}`).join("\n"));
  return rows;
}

/** Takes one line; returns the row, or what is wrong with it. */
function readRow(raw: string, known: readonly string[] | null): Labelled | string {
  let value: unknown;
  try {
    value = JSON.parse(raw);
  } catch {
    return "expected one JSON object, got something else";
  }
  const parsed = Row.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return `${issue?.path.join(".") ?? ""}: ${issue?.message ?? "wrong"}`.replace(/^: /, "");
  }
  const { text, label, urgency = null, secrets } = parsed.data;
  if (label === undefined && secrets === undefined) return "label: expected a label, got nothing";
  const labels = label?.split("|") ?? [];
  const stranger = labels.find((one) => one === "" || (known !== null && !known.includes(one)));
  if (stranger !== undefined)
    return `label: expected one of ${known?.join(", ") ?? "labels that are not empty"}, got ${JSON.stringify(stranger)}`;
  return { text, labels, urgency, secrets: secrets ?? [] };
}
