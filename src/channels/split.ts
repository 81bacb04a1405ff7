// A long text in parts that a platform takes, cut where a reader would pause.

const PAUSES = [/\n/g, /[。！？!?；;…]+[”’」』）)]*|\.(?=\s)/g, /[，,、：:\s]/g];

/** Parts of at most `limit` UTF-16 units, none of them blank; a text without anything to see is one part. */
export function splitText(text: string, limit: number): string[] {
  const parts: string[] = [];
  let rest = text.trim();
  while (rest.length > limit) {
    const end = pauseIn(rest, limit);
    parts.push(rest.slice(0, end).trimEnd());
    rest = rest.slice(end).trimStart();
  }
  return rest === "" && parts.length > 0 ? parts : [...parts, rest];
}

/** Where the first part ends: after the last line, else sentence, else pause of its second half, else after a letter. */
function pauseIn(text: string, limit: number): number {
  const head = text.slice(0, limit);
  for (const pause of PAUSES) {
    const last = [...head.matchAll(pause)].at(-1);
    const end = last ? last.index + last[0].length : 0;
    if (end > limit / 2) return end;
  }
  const letter = new Intl.Segmenter("zh").segment(text.slice(0, limit + LONGEST_LETTER)).containing(limit);
  // No letter is as long as half a message: whoever writes one means mischief.
  if (letter && letter.index > limit / 2) return letter.index;
  return /[\uD800-\uDBFF]$/.test(head) ? limit - 1 : limit;
}

/** An emoji of a whole family is some 25 units. */
const LONGEST_LETTER = 64;
