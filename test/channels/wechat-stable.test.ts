import { describe, expect, test } from "vitest";
import type { Puppet } from "#src/channels/wechat-puppet.ts";
import { membersOf, stableOf } from "#src/channels/wechat-stable.ts";

const shown = (change: object) => stableOf({ id: "@a1b2", name: "张", ...change });

describe("what stays the same about a contact", () => {
  test("is the hash of the handle, however it is written and whatever the id is", () => {
    const stable = shown({ handle: "Zhang_88" });
    expect(stable).toMatch(/^[\w-]{43}$/);
    expect(stable).not.toContain("zhang");
    expect(shown({ id: "@c3d4", handle: " zhang_88 " })).toBe(stable);
    expect(shown({ handle: "", weixin: "zhang_88" })).toBe(stable);
    expect(shown({ handle: "zhang_89" })).not.toBe(stable);
  });

  test.each([
    ["there is no handle", {}],
    ["it is empty", { handle: "", weixin: " " }],
    ["it is the id once more", { id: "wxid_1", handle: "wxid_1" }],
    ["it is another id of the login", { handle: "@e5f6" }],
  ])("is unknown where %s", (_, change) => {
    expect(shown(change)).toBeNull();
  });
});

test("members of whom the puppet tells nothing are there without a mark", async () => {
  const contactPayload = async (id: string) => {
    if (id === "lost") throw new Error("no payload found");
    return { id, name: id, handle: `h-${id}` };
  };
  const puppet = { contactPayload } as unknown as Puppet;
  const members = await membersOf(puppet, { id: "r", topic: "群", memberIdList: ["a", "lost"] });
  expect(members?.map(({ id, stable }) => [id, stable !== null])).toEqual([
    ["a", true],
    ["lost", false],
  ]);
  expect(await membersOf(puppet, { id: "r", topic: "群", memberIdList: [] })).toBeNull();
});
