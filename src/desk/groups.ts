// What an admin says of groups, and what is answered.
import type { Group } from "#src/intake/inbox.ts";
import { say } from "#src/dialogue/say.ts";
import type { Texts } from "#src/dialogue/texts.ts";
import { GROUP_MODES } from "#src/words.ts";
import type { GroupMode } from "#src/words.ts";

export type GroupOrder = {
  /** The groups meant. */
  groups: Group[];
  /** Null where none is named: they are listed. */
  mode: GroupMode | null;
};

/**
 * Reads what follows 群模式, 暂停 or 恢复: a mode (by its name or code; not for the latter two) and a group's title, or
 * part of it. Without a title the group spoken in is meant, in private all. Null where a word names neither.
 */
export function groupOrder(
  rest: string,
  here: number | null,
  groups: Group[],
  texts: Texts,
): GroupOrder | null {
  const words = rest.split(/\s+/).filter((word) => word !== "");
  const mode =
    GROUP_MODES.find((code) => [code, texts.words.modes[code]].some((name) => name === words[0])) ?? null;
  const title = words.slice(mode === null ? 0 : 1).join(" ");
  const meant = groups.filter((group) =>
    title === "" ? here === null || group.id === here : group.title.includes(title),
  );
  return meant.length === 0 ? null : { groups: meant, mode };
}

/** One line per group: what Linli does there. */
export function answerGroups(groups: Group[], texts: Texts): string {
  const line = ({ title, mode, paused }: Group) =>
    say(texts, "group_mode_line", {
      title,
      mode: texts.words.modes[mode],
      paused: paused ? texts.words.paused : "",
    });
  return groups.map(line).join("\n");
}
