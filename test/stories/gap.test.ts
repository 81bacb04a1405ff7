import { describe, test } from "vitest";
import { followChat } from "#src/corridor/follow-chat.ts";
import { story } from "#test/helpers/story.ts";
import type { Story } from "#test/helpers/story.ts";

/** The channel tells that a group was not heard for so many minutes, as it may do twice. */
async function goesDeaf(s: Story, minutes: number, chat = "g1"): Promise<void> {
  const { house, clock } = s.replayed;
  const at = clock.now();
  const since = new Date(at.getTime() - minutes * 60_000);
  const group = { id: chat, kind: "group" as const, title: "邻里花园业主群" };
  const change = { channel: "replay", chat: group, at, by: null, change: "unheard", since } as const;
  for (let n = 0; n < 2; n += 1) await followChat(house, change);
  await s.replayed.through(at);
}

describe("a group that was not heard for a while", () => {
  const s = story("2026-11-23T09:00:00+08:00");

  test("is asked to say again what is to be done; staff hear from when and how long, once", async () => {
    await s().says("zhang", "早上好");
    await goesDeaf(s(), 12);
    s().hears("g1", /有 12 分钟我没听到大家说话/);
    s().hears("ban", /从 08:48 起断线 12 分钟/);
    s().silent();
  });

  test("a second gap the same day is told to staff only", async () => {
    await s().later("1h");
    await goesDeaf(s(), 5);
    s().hears("ban", /断线 5 分钟/);
    s().silent();
  });

  test("one that Linli does not know hears nothing", async () => {
    await goesDeaf(s(), 7, "g-unknown");
    s().silent();
  });
});
