// A YAML text as data that remembers where in the text everything stands.
import { LineCounter, parseDocument, visit } from "yaml";
import type { Document } from "yaml";

/** A line of a text and what is wrong in it. */
export type Fault = { line: number; says: string };
export type Read = {
  data: unknown;
  faults: Fault[];
  /** The line of what a path leads to, or of the nearest thing around it. */
  lineOf(path: readonly (string | number)[]): number;
};

/** Takes the text of a file; its faults are what YAML itself forbids, and numbers that would lose their leading zeros. */
export function readYaml(text: string): Read {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter });
  const lineAt = (offset: number) => counter.linePos(offset).line;
  // Once the text is out of step, all that follows is only a consequence.
  const broken = document.errors.findIndex(({ code }) => code !== "DUPLICATE_KEY");
  const faults = document.errors.slice(0, broken < 0 ? undefined : broken + 1).map((error) => ({
    line: lineAt(error.pos[0]),
    says: `expected YAML, got what it refuses: ${plain(error.message)}`,
  }));
  if (faults.length > 0) return { data: null, faults, lineOf: () => 1 };
  visit(document, {
    Scalar: (_, { value, source = "", range }) => {
      if (typeof value === "number" && /^0\d/.test(source))
        faults.push({
          line: lineAt(range?.[0] ?? 0),
          says: `expected quotes around a number that begins with 0, got ${source}`,
        });
    },
  });
  return { data: document.toJS(), faults, lineOf: (path) => lineAt(offsetOf(document, path)) };
}

function plain(message: string): string {
  return (message.split("\n")[0] ?? "").replace(/ at line \d+, column \d+:$/, "");
}

function offsetOf(document: Document.Parsed, path: readonly (string | number)[]): number {
  for (let length = path.length; length > 0; length -= 1) {
    const node = document.getIn(path.slice(0, length), true);
    if (typeof node === "object" && node !== null && "range" in node) {
      return (node.range as [number] | undefined)?.[0] ?? 0;
    }
  }
  return 0;
}
