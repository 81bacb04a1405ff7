// `linli classify`: one judgement per line of JSONL.
import { performance } from "node:perf_hooks";
import { parseArgs } from "node:util";
import type { Config } from "#src/config.ts";
import type { Flows } from "#src/dialogue/flow.ts";
import type { Llm } from "#src/triage/llm.ts";
import type { Place } from "#src/words.ts";
import { chosenLlm, judgeLine } from "./judge-line.ts";

export type LineIo = {
  input: AsyncIterable<Buffer | string>;
  write(line: string): void;
  complain(line: string): void;
};

export const HELP = `linli classify [--llm on|off] < messages.jsonl
Judges each line of JSONL with id and text alone, as a message in an estate's group; one line of JSON for each, in order.
  --llm on|off  whether a language model is asked where rules and model are unsure (default: on where a key is set)
`;

/** So many lines are judged side by side where a language model takes its time. */
const ABREAST = 8;

type Row = { id: string | number; text: string };

/**
 * Takes the arguments, where to read and write, the flows and the settings; returns the exit code: 0, or 2 when an input
 * line is bad. Throws AppError bad_input for a wrong option.
 */
export async function classify(args: string[], io: LineIo, flows: Flows, config: Config): Promise<number> {
  const { values } = parseArgs({ args, options: { llm: { type: "string" } } });
  const { llm } = chosenLlm({ name: "classify", option: values.llm }, config, flows);
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
  for (let from = 0; from < rows.length; from += ABREAST) {
    const judged = rows.slice(from, from + ABREAST).map((row) => judge(row, flows, llm));
    for (const line of await Promise.all(judged)) io.write(line);
  }
  return 0;
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

async function judge(row: Row, flows: Flows, llm: Llm | null): Promise<string> {
  const start = performance.now();
  const { decision } = await judgeLine(row.text, flows.rulebook, llm);
  const ms = Math.round((performance.now() - start) * 1_000) / 1_000;
  const { request, label, confidence, urgency, place, via } = decision;
  return JSON.stringify({ id: row.id, request, label, confidence, urgency, place: flat(place), via, ms });
}

function flat(place: Place | null): Omit<Place, "spot"> | null {
  if (place === null) return null;
  const { building, unit, room } = place;
  return building === null && unit === null && room === null ? null : { building, unit, room };
}
