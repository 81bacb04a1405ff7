import { stat } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { TEXTS } from "#src/channels/web-texts.ts";
import { AppError } from "#src/errors.ts";
import { answerOf, newKey, PNG, post, read, say, testChat, textsOf } from "#test/helpers/web-chat.ts";
import type { TestChat } from "#test/helpers/web-chat.ts";

let chat: TestChat;
beforeAll(async () => {
  chat = await testChat({ maySeePhoto: (account) => Promise.resolve(account === "wu") });
});
beforeEach(() => {
  // A minute on, so that no test meets another's limit.
  chat.clock.set(new Date(chat.clock.now().getTime() + 61_000));
  chat.taken.length = 0;
  chat.answer(() => {});
});
afterAll(() => chat.close());

describe("writing", () => {
  test("what is written reaches the house and then the group", async () => {
    const response = await say(chat, "zhang", "3号楼电梯坏了,@邻里");
    expect(response.status).toBe(202);
    const { post: shown } = await answerOf(response);
    expect(chat.taken).toEqual([
      {
        channel: "web",
        chat: { id: "g1", kind: "group", title: "邻里花园" },
        from: { id: "zhang", name: "3-2-501 张阿姨" },
        id: String(shown.id),
        at: chat.clock.now(),
        text: "3号楼电梯坏了,@邻里",
        images: [],
        replyTo: null,
        mention: true,
        press: null,
      },
    ]);
    expect(await textsOf(chat, "li")).toContain("3号楼电梯坏了,@邻里");
  });

  test("the same post sent twice, even at once, is one post and one message", async () => {
    const key = newKey();
    const both = await Promise.all([
      say(chat, "zhang", "漏水了", { key }),
      say(chat, "zhang", "漏水了", { key }),
    ]);
    expect(both.map((response) => response.status)).toEqual([202, 202]);
    expect(new Set(chat.taken.map((message) => message.id)).size).toBe(1);
    expect((await textsOf(chat, "li")).filter((text) => text === "漏水了")).toHaveLength(1);
  });

  test("two people's same key is two posts", async () => {
    const key = newKey();
    await say(chat, "zhang", "一样的钥匙", { key });
    await say(chat, "li", "一样的钥匙", { key });
    expect((await textsOf(chat, "wu")).filter((text) => text === "一样的钥匙")).toHaveLength(2);
  });

  test("what the house refused is seen by nobody, and trying again keeps its id", async () => {
    const ids: string[] = [];
    chat.answer((message) => {
      ids.push(message.id);
      if (ids.length === 1) throw new AppError("service_unavailable", "down");
    });
    const key = newKey();
    const first = await say(chat, "zhang", "先没发出去", { key });
    expect([first.status, await first.json()]).toEqual([503, { error: TEXTS.notTaken }]);
    expect(await textsOf(chat, "li")).not.toContain("先没发出去");
    expect((await say(chat, "zhang", "先没发出去", { key })).status).toBe(202);
    expect(await textsOf(chat, "li")).toContain("先没发出去");
    expect(ids[1]).toBe(ids[0]);
  });

  test.each([
    ["20,000 characters", "长".repeat(20_000), TEXTS.long(4_000, 20_000)],
    ["nothing", "", TEXTS.empty],
    ["only zero-width characters", "\u200b\u2060 \ufeff", TEXTS.empty],
  ])("a text of %s is refused in plain words", async (_what, text, error) => {
    const response = await say(chat, "zhang", text);
    expect([response.status, await response.json()]).toEqual([400, { error }]);
    expect(chat.taken).toEqual([]);
  });

  test.each([
    ["a broken surrogate", "坏\ud83d了", "坏\ufffd了"],
    ["a NUL", "水\0管", "水管"],
    ["right-to-left marks", "\u202e管水", "\u202e管水"],
    ["markup", "<script>alert(1)</script>", "<script>alert(1)</script>"],
    ["4,000 emoji", "🚰".repeat(4_000), "🚰".repeat(4_000)],
  ])("a text with %s is kept as it can be", async (_what, text, kept) => {
    expect((await say(chat, "zhang", text)).status).toBe(202);
    expect((await textsOf(chat, "li")).at(-1)).toBe(kept);
  });

  test("the twenty-first post within a minute is refused, another person's is not", async () => {
    const statuses: number[] = [];
    for (let n = 1; n <= 21; n += 1) statuses.push((await say(chat, "li", `快${n}`)).status);
    expect(statuses).toEqual([...Array.from({ length: 20 }, () => 202), 429]);
    expect((await say(chat, "zhang", "我不急")).status).toBe(202);
  });

  test("an answer carries the post answered to, but never one of another chat", async () => {
    const { post: asked } = await answerOf(await say(chat, "li", "谁的车?"));
    const { post: shown } = await answerOf(await say(chat, "zhang", "我的", { replyTo: asked.id }));
    expect(shown.quote).toMatchObject({ id: asked.id, name: "5-1-302 李明", text: "谁的车?" });
    expect(chat.taken.at(-1)?.replyTo).toBe(String(asked.id));
    await say(chat, "zhang", "私下说", { replyTo: asked.id, chat: "zhang" });
    expect(chat.taken.at(-1)?.replyTo).toBeNull();
  });
});

describe("who may do what", () => {
  test("another person's private chat is not there", async () => {
    await say(chat, "zhang", "家里困难", { chat: "zhang" });
    expect(await textsOf(chat, "zhang", "zhang")).toContain("家里困难");
    expect((await read(chat, "/chat/posts?as=wu&chat=zhang")).status).toBe(404);
    expect((await say(chat, "wu", "我也写", { chat: "zhang" })).status).toBe(404);
    const { body } = await read(chat, "/chat/posts?as=wu");
    expect(body.chats.map((page) => page.chat)).toEqual(["g1", "wu"]);
  });

  test("nobody is heard under a name that is not in the demonstration", async () => {
    expect((await say(chat, "stranger", "我是谁")).status).toBe(401);
    expect((await chat.channel.app.request("/chat?as=stranger")).headers.get("location")).toBe("/");
  });

  test.each([
    ["another site", { origin: "https://evil.example" }, 403],
    ["a form of another kind", { type: "text/plain" }, 400],
  ])("a post by way of %s is stopped", async (_what, asked, status) => {
    const body = { chat: "g1", text: "骗来的", images: [], replyTo: null, key: newKey() };
    expect((await post(chat, "/chat/posts", body, { as: "zhang", ...asked })).status).toBe(status);
    expect(chat.taken).toEqual([]);
  });

  test.each([
    ["no key", { key: "" }],
    ["a number for a text", { text: 5 }],
    ["a path for a photo", { images: ["../../etc/passwd"] }],
    ["a huge id", { replyTo: 99_999_999_999 }],
  ])("a body with %s is refused", async (_what, change) => {
    expect((await say(chat, "zhang", "x", change)).status).toBe(400);
  });

  test("every page forbids inline scripts, frames and sniffing", async () => {
    for (const path of ["/", "/chat?as=wu", "/chat/posts?as=wu", "/chat/files/web.css"]) {
      const { headers } = await chat.channel.app.request(path);
      expect(headers.get("content-security-policy")).toContain("default-src 'none'; script-src 'self'");
      expect(headers.get("x-frame-options")).toBe("DENY");
      expect(headers.get("x-content-type-options")).toBe("nosniff");
    }
  });
});

describe("photos", () => {
  const upload = async (as: string, to: string, bytes = PNG, type = "image/png") =>
    post(chat, `/chat/photos?chat=${to}`, bytes, { as, type });
  const seen = async (as: string, id: string): Promise<number> =>
    (await chat.channel.app.request(`/chat/photos/${id}?as=${as}`)).status;

  test("a private photo is seen by its owner and by whoever handles it, by nobody else", async () => {
    const { id } = await answerOf(await upload("zhang", "zhang"));
    expect((await say(chat, "zhang", "", { chat: "zhang", images: [id] })).status).toBe(202);
    expect(chat.taken[0]?.images).toEqual([{ ref: id }]);
    expect([await seen("zhang", id), await seen("li", id), await seen("wu", id)]).toEqual([200, 404, 200]);
  });

  test("a group's photo is seen by the group and comes back as it went in", async () => {
    const { id } = await answerOf(await upload("zhang", "g1"));
    const response = await chat.channel.app.request(`/chat/photos/${id}?as=li`);
    expect(response.headers.get("content-type")).toBe("image/png");
    expect(Buffer.from(await response.arrayBuffer())).toEqual(PNG);
    expect((await stat(join(chat.home, "photos", id))).mode & 0o777).toBe(0o600);
  });

  test("nobody sends another's photo, nor one into a chat it was not meant for", async () => {
    const { id } = await answerOf(await upload("zhang", "zhang"));
    expect((await say(chat, "li", "", { images: [id] })).status).toBe(404);
    expect((await say(chat, "zhang", "", { images: [id] })).status).toBe(404);
    const many = await Promise.all(
      [1, 2, 3, 4].map(async () => (await answerOf(await upload("zhang", "g1"))).id),
    );
    expect((await say(chat, "zhang", "", { images: many })).status).toBe(400);
  });

  test("what is no picture or too large is refused", async () => {
    expect((await upload("zhang", "g1", Buffer.from("<svg/>"))).status).toBe(415);
    expect((await upload("zhang", "g1", Buffer.concat([PNG, Buffer.alloc(8 * 1024 * 1024)]))).status).toBe(
      413,
    );
    expect((await upload("zhang", "wu")).status).toBe(404);
  });
});
