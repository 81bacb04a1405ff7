// A code that old people type by hand: 57 bits in twelve letters and digits of which no two look alike.

const SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/** How many random bytes make a code. */
export const CODE_BYTES = 12;
const WHOLE = new RegExp(`^[${SYMBOLS}]{${CODE_BYTES}}$`);
const BETWEEN = /[\s\-–—_.]+/g;
const GROUPED = /^[0-9A-Z]{4}(-[0-9A-Z]{4}-|\s?[0-9A-Z]{4}\s?)[0-9A-Z]{4}$/;

/** It begins with a letter and a digit: a message of letters or digits alone is no code. As many of each as bits are even. */
const FIRST = [SYMBOLS.slice(10, 26), SYMBOLS.slice(2, 10)];

/** A code made of random bytes. */
export function codeFrom(bytes: Uint8Array): string {
  return Array.from(bytes, (byte, nth) => {
    const symbols = FIRST[nth] ?? SYMBOLS;
    return symbols.charAt(byte % symbols.length);
  }).join("");
}

/** A code as it is shown: K7Q2-9MXD-4TB8. */
export function shownCode(code: string): string {
  return code.replace(/(.{4})(?=.)/g, "$1-");
}

/** The code that somebody has typed, however they part it and whatever they take O, I and L for; null where it is none. */
export function readCode(text: string): string | null {
  const code = upper(text).replace(BETWEEN, "").replaceAll("O", "0").replace(/[IL]/g, "1");
  return WHOLE.test(code) ? code : null;
}

/** The same where a message is nothing else; a long number or a few English words are none. */
export function bareCode(text: string): string | null {
  const written = upper(text).replace(/[–—]/g, "-");
  const mixed = /[A-Z]/.test(written) && /[0-9-]/.test(written);
  return mixed && GROUPED.test(written) ? readCode(written) : null;
}

function upper(text: string): string {
  return text.normalize("NFKC").trim().toUpperCase();
}
