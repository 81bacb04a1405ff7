// A backlog of a group: its short lines go out as one message instead of one after the other.

/** From more lines than this on they are folded. */
const MOST_LINES = 3;
/** So long (ms) a line waits before it is a backlog and not what a step has just said. */
const BACKLOG_MS = 3000;
/** Characters; platforms take 4,096. */
const LONGEST = 4000;

export type Line = {
  id: number;
  key: string;
  text: string;
  /** Whether it is said to one person. */
  addressed: boolean;
  /** It has a button, a picture or a sign, shows a way in, is a danger, or is about what is private or no ticket. */
  special: boolean;
  thread: string | null;
  /** When it was to be said. */
  at: Date;
  /** Whether it has been put off before. */
  tried: boolean;
};

/** Lines that say by their ticket's code what they are about, also to the one person they are said to. */
const ALIKE = /^new-/;

/** Whether a line may be folded: it has nothing to tap, and reads the same beside others. */
export function isFoldable({ special, addressed, key }: Line): boolean {
  return !special && (!addressed || ALIKE.test(key));
}

/**
 * The lines that go out with the first of a group's waiting lines, and all their words: those of its topic that may be
 * folded, in order, as many as one message takes. Null where there is no backlog.
 */
export function fold(head: Line, waiting: Line[], now: Date): { ids: number[]; text: string } | null {
  if (!isFoldable(head)) return null;
  const rest = waiting.filter(
    (line) => line.id !== head.id && isFoldable(line) && line.thread === head.thread,
  );
  const lines = [head, ...rest];
  const late = lines.some(({ at, tried }) => tried || now.getTime() - at.getTime() >= BACKLOG_MS);
  if (lines.length <= MOST_LINES || !late) return null;
  let text = head.text;
  const ids: number[] = [];
  for (const line of rest) {
    const longer = `${text}\n${line.text}`;
    if (longer.length > LONGEST) break;
    text = longer;
    ids.push(line.id);
  }
  return { ids, text };
}
