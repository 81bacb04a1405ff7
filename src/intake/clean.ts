const LONGEST = 4000;
// Controls but line break and tab, zero-width and direction marks: nothing a person typed to be read.
const INVISIBLE = /(?![\n\t])[\p{Cc}\p{Cf}]/gu;

/** A resident's text as it can be stored and shown: well-formed, without invisible characters, at most 4,000 characters. */
export function clean(text: string): string {
  return text
    .toWellFormed()
    .replaceAll("\ufffd", "")
    .replace(INVISIBLE, "")
    .trim()
    .slice(0, LONGEST)
    .toWellFormed();
}
