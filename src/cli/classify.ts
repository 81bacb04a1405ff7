// `linli classify`: one judgement per line of JSONL.
import { performance } from "node:perf_hooks";

import type { Flows } from "#src/dialogue/flow.ts";
import { decide } from "#src/triage/decide.ts";
import type { Place } from "#src/words.ts";

export type LineIo = {
  input: AsyncIterable<Buffer | string>;
  write(line: string): void;
  complain(line: string): void;
};

export const HELP =
  "linli classify [--llm off] < messages.jsonl\nJudges each line of JSONL with id and text alone, as a message in an estate's group; one line of JSON for each, in order.\n";

type Row = { id: string | number; text: string };

/** Takes the arguments, where to read and write, and the flows; returns the exit code: 0, or 2 when an input line is bad. */
export async function classify(args: string[], io: LineIo, flows: Flows): Promise<number> {
  const wrong = checkArgs(args);
  if (wrong !== null) {
    io.complain(wrong);
    return 2;
  }
  const rows: Row[] = [];
  let number = 0;
  for await (const line of lines(io.input)) {
    number += 1;
    if (line.trim() === "") continue;
    const row = readRow(line);
    if (typeof row === "string") {
      io.complain(`line ${number}: ${row}`);
      return 2;
    }
    rows.push(row);
  }
  for (const row of rows) io.write(judge(row, flows));
  return 0;
}

function checkArgs(args: string[]): string | null {
  const [option, value, ...more] = args;
  if (option === undefined) return null;
  if (option !== "--llm") return `classify: expected --llm off, got ${option}`;
  if (value === "on") return "classify: --llm on: no key is configured (OPENAI_API_KEY)";
  if (value !== "off") return `classify: --llm: expected on or off, got ${value ?? "nothing"}`;
  return more.length === 0 ? null : `classify: expected nothing after --llm off, got ${more.join(" ")}`;
}

async function* lines(input: AsyncIterable<Buffer | string>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of input) {
    const parts = (typeof chunk === "string" ? chunk : decoder.decode(chunk, { stream: true })).split("\n");
    parts[0] = rest + (parts[0] ?? "");
    rest = parts.pop() ?? "";
    yield* parts;
  }
  rest += decoder.decode();
  if (rest !== "") yield rest;
}

/** Takes one line; returns the row, or what is wrong with it. */
function readRow(line: string): Row | string {
  let data: unknown;
  try {
    data = JSON.parse(line);
  } catch {
    return `expected a JSON object, got ${show(line)}`;
  }
  if (typeof data !== "object" || data === null || Array.isArray(data))
    return `expected a JSON object, got ${show(line)}`;
  const { id, text } = data as Record<string, unknown>;
  if (typeof id !== "string" && typeof id !== "number")
    return `id: expected a string, got ${show(JSON.stringify(id))}`;
  if (typeof text !== "string") return `text: expected a string, got ${show(JSON.stringify(text))}`;
  return { id, text };
}

function show(value: string | undefined): string {
  if (value === undefined) return "nothing";
  return value.length > 40 ? `${value.slice(0, 37)}...` : value;
}

function judge(row: Row, flows: Flows): string {
  const start = performance.now();
  const decision = decide(row.text, flows.rulebook);
  const ms = Math.round((performance.now() - start) * 1_000) / 1_000;
  const { request, label, confidence, urgency, place, via } = decision;
  return JSON.stringify({ id: row.id, request, label, confidence, urgency, place: flat(place), via, ms });
}

function flat(place: Place | null): Omit<Place, "spot"> | null {
  if (place === null) return null;
  const { building, unit, room } = place;
  return building === null && unit === null && room === null ? null : { building, unit, room };
}
