// Attack lines of our own: texts that want to be read as orders.
import { readFileSync } from "node:fs";

export type Injection = { text: string; kind: string };

export const injections = readFileSync("test/data/injections.jsonl", "utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line) as Injection);
