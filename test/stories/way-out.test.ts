import { beforeAll, describe, expect, test } from "vitest";
import { followChat } from "#src/corridor/follow-chat.ts";
import { everything } from "#test/helpers/everything.ts";
import { OTHER, secondChannel } from "#test/helpers/second-channel.ts";
import { story } from "#test/helpers/story.ts";

const START = "2026-11-23T09:00:00+08:00";
const LINK = /https:\/\/linli\.example\.org\/chat\/join#bind=(\w{12})/;

describe("a platform that may end any day, and a web chat beside it", () => {
  const s = story(START);
  let frail: ReturnType<typeof secondChannel>;
  beforeAll(() => {
    frail = secondChannel(s());
    const { channels } = s().replayed.house;
    const other = channels.get(OTHER);
    const replay = channels.get("replay");
    if (!other || !replay) throw new Error("no channels");
    channels.set(OTHER, { ...other, frail: true, invitation: () => null });
    channels.set("replay", {
      ...replay,
      address: "https://linli.example.org",
      invitation: (code) => `https://linli.example.org/chat/join#bind=${code}`,
    });
  });
  const opens = async (account: string) => {
    const { house, clock } = s().replayed;
    const chat = { id: account, kind: "private" as const, title: "" };
    const by = { id: account, name: "张先生" };
    await followChat(house, { channel: OTHER, chat, at: clock.now(), by, change: "opened" });
    await s().replayed.through(clock.now());
  };

  test("in the group the plain address is shown, and nobody's code", async () => {
    await frail.says("8001", "/网页", { in: "og", name: "张先生" });
    const { text } = s().hears("og", /^网页版:https:\/\/linli\.example\.org\n/);
    expect(text).not.toMatch(LINK);
    expect(await s().replayed.database.bindingCode.count()).toBe(0);
    s().silent();
  });

  test("who becomes a friend gets a link of their own, once", async () => {
    await opens("8001");
    expect(s().hears("8001", /^加上了/).text).toMatch(LINK);
    await opens("8001");
    s().silent();
  });

  test("who asks in private gets a new one; the earlier is void, and only hashes are kept", async () => {
    await frail.says("8001", "网页", { name: "张先生" });
    const code = LINK.exec(s().hears("8001", /10 分钟内有效/).text)?.[1] ?? "none";
    expect(await s().replayed.database.bindingCode.count()).toBe(1);
    await s().whispers("w-1", `/绑定 ${code}`);
    s().hears("w-1", /张先生原来的账号合成一个/);
    s().hears("8001", /加了一个账号/);
    await s().whispers("w-2", `/绑定 ${code}`);
    s().hears("w-2", /^这个码用不了/);
    s().silent();
    expect(await everything(s())).not.toContain(code);
  });

  test("after ten minutes the link is of no use", async () => {
    await frail.says("8001", "/web");
    const code = LINK.exec(s().hears("8001", /网页上/).text)?.[1] ?? "none";
    await s().later("10m");
    await s().whispers("w-2", `/绑定 ${code}`);
    s().hears("w-2", /^这个码用不了/);
    s().silent();
  });
});

describe("a house without an address", () => {
  const s = story(START);

  test("says that there is no web chat", async () => {
    await s().whispers("zhang", "/网页");
    s().hears("zhang", /还没开通/);
    s().silent();
  });
});
