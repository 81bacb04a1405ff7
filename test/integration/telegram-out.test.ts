import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { telegramButtons } from "#src/channels/telegram-buttons.ts";
import { AppError } from "#src/errors.ts";
import type { Image } from "#src/message.ts";
import { failure, telegramOut } from "#test/helpers/telegram-out.ts";
import type { Out } from "#test/helpers/telegram-out.ts";

let out: Out;
beforeEach(async () => {
  out = await telegramOut({ timeoutMs: 2_000 });
});
afterEach(() => out.close());

/** Pictures that Telegram has already, by their ids. */
function pictures(count: number): Image[] {
  const from = out.server.user();
  const group = out.server.group({ members: [from] });
  const bytes = Array.from({ length: count }, (_, index) => Buffer.from(`picture ${index}`));
  out.server.say(group, from, count === 1 ? { photo: bytes[0] ?? Buffer.of(1) } : { album: bytes });
  return out.server
    .pending()
    .slice(-count)
    .map(({ message }) => {
      const { photo } = message as { photo: { file_id: string }[] };
      return { ref: photo.at(-1)?.file_id ?? "", channel: "telegram" };
    });
}

describe("said", () => {
  test("an answer in a group: to the message, in its topic, with buttons that are ours", async () => {
    const zhang = out.server.user({ name: "张阿姨" });
    const group = out.server.group({ forum: true, members: [zhang] });
    const thread = out.server.topic(group, zhang, "报修");
    const asked = out.server.say(group, zhang, { text: "电梯坏了", thread });
    const message = out.message(group, {
      to: { id: String(zhang.id), name: "张阿姨" },
      replyTo: String(asked.message_id),
      thread: String(thread),
      buttons: ["立单", "不是"],
      invites: true,
    });
    const { externalId, doubtful } = await out.send(message);
    expect(doubtful).toBeUndefined();
    const [sent, ...more] = out.server.sent(group);
    expect(more).toEqual([]);
    expect(sent).toMatchObject({
      id: Number(externalId),
      text: message.text,
      replyTo: asked.message_id,
      thread,
    });
    const [row, invite] = sent?.buttons ?? [];
    const { verify } = telegramButtons(out.server.token);
    expect(row?.map(({ text, data }) => [text, verify(data ?? "")])).toEqual([
      ["立单", { outboundId: message.id, index: 0 }],
      ["不是", { outboundId: message.id, index: 1 }],
    ]);
    expect(invite).toEqual([{ text: "私聊邻里", url: "https://t.me/linli_test_bot?start=hello" }]);
    expect(out.server.calls("sendMessage")[0]?.params).toMatchObject({
      link_preview_options: { is_disabled: true },
    });
  });

  test("what answers nobody's message names the one it is for", async () => {
    const zhang = out.server.user({ name: "张阿姨" });
    const group = out.server.group({ members: [zhang] });
    await out.send(out.message(group, { to: { id: String(zhang.id), name: "张阿姨" } }));
    const [sent] = out.server.sent(group);
    expect(sent?.text).toBe("@张阿姨 电梯的事已经派给物业。");
    expect(sent?.entities).toMatchObject([
      { type: "text_mention", offset: 0, length: 4, user: { id: zhang.id } },
    ]);
  });

  test("5,000 characters come in two messages, a second apart, the buttons below the second", async () => {
    const person = out.server.user();
    out.server.startPrivate(person);
    const text = `${"楼道灯坏了。".repeat(830)}完`;
    const { externalId } = await out.send(out.message(person, { text, buttons: ["接单"] }));
    const sent = out.server.sent(person);
    expect(sent.map((one) => one.text).join("")).toBe(text);
    expect(sent.map((one) => one.buttons.length)).toEqual([0, 1]);
    expect(sent[1]?.id).toBe(Number(externalId));
    const [first, second] = out.server.calls("sendMessage").map(({ at }) => at);
    // As they arrive: the first may have been on its way for a while.
    expect((second ?? 0) - (first ?? 0)).toBeGreaterThan(500);
  });

  test("👀 at a message; where that fails nothing is missing", async () => {
    const zhang = out.server.user();
    const group = out.server.group({ members: [zhang] });
    const { message_id: id } = out.server.say(group, zhang, "收到");
    const sign = () => out.message(group, { reaction: "👀", replyTo: String(id), text: "" });
    await out.send(sign());
    expect(out.server.reactionTo(group, id)).toBe("👀");
    for (const error of [400, 403, 429, 500]) {
      out.server.next("setMessageReaction", { error });
      expect(await out.send(sign())).toEqual({ externalId: "" });
    }
    expect(out.server.sent(group)).toEqual([]);
  });
});

describe("pictures", () => {
  test("one of Telegram's own goes by its id, its words below it", async () => {
    const group = out.server.group();
    const [image] = pictures(1);
    const { externalId } = await out.send(
      out.message(group, { images: image ? [image] : [], buttons: ["接单"] }),
    );
    expect(out.server.sent(group)).toMatchObject([
      {
        id: Number(externalId),
        text: "电梯的事已经派给物业。",
        photos: [image?.ref],
        buttons: [[{ text: "接单" }]],
      },
    ]);
    expect(out.server.calls("sendPhoto")[0]?.uploads.size).toBe(0);
  });

  test("several come as an album below the words", async () => {
    const group = out.server.group();
    const images = pictures(3);
    const { externalId } = await out.send(out.message(group, { images }));
    const [words, ...album] = out.server.sent(group);
    expect(words).toMatchObject({ id: Number(externalId), photos: [] });
    expect(album.map((one) => one.photos[0])).toEqual(images.map(({ ref }) => ref));
    expect(new Set(album.map((one) => one.album)).size).toBe(1);
    expect(album.map((one) => one.replyTo)).toEqual([words?.id, words?.id, words?.id]);
  });

  test("those of another channel are fetched and handed up, alone and in an album, with all that goes with them", async () => {
    await out.close();
    out = await telegramOut({
      image: async ({ ref }) => ({
        type: "image/png",
        bytes: new Uint8Array(Buffer.from(`bytes of ${ref}`)),
      }),
    });
    const zhang = out.server.user({ name: "张阿姨" });
    const group = out.server.group({ members: [zhang] });
    const asked = out.server.say(group, zhang, "看图");
    const to = { id: String(zhang.id), name: "张阿姨" };
    const one = { ref: "one", channel: "web" };
    await out.send(
      out.message(group, { images: [one], to, replyTo: String(asked.message_id), buttons: ["接单"] }),
    );
    await out.send(out.message(out.server.group(), { images: [one, { ref: "two", channel: "web" }] }));
    const [alone] = out.server.calls("sendPhoto");
    expect([...(alone?.uploads.values() ?? [])]).toEqual([
      { filename: "photo.png", bytes: Buffer.from("bytes of one") },
    ]);
    expect(out.server.sent(group)).toMatchObject([
      { replyTo: asked.message_id, buttons: [[{ text: "接单" }]] },
    ]);
    const [album] = out.server.calls("sendMediaGroup");
    expect([...(album?.uploads.values() ?? [])].map(({ bytes }) => bytes.toString())).toEqual([
      "bytes of one",
      "bytes of two",
    ]);
  });

  test("a name in the caption of an uploaded picture rings as well", async () => {
    await out.close();
    out = await telegramOut({ image: async () => ({ type: "image/jpeg", bytes: Uint8Array.of(1) }) });
    const zhang = out.server.user({ name: "张阿姨" });
    const group = out.server.group({ members: [zhang] });
    const to = { id: String(zhang.id), name: "张阿姨" };
    await out.send(out.message(group, { images: [{ ref: "one", channel: "web" }], to }));
    expect(out.server.sent(group)).toMatchObject([
      {
        text: "@张阿姨 电梯的事已经派给物业。",
        entities: [{ type: "text_mention", user: { id: zhang.id } }],
      },
    ]);
  });

  test.each([
    ["that cannot be got", [{ ref: "gone", channel: "web" }]],
    ["that Telegram does not know", [{ ref: "AgACAgUAAx-of-another-bot", channel: "telegram" }]],
  ])("one %s: its words are said once, and the log counts without saying which", async (_, images) => {
    const group = out.server.group();
    await out.send(out.message(group, { images, buttons: ["接单"] }));
    expect(out.server.sent(group)).toMatchObject([
      { text: "电梯的事已经派给物业。", photos: [], buttons: [[{ text: "接单" }]] },
    ]);
    expect(out.logged).toEqual(['{"channel":"telegram","pictures":1} pictures not shown']);
  });

  test("an album that fails does not repeat its words", async () => {
    const group = out.server.group();
    out.server.next("sendMediaGroup", { error: 400, description: "Bad Request: MEDIA_EMPTY" });
    await out.send(out.message(group, { images: pictures(2) }));
    expect(out.server.sent(group)).toHaveLength(1);
    expect(out.logged).toEqual(['{"channel":"telegram","pictures":2} pictures not shown']);
  });
});

describe("in another way", () => {
  test.each([
    ["gone", "message thread not found"],
    ["closed", "TOPIC_CLOSED"],
  ])("a topic that is %s: in the group", async (_, words) => {
    const group = out.server.group({ forum: true });
    out.server.next("sendMessage", { error: 400, description: `Bad Request: ${words}` });
    await out.send(out.message(group, { thread: "9" }));
    expect(out.server.sent(group)).toMatchObject([{ thread: null, text: "电梯的事已经派给物业。" }]);
  });

  test("a message that is gone: by name", async () => {
    const zhang = out.server.user({ name: "张阿姨" });
    const group = out.server.group({ members: [zhang] });
    await out.send(out.message(group, { to: { id: String(zhang.id), name: "张阿姨" }, replyTo: "4711" }));
    expect(out.server.sent(group)).toMatchObject([{ text: "@张阿姨 电梯的事已经派给物业。", replyTo: null }]);
  });

  test("a mention that Telegram refuses: as words", async () => {
    const group = out.server.group();
    out.server.next("sendMessage", { error: 400, description: "Bad Request: ENTITY_MENTION_USER_INVALID" });
    await out.send(out.message(group, { to: { id: "5", name: "张阿姨" } }));
    expect(out.server.sent(group)).toMatchObject([{ text: "@张阿姨 电梯的事已经派给物业。", entities: [] }]);
  });

  test("topic, message and mention all at once", async () => {
    const group = out.server.group({ forum: true });
    const to = { id: "5", name: "张阿姨" };
    out.server.next("sendMessage", { error: 400, description: "Bad Request: message thread not found" });
    out.server.next("sendMessage", {
      error: 400,
      description: "Bad Request: message to be replied not found",
    });
    out.server.next("sendMessage", { error: 400, description: "Bad Request: can't parse entities" });
    await out.send(out.message(group, { to, replyTo: "3", thread: "9" }));
    expect(out.server.calls("sendMessage")).toHaveLength(4);
    expect(out.server.sent(group)).toHaveLength(1);
  });

  test("a group that has moved: there, from now on, and the house is told once", async () => {
    const by = out.server.user();
    const old = out.server.group({ type: "group", members: [by] });
    const { message_id: id } = out.server.say(old, by, "电梯坏了");
    const fresh = out.server.upgrade(old, by);
    out.server.say(fresh, by, "别的事");
    await out.send(out.message(old, { replyTo: String(id) }));
    await out.send(out.message(out.server.group()));
    expect(out.server.sent(fresh)).toMatchObject([{ text: "电梯的事已经派给物业。", replyTo: null }]);
    expect(out.told).toMatchObject([
      {
        channel: "telegram",
        change: "moved",
        chat: { id: String(old.id), kind: "group" },
        to: String(fresh.id),
      },
    ]);
  });

  test("a house that cannot be told of the move is no reason to say it twice", async () => {
    await out.close();
    out = await telegramOut({ followChat: () => Promise.reject(new Error("no database")) });
    const by = out.server.user();
    const old = out.server.group({ type: "group", members: [by] });
    const fresh = out.server.upgrade(old, by);
    await out.send(out.message(old));
    expect(out.server.sent(fresh)).toHaveLength(1);
    expect(out.logged).toEqual(['{"channel":"telegram","error":"Error"} move not kept']);
  });
});

describe("not now, or not at all", () => {
  test("somebody who has blocked the bot, or never opened it, is unreachable", async () => {
    const stranger = out.server.user();
    expect(await failure(out.send(out.message(stranger)))).toMatchObject({ code: "channel_unreachable" });
    const annoyed = out.server.user();
    out.server.startPrivate(annoyed);
    out.server.block(annoyed);
    expect(await failure(out.send(out.message(annoyed)))).toMatchObject({ code: "channel_unreachable" });
  });

  test("a group where the bot may not write is unreachable", async () => {
    const by = out.server.user();
    const group = out.server.group({ members: [by] });
    out.server.restrictBot(group, by);
    expect(await failure(out.send(out.message(group)))).toMatchObject({ code: "channel_unreachable" });
  });

  test.each(["swallow", "swallow-close"] as const)(
    "taken without an answer (%s): counted, and not said again",
    async (how) => {
      const group = out.server.group();
      out.server.next("sendMessage", how);
      expect(await out.send(out.message(group))).toEqual({ externalId: "", doubtful: true });
      expect(out.server.sent(group)).toHaveLength(1);
    },
  );

  test("nobody there: it may be said again", async () => {
    const group = out.server.group();
    const message = out.message(group);
    await out.server.close();
    expect(await failure(out.send(message))).toMatchObject({ code: "channel_failed" });
  });

  test.each([1, 30, 73_414])(
    "a 429 with %d s: asked to wait as long, and nothing is tried before",
    async (seconds) => {
      const group = out.server.group();
      out.server.next("sendMessage", { error: 429, retryAfter: seconds });
      const message = out.message(group);
      expect(await failure(out.send(message))).toMatchObject({
        code: "channel_throttled",
        retryAfter: seconds,
      });
      const again = await failure(out.send(message));
      expect(again.code).toBe("channel_throttled");
      expect(again.retryAfter).toBeGreaterThan(seconds - 1);
      expect(again.retryAfter).toBeLessThanOrEqual(seconds);
      expect(out.server.calls("sendMessage")).toHaveLength(1);
      await out.send(out.message(out.server.group()));
    },
  );

  test("a 429 that does not say how long is half a minute", async () => {
    const group = out.server.group();
    out.server.next("sendMessage", { error: 429 });
    expect(await failure(out.send(out.message(group)))).toMatchObject({ retryAfter: 30 });
  });

  test("two lines at once in one chat: the second is to come back within a second", async () => {
    const group = out.server.group();
    await out.send(out.message(group));
    const error = await failure(out.send(out.message(group)));
    expect(error.code).toBe("channel_throttled");
    expect(error.retryAfter).toBeGreaterThan(0.5);
    expect(error.retryAfter).toBeLessThanOrEqual(1);
  });

  test("words that are said are not said again when the rest has to wait", async () => {
    const group = out.server.group();
    const message = out.message(group, { images: pictures(2) });
    out.server.next("sendMediaGroup", { error: 429, retryAfter: 1 });
    expect(await failure(out.send(message))).toMatchObject({ code: "channel_throttled", retryAfter: 1 });
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    const { externalId } = await out.send(message);
    const sent = out.server.sent(group);
    expect(sent.map(({ text }) => text)).toEqual([message.text, "", ""]);
    expect(externalId).toBe(String(sent[0]?.id));
    expect(sent[1]?.replyTo).toBe(sent[0]?.id);
  });

  test("what Telegram has no words for stays a failure with its code", async () => {
    const group = out.server.group();
    out.server.next("sendMessage", { error: 500 });
    const error = await failure(out.send(out.message(group)));
    expect(error).toBeInstanceOf(AppError);
    expect(error).toMatchObject({ code: "channel_failed", retryAfter: null });
  });
});
