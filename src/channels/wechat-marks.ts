// Which message a quote means: WeChat shows only the quoted words, so the latest of each chat are kept in memory by a mark.
// What is older than this run of the house is looked for in SQL, see wechat-quotes.ts.
import { markOf } from "./wechat-read.ts";

const MOST = 200;
const SHORTEST = 4;

export type Marks = {
  note(chat: string, text: string, id: string): void;
  /** The id of the newest message of the chat with these words; null when there is none. */
  find(chat: string, quoted: string): string | null;
};

export function openMarks(): Marks {
  const chats = new Map<string, { mark: string; id: string }[]>();
  return {
    note: (chat, text, id) => {
      const mark = markOf(text);
      if (mark === "") return;
      const kept = [...(chats.get(chat) ?? []).slice(-MOST + 1), { mark, id }];
      chats.set(chat, kept);
    },
    find: (chat, quoted) => {
      const mark = quotedMark(quoted);
      return (chats.get(chat) ?? []).findLast((one) => isSame(one.mark, mark))?.id ?? null;
    },
  };
}

function quotedMark(quoted: string): string {
  return markOf(quoted.replace(/(\.{3}|…)$/u, ""));
}

function isSame(mark: string, quoted: string): boolean {
  return mark === quoted || (quoted.length >= SHORTEST && mark.startsWith(quoted));
}

/** Whether a text is the one that is quoted; null where so few words may be anything. */
export function fitsQuote(quoted: string): ((text: string) => boolean) | null {
  const mark = quotedMark(quoted);
  return mark.length < SHORTEST ? null : (text) => isSame(markOf(text), mark);
}
