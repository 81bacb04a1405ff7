// A recorded chat: its lines, checked as a whole before the first is played.
import { z } from "zod";
import { AppError } from "#src/errors.ts";
import { readBytes } from "./files.ts";

const At = z.iso.datetime({ offset: true });
const Id = z.string().min(1).max(100);

const MessageLine = z.strictObject({
  at: At,
  chat: Id,
  kind: z.enum(["group", "private"]),
  from: Id,
  name: z.string().max(100),
  id: Id,
  text: z.string().max(100_000),
  images: z.int().min(0).max(20).optional(),
  replyTo: Id.optional(),
  mention: z.boolean().optional(),
  forwarded: z.boolean().optional(),
});
const PressLine = z.strictObject({
  at: At,
  chat: Id,
  from: Id,
  press: z.string().min(1),
  of: z.string().optional(),
});
const EditLine = z.strictObject({
  at: At,
  chat: Id,
  from: Id,
  id: Id,
  edit: z.string().max(100_000),
  mention: z.boolean().optional(),
});
const RecallLine = z.strictObject({ at: At, chat: Id, from: Id, recall: Id });
const TickLine = z.strictObject({ at: At, tick: z.literal(true) });

export type Line = { number: number; at: Date } & (
  | { type: "message"; message: z.infer<typeof MessageLine> }
  | { type: "press"; press: z.infer<typeof PressLine> }
  | { type: "edit"; edit: z.infer<typeof EditLine> }
  | { type: "recall"; recall: z.infer<typeof RecallLine> }
  | { type: "tick" }
);

/** Reads a recording. Throws AppError bad_input with a line per defect: `day.jsonl: line 3: text: expected string, got 7`. */
export function readRecording(path: string): Line[] {
  const lines: Line[] = [];
  const defects: string[] = [];
  const seen = new Set<string>();
  for (const [index, raw] of readBytes(path).toString().split("\n").entries()) {
    if (raw.trim() === "") continue;
    const read = readLine(raw, index + 1);
    if (Array.isArray(read)) {
      defects.push(...read);
      continue;
    }
    const before = lines.at(-1);
    if (before && read.at < before.at) {
      defects.push(
        `line ${read.number}: at: expected a time not before line ${before.number}, got an earlier one`,
      );
    }
    const key = read.type === "message" ? `${read.message.chat}/${read.message.id}` : null;
    if (key && seen.has(key))
      defects.push(`line ${read.number}: id: expected each id once in a chat, got it twice`);
    if (key) seen.add(key);
    lines.push(read);
  }
  if (lines.length === 0 && defects.length === 0)
    defects.push("line 1: expected a message, a press, an edit, a recall or a tick, got an empty file");
  if (defects.length > 0)
    throw new AppError("bad_input", defects.map((defect) => `${path}: ${defect}`).join("\n"));
  return lines;
}

function readLine(raw: string, number: number): Line | string[] {
  let value: unknown;
  try {
    value = JSON.parse(raw);
  } catch {
    return [`line ${number}: expected one JSON object, got something else`];
  }
  const keys = new Set(typeof value === "object" && value !== null ? Object.keys(value) : []);
  const when = (line: { at: string }) => ({ number, at: new Date(line.at) });
  if (keys.has("tick")) return check(TickLine, value, number, (tick) => ({ ...when(tick), type: "tick" }));
  if (keys.has("press"))
    return check(PressLine, value, number, (press) => ({ ...when(press), type: "press", press }));
  if (keys.has("edit"))
    return check(EditLine, value, number, (edit) => ({ ...when(edit), type: "edit", edit }));
  if (keys.has("recall"))
    return check(RecallLine, value, number, (recall) => ({ ...when(recall), type: "recall", recall }));
  return check(MessageLine, value, number, (message) => ({ ...when(message), type: "message", message }));
}

function check<T extends z.ZodType>(
  schema: T,
  value: unknown,
  number: number,
  build: (data: z.infer<T>) => Line,
): Line | string[] {
  const parsed = schema.safeParse(value, { reportInput: true });
  if (parsed.success) return build(parsed.data);
  return parsed.error.issues.map((issue) => {
    const field = issue.code === "unrecognized_keys" ? issue.keys.join(", ") : issue.path.join(".");
    return `line ${number}: ${field === "" ? "" : `${field}: `}${issue.message}`;
  });
}
