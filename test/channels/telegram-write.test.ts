import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { splitText } from "#src/channels/split.ts";
import { shown, write } from "#src/channels/telegram-write.ts";
import type { Step, Tools } from "#src/channels/telegram-write.ts";
import type { OutboundMessage } from "#src/message.ts";

const TOOLS: Tools = {
  data: ({ outboundId, index }) => `${outboundId}/${index}`,
  invitation: "https://t.me/linli_test_bot?start=hello",
  without: {},
};

const message = (change: Partial<OutboundMessage> = {}): OutboundMessage => ({
  id: 7,
  chat: { id: "-100200", kind: "group" },
  to: { id: "501", name: "张阿姨" },
  text: "收到。",
  buttons: [],
  images: [],
  ticketCode: null,
  ...change,
});
const PRIVATE = { id: "501", kind: "private" } as const;

/** The calls as they would be made if every picture could be got. */
function calls(change: Partial<OutboundMessage>, tools: Partial<Tools> = {}) {
  return write(message(change), { ...TOOLS, ...tools }).map((step: Step) =>
    step.kind === "pictures"
      ? shown(
          step,
          step.images.map(({ ref }) => ref),
          "77",
        )
      : step.call,
  );
}
const only = (change: Partial<OutboundMessage>, tools: Partial<Tools> = {}) => {
  const [call, ...more] = calls(change, tools);
  expect(more).toEqual([]);
  return call?.payload ?? {};
};

describe("to whom", () => {
  test("in a group an answer to somebody's message needs no name", () => {
    expect(only({ replyTo: "42" })).toEqual({
      chat_id: "-100200",
      text: "收到。",
      reply_parameters: { message_id: 42, allow_sending_without_reply: false },
      link_preview_options: { is_disabled: true },
    });
  });

  test("what answers nothing, or what is gone, begins with their name, which rings", () => {
    const named = {
      text: "@张阿姨 收到。",
      entities: [{ type: "text_mention", offset: 0, length: 4, user: { id: 501 } }],
    };
    expect(only({})).toMatchObject(named);
    expect(only({ replyTo: "42" }, { without: { reply: true } })).toMatchObject(named);
    expect(only({ replyTo: "42" }, { without: { reply: true } })).not.toHaveProperty("reply_parameters");
  });

  test("what is for all, or said in private, names nobody", () => {
    expect(only({ to: null, replyTo: "42" })).toMatchObject({
      text: "收到。",
      reply_parameters: { message_id: 42, allow_sending_without_reply: true },
    });
    expect(only({ chat: PRIVATE })).not.toHaveProperty("entities");
    expect(only({ chat: PRIVATE })).toMatchObject({ chat_id: "501", text: "收到。" });
  });

  test.each([
    ["@all  张\n三", "@all 张 三"],
    ["\u202E\u200B", "@邻居"],
    ["名".repeat(60), `@${"名".repeat(32)}`],
    ["😀", "@😀"],
  ])("whatever somebody calls themselves (%j), it is one short name", (name, shownName) => {
    const { text, entities } = only({ to: { id: "501", name } }) as { text: string; entities: object[] };
    expect(text).toBe(`${shownName} 收到。`);
    expect(entities).toMatchObject([{ length: shownName.length }]);
  });

  test("a name without an account, or a mention that Telegram refuses, stays words", () => {
    expect(only({ to: { id: "chat-1", name: "管理员" } })).not.toHaveProperty("entities");
    const plain = only({}, { without: { entities: true } });
    expect(plain).toMatchObject({ text: "@张阿姨 收到。" });
    expect(plain).not.toHaveProperty("entities");
  });

  test("an answer stays in its topic while there is one", () => {
    expect(only({ thread: "9" })).toMatchObject({ message_thread_id: 9 });
    expect(only({ thread: "9" }, { without: { thread: true } })).not.toHaveProperty("message_thread_id");
  });
});

describe("words", () => {
  test("what residents write is never markup", () => {
    const text = "<b>_*[x](http://evil.example)*_</b> &amp; `rm`";
    const payload = only({ text, chat: PRIVATE });
    expect(payload).toMatchObject({ text });
    expect(payload).not.toHaveProperty("parse_mode");
  });

  test("a long text goes out in parts: the first answers, the last has the buttons", () => {
    const text = `${"楼道灯坏了。".repeat(900)}完`;
    const parts = calls({ text, replyTo: "42", buttons: ["接单"] });
    expect(parts.map((call) => Object.keys(call?.payload ?? {}))).toEqual([
      ["chat_id", "text", "reply_parameters", "link_preview_options"],
      ["chat_id", "text", "reply_markup", "link_preview_options"],
    ]);
    expect(parts.map((call) => call?.payload["text"]).join("")).toBe(text);
  });

  test("a name before a long text rings in its first part", () => {
    const [first, second] = calls({ text: "灯。".repeat(3000) });
    expect(first?.payload).toMatchObject({ entities: [{ type: "text_mention" }] });
    expect(second?.payload).not.toHaveProperty("entities");
  });

  test.each([
    ["a line", `${"甲".repeat(60)}\n${"乙".repeat(30)}。${"丙".repeat(40)}`, "甲".repeat(60)],
    [
      "a sentence",
      `${"甲".repeat(30)}，${"乙".repeat(40)}！”${"丙".repeat(60)}`,
      `${"甲".repeat(30)}，${"乙".repeat(40)}！”`,
    ],
    ["a pause", `${"甲".repeat(70)}，${"乙".repeat(60)}`, `${"甲".repeat(70)}，`],
    ["a whole letter", `${"甲".repeat(97)}👨‍👩‍👧‍👦${"乙".repeat(60)}`, "甲".repeat(97)],
    ["half a letter never", "😀".repeat(80), "😀".repeat(50)],
    ["an early line not", `甲\n${"乙".repeat(140)}`, `甲\n${"乙".repeat(98)}`],
  ])("a long text is cut after %s", (_, text, first) => {
    expect(splitText(text, 100)[0]).toBe(first);
  });

  test("whatever the text: parts within the limit, none blank, no half letter, nothing lost", () => {
    const anyText = fc
      .array(fc.oneof(fc.string({ unit: "grapheme", maxLength: 60 }), fc.constantFrom("\n", "。", " ", "👨‍👩‍👧‍👦")))
      .map((all) => all.join(""));
    fc.assert(
      fc.property(anyText, fc.integer({ min: 40, max: 100 }), (text, limit) => {
        const parts = splitText(text, limit);
        for (const part of parts) {
          expect(part.length).toBeLessThanOrEqual(limit);
          expect(part.isWellFormed()).toBe(true);
          expect(part.trim() === "" && parts.length > 1).toBe(false);
        }
        const bare = (all: string) => all.replaceAll(/\s/g, "");
        expect(bare(parts.join(""))).toBe(bare(text));
      }),
    );
  });
});

describe("buttons", () => {
  const rows = (buttons: string[], invites = false) =>
    (only({ buttons, invites, chat: PRIVATE })["reply_markup"] as { inline_keyboard: object[][] })
      .inline_keyboard;

  test.each([
    [["1", "2", "3", "4", "5"], [5]],
    [["进展", "办结", "退单"], [3]],
    [
      ["接单", "退单", "进展", "办结"],
      [3, 1],
    ],
    [
      ["接单", "请换一位师傅上门来看", "退单"],
      [1, 1, 1],
    ],
  ])("%j stand in rows of %j", (buttons, lengths) => {
    expect(rows(buttons).map((row) => row.length)).toEqual(lengths);
    expect(rows(buttons).flat()).toEqual(
      buttons.map((text, index) => ({ text, callback_data: `7/${index}` })),
    );
  });

  test("the way into the private chat stands below, once the bot knows its own name", () => {
    const invite = { text: "私聊邻里", url: "https://t.me/linli_test_bot?start=hello" };
    expect(rows(["接单"], true)).toEqual([[{ text: "接单", callback_data: "7/0" }], [invite]]);
    expect(only({ invites: true }, { invitation: null })).not.toHaveProperty("reply_markup");
  });

  test("a sign at a message instead of words", () => {
    expect(calls({ reaction: "👀", replyTo: "42" })).toEqual([
      {
        method: "setMessageReaction",
        payload: { chat_id: "-100200", message_id: 42, reaction: [{ type: "emoji", emoji: "👀" }] },
      },
    ]);
    expect(calls({ reaction: "👀" })).toEqual([]);
  });
});

describe("pictures", () => {
  const images = (count: number) => Array.from({ length: count }, (_, index) => ({ ref: `p${index}` }));
  const methods = (change: Partial<OutboundMessage>) => calls(change).map((call) => call?.method);

  test("one with few words carries them, with buttons and all", () => {
    const payload = only({ images: images(1), replyTo: "42", buttons: ["接单"], thread: "9" });
    expect(payload).toMatchObject({ photo: "p0", caption: "收到。", message_thread_id: 9 });
    expect(Object.keys(payload)).toContain("reply_markup");
  });

  test("a name in a caption rings too", () => {
    const { caption, caption_entities } = only({ images: images(1) });
    expect({ caption, caption_entities }).toMatchObject({
      caption: "@张阿姨 收到。",
      caption_entities: [{ type: "text_mention", length: 4 }],
    });
  });

  test("a picture that cannot be got leaves its words", () => {
    const [step] = write(message({ images: images(1), chat: PRIVATE, buttons: ["接单"] }), TOOLS);
    if (step?.kind !== "pictures") throw new Error("expected a picture");
    expect(shown(step, [], null)).toMatchObject({
      method: "sendMessage",
      payload: { text: "收到。", reply_markup: {} },
    });
  });

  test.each([
    [1, "字".repeat(1025), ["sendMessage", "sendPhoto"]],
    [1, "", ["sendPhoto"]],
    [2, "两张", ["sendMessage", "sendMediaGroup"]],
    [10, "十张", ["sendMessage", "sendMediaGroup"]],
    [11, "十一张", ["sendMessage", "sendMediaGroup", "sendPhoto"]],
    [23, "许多", ["sendMessage", "sendMediaGroup", "sendMediaGroup", "sendMediaGroup"]],
  ])("%d pictures with %j", (count, text, expected) => {
    expect(methods({ images: images(count), text, chat: PRIVATE })).toEqual(expected);
  });

  test("an album hangs below its text", () => {
    expect(calls({ images: images(2) })[1]?.payload).toEqual({
      chat_id: "-100200",
      reply_parameters: { message_id: 77, allow_sending_without_reply: true },
      media: [
        { type: "photo", media: "p0" },
        { type: "photo", media: "p1" },
      ],
    });
  });

  test("voice, film and file go by themselves, the pictures among them together", () => {
    const mixed = [
      { ref: "p0" },
      { ref: "v", kind: "voice" },
      { ref: "p1" },
      { ref: "f", kind: "file" },
      { ref: "m", kind: "video" },
    ] as const;
    const made = calls({ images: [...mixed] });
    expect(made.map((call) => call?.method)).toEqual([
      "sendMessage",
      "sendMediaGroup",
      "sendVoice",
      "sendDocument",
      "sendVideo",
    ]);
    expect(made[2]?.payload).toMatchObject({ voice: "v" });
    expect(made[3]?.payload).toMatchObject({ document: "f" });
  });
});
