import type { Conversation } from "#src/intake/inbox.ts";
import { answerGroups, groupOrder } from "#src/desk/groups.ts";
import { say } from "#src/dialogue/say.ts";
import type { Step } from "./house.ts";

type Order = "group_mode" | "pause" | "wake";

/** 群模式, 暂停, 恢复: an admin says what Linli does in the group spoken in, in one named, or from private in all. */
export async function runGroups(
  step: Step,
  { chat }: Conversation,
  { order, rest }: { order: Order; rest: string },
): Promise<string> {
  const { texts } = step.house.flows;
  const { inbox } = step.rooms;
  const groups = await inbox.groups();
  const read = groupOrder(rest, chat.kind === "group" ? chat.id : null, groups, texts);
  if (!read) return say(texts, "group_unknown", { titles: groups.map(({ title }) => title).join("、") });
  const ids = read.groups.map(({ id }) => id);
  if (order !== "group_mode") await inbox.setGroups(ids, { paused: order === "pause" });
  else if (read.mode) await inbox.setGroups(ids, { mode: read.mode });
  const changed = await inbox.groups();
  return answerGroups(
    changed.filter(({ id }) => ids.includes(id)),
    texts,
  );
}
