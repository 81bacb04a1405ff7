const LONGEST = 4_000;

/**
 * Takes a message as the platform gave it; returns the form every rule looks at: half-width, lower case,
 * spaces folded, without control, zero-width and bidi characters or broken surrogates, at most 4,000 characters.
 */
export function normalise(text: string): string {
  return text
    .slice(0, LONGEST)
    .replace(/\p{Surrogate}/gu, "")
    .normalize("NFKC")
    .slice(0, LONGEST)
    .replace(/[\r\n\u2028\u2029]+/g, "\n")
    .replace(/(?!\n)[\p{Cc}\p{Cf}\p{Co}\p{Surrogate}\uFE00-\uFE0F\u3164\u115F\u1160]/gu, "")
    .toLowerCase()
    .replace(/[^\S\n]+/g, " ")
    .trim();
}

/** Whether a text says anything: more than punctuation, signs and spaces. */
export function hasWords(text: string): boolean {
  return /[\p{L}\p{N}]/u.test(text);
}
