/** Old words, and what stands in their place. */
export type Rewording = { from: string; to: string };

const BEFORE = "(?<=^|[\\s::])";
const AFTER = "(?=$|\\s)";

/**
 * Takes a text that quotes somebody and what has become of their words; returns it with these words changed wherever
 * they stand by themselves, on lines of their own or all on one. A part of another word or sentence stays as it is.
 */
export function reword(text: string, { from, to }: Rewording): string {
  if (from === "") return text;
  const found = from.split("\n").map(literal).join("\\s");
  return text.replace(new RegExp(BEFORE + found + AFTER, "gu"), () => to.replaceAll("\n", " "));
}

function literal(line: string): string {
  return line.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}
