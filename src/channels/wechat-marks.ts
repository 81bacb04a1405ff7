// Which message a quote means: WeChat shows only the quoted words, so the latest of each chat are kept in memory by a mark.
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
      const mark = markOf(quoted.replace(/(\.{3}|…)$/u, ""));
      const fits = (one: { mark: string }) =>
        one.mark === mark || (mark.length >= SHORTEST && one.mark.startsWith(mark));
      return (chats.get(chat) ?? []).findLast(fits)?.id ?? null;
    },
  };
}
