import type { Gate } from "./gate.ts";
import type { Heard } from "./inbox.ts";

/** Messages of one sender that say one thing together. */
export type Piece = {
  messages: Heard[];
  text: string;
  images: number;
  /** What the same message says of other matters; absent where it was not cut. */
  beside?: string[];
};

/** What triage makes of one message: null when it is not a request by itself. */
export type Verdict = {
  label: string;
  matter: string;
  confidence: number;
  building: string | null;
  emergency: boolean;
};
export type Judge = (text: string) => Verdict | null;

const APART_MS = 90_000;
/** A verdict this sure stands by itself. */
export const CLEAR = 0.65;
/** Words with which people begin a second matter. */
const ANOTHER = /^(还有|另外|对了|再说|再讲|顺便|再一个|还想问|还要反映)/;
const APART = new Set<Gate>(["answer", "request"]);
/** What stands alone, and is never cut. */
export const ALONE = new Set<Gate>(["press", "command", "join"]);

/**
 * Cuts the unhandled messages of one sender, in order, into pieces: those that belong together become one; a request
 * that begins like a second matter, or is about another building, is a new one; presses, commands and joins stand
 * alone, and so do the parts of one message (see parts.ts), which share its id.
 */
export function gather(messages: Heard[], judge: Judge): Piece[] {
  const pieces: { messages: Heard[]; verdict: Verdict | null; alone: boolean }[] = [];
  for (const message of messages) {
    const alone = ALONE.has(message.gate);
    const verdict = alone ? null : judge(message.text);
    const last = pieces.at(-1);
    if (last && !alone && !last.alone && continues(last, message, verdict)) {
      last.messages.push(message);
      last.verdict = last.verdict
        ? { ...last.verdict, building: last.verdict.building ?? verdict?.building ?? null }
        : verdict;
    } else {
      pieces.push({ messages: [message], verdict, alone });
    }
  }
  return pieces.map(({ messages: own }) => {
    const ids = new Set(own.map((message) => message.id));
    const beside = messages.filter((message) => ids.has(message.id) && !own.includes(message));
    return { ...asPiece(own), ...(beside.length > 0 ? { beside: beside.map((part) => part.text) } : {}) };
  });
}

/** Messages that say one thing together, in order. */
export function asPiece(messages: Heard[]): Piece {
  return {
    messages,
    text: messages
      .map((message) => message.text)
      .filter((text) => text !== "")
      .join("\n"),
    images: messages.reduce((sum, message) => sum + message.images.length, 0),
  };
}

function continues(
  last: { messages: Heard[]; verdict: Verdict | null },
  message: Heard,
  verdict: Verdict | null,
): boolean {
  const before = last.messages.at(-1);
  // An answer to our question and a request of its own are two things, however close they stand.
  if (before && before.gate !== message.gate && APART.has(before.gate) && APART.has(message.gate))
    return false;
  // Parts of one message were cut because they are about different matters.
  if (before?.id === message.id) return false;
  if (!before || message.at.getTime() - before.at.getTime() > APART_MS) return false;
  return (
    !verdict ||
    !last.verdict ||
    isSameMatter(last.verdict, { text: message.text, ...verdict, named: verdict.building !== null })
  );
}

/**
 * Whether a request said just after another is more of the same. It is not when it is about another building, begins
 * like a second matter, or is complete in itself: a clear matter of its own that names its place anew (`named`: in the
 * same breath).
 */
export function isSameMatter(
  first: { label: string; matter: string; building: string | null },
  next: Omit<Verdict, "emergency"> & { text: string; named: boolean },
): boolean {
  const elsewhere = first.building !== null && next.building !== null && first.building !== next.building;
  const anew = ANOTHER.test(next.text) && first.label !== next.label;
  const placed = first.building !== null && next.named;
  const own = placed && next.confidence >= CLEAR && first.matter !== next.matter;
  return !elsewhere && !anew && !own;
}
