const LONGEST = 4000;
const LONGEST_NAME = 60;
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

/** A sender's name or a chat's title as it can be stored and shown: the same on one line, at most 60 characters. */
export function cleanName(name: string): string {
  return Array.from(clean(name).replace(/\s+/g, " ")).slice(0, LONGEST_NAME).join("").trim();
}
