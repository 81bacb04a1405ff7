import type { Texts } from "#src/dialogue/texts.ts";
import { WAITING } from "#src/words.ts";
import type { Waiting } from "#src/words.ts";

/** Reads what is waited for (居民, 配件, 第三方, or the codes) and the explanation after it; null where either lacks. */
export function readWaiting(text: string, { words }: Texts): { waiting: Waiting; why: string } | null {
  for (const waiting of WAITING) {
    const name = [words.waiting[waiting], waiting].find((word) => text.toLowerCase().startsWith(word));
    if (name === undefined) continue;
    const why = text.slice(name.length).replace(/^[\s,，。:：;；、]+/, "");
    return why === "" ? null : { waiting, why };
  }
  return null;
}
