// Reads what a model answered, however it is wrapped: fences, thoughts, chatter around it, a broken end.
import { z } from "zod";
import { CATEGORIES, URGENCIES } from "#src/words.ts";
import type { Opinion } from "./llm.ts";

/** The fields of the answer, which the prompt must name. */
export const ANSWER_FIELDS = ["category", "urgency", "place", "summary", "confidence"] as const;

/** Only the end of a long answer is read: a good one has some 200 characters, and the last object counts. */
const READ = 16_000;
/** A longer object is no answer. */
const LONGEST = 2_000;
/** So many objects are tried, from the end. */
const TRIES = 100;
const SUMMARY = 30;
const PLACE = 40;
const NO_PLACE = /^(null|none|n\/a|无|没有|未知|不详|未提及|未说明)?$/iu;

const line = (most: number) =>
  z
    .string()
    .catch("")
    .transform((text) => {
      const flat = text.toWellFormed().replace(/[\p{Cc}\p{Cf}\s]+/gu, " ");
      return Array.from(flat.trim()).slice(0, most).join("");
    });

const Confidence = z
  .union([z.number(), z.string().regex(/^\s*\d{1,3}(\.\d+)?\s*%?\s*$/)])
  .transform((given) => {
    const value = Number.parseFloat(String(given));
    return value > 1 || String(given).includes("%") ? value / 100 : value;
  })
  .pipe(z.number().min(0).max(1));

const Answer = z.object({
  category: z.enum([...CATEGORIES, "none"]),
  urgency: z.enum(URGENCIES),
  place: line(PLACE).transform((place) => (NO_PLACE.test(place) ? null : place)),
  summary: line(SUMMARY),
  // Said last, so a broken end loses it first; then it is as good as tossing a coin.
  confidence: Confidence.default(0.5),
});

/**
 * Takes a model's raw answer, and what the codes are called in other words ("停车出行" → "parking"). Returns the last
 * object in it that answers the question, or null. Takes milliseconds whatever comes.
 */
export function readOpinion(
  raw: string,
  names: ReadonlyMap<string, string>,
): Omit<Opinion, "prompt" | "model"> | null {
  const text = withoutThoughts(raw.slice(-READ));
  let found: z.infer<typeof Answer> | null = null;
  let end = 0;
  for (const { index } of [...text.matchAll(/\{\s{0,40}"/g)].slice(-TRIES)) {
    // What stands inside an object that was understood is a part of it.
    if (index < end) continue;
    const object = objectAt(text, index);
    const answer = Answer.safeParse(translated(parse(object.json), names));
    if (!answer.success) continue;
    found = answer.data;
    end = object.end;
  }
  if (found === null) return null;
  const { category, ...rest } = found;
  return { label: category, ...rest };
}

/** Thoughts end before the answer begins; thoughts without an end have no answer after them. */
function withoutThoughts(text: string): string {
  const said = text.slice(text.lastIndexOf("</think>") + 1);
  const thinking = said.indexOf("<think>");
  return thinking < 0 ? said : said.slice(0, thinking);
}

/** The object that begins at `start`; when it does not end, as much of it as is surely whole, and others may follow. */
function objectAt(text: string, start: number): { json: string; end: number } {
  const limit = Math.min(text.length, start + LONGEST);
  let depth = 0;
  let quoted = false;
  let whole = start;
  for (let at = start; at < limit; at += 1) {
    const sign = text[at];
    if (quoted) {
      if (sign === "\\") at += 1;
      else if (sign === '"') quoted = false;
      continue;
    }
    if (sign === '"') quoted = true;
    else if (sign === "{" || sign === "[") depth += 1;
    else if (sign === "," && depth === 1) whole = at;
    else if (sign === "}" || sign === "]") {
      depth -= 1;
      if (depth === 0) return { json: text.slice(start, at + 1), end: at + 1 };
    }
  }
  return { json: `${text.slice(start, whole)}}`, end: start };
}

function parse(json: string): unknown {
  for (const attempt of [json, json.replace(/,(\s{0,40}\})/g, "$1")]) {
    try {
      return JSON.parse(attempt);
    } catch {
      // The next attempt, or none.
    }
  }
  return null;
}

function translated(value: unknown, names: ReadonlyMap<string, string>): unknown {
  if (typeof value !== "object" || value === null) return null;
  const code = (given: unknown) => {
    const word = typeof given === "string" ? given.trim() : "";
    return names.get(word) ?? word.toLowerCase();
  };
  const { category, urgency, place, summary, confidence } = value as Record<string, unknown>;
  return {
    category: code(category),
    urgency: code(urgency),
    place: place ?? "",
    summary: summary ?? "",
    confidence: confidence ?? undefined,
  };
}
