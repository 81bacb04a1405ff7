import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readUpdate } from "#src/channels/telegram-read.ts";
import type { Read, Reader } from "#src/channels/telegram-read.ts";

const NOW = new Date("2026-11-23T09:00:10+08:00");
const AT = new Date("2026-11-23T09:00:00+08:00");
const date = AT.getTime() / 1000;
const reader: Reader = {
  id: "77",
  username: "LinliBot",
  hearsAll: false,
  buttonOf: (data) => (data === "a1.0.ours" ? { outboundId: 361 } : null),
};
const group = { id: -1001, type: "supergroup", title: "翠苑三区" };
const own = { id: 8, type: "private", first_name: "张" };
const zhang = { id: 8, is_bot: false, first_name: "桂英", last_name: "张" };
const said = (fields: object) => ({ message_id: 5, date, chat: group, from: zhang, ...fields });

const read = (update: object): Read | null => readUpdate({ update_id: 1, ...update }, reader, NOW);
function message(fields: object) {
  const told = read({ message: said(fields) })?.told;
  return told?.kind === "message" ? told.message : null;
}
function change(update: object) {
  const told = read(update)?.told;
  return told?.kind === "chat" ? told.change : null;
}

test("a line in a group is one message of that group, with its sender, id and time", () => {
  expect(read({ message: said({ text: "3栋电梯坏了" }) })).toEqual({
    id: 1,
    chat: "-1001",
    told: {
      kind: "message",
      message: {
        channel: "telegram",
        chat: { id: "-1001", kind: "group", title: "翠苑三区" },
        from: { id: "8", name: "桂英 张" },
        id: "5",
        thread: null,
        at: AT,
        text: "3栋电梯坏了",
        images: [],
        replyTo: null,
        mention: false,
        press: null,
        forwarded: false,
      },
    },
  });
});

test.each([[undefined], [0], [1e300]])("a line of the time %s is of now", (odd) => {
  expect(message({ date: odd, text: "好" })?.at).toEqual(NOW);
});

test("a private chat is its person's, whatever Telegram calls it", () => {
  expect(message({ chat: own, text: "你好" })?.chat).toEqual({ id: "8", kind: "private", title: "" });
});

describe("what addresses the bot is no part of what is said", () => {
  const entity = (type: string, offset: number, length: number, user?: object) => [
    { type, offset, length, user },
  ];
  const CASES: [string, object[] | undefined, string | null, boolean][] = [
    ["@LinliBot 电梯坏了", entity("mention", 0, 9), "电梯坏了", true],
    ["@linlibot电梯坏了", undefined, "电梯坏了", true],
    ["电梯坏了@linlibot", undefined, "电梯坏了", true],
    ["麻烦 @linlibot 看看", entity("mention", 3, 9), "麻烦 看看", true],
    ["@linlibot", undefined, "", true],
    ["邻里 电梯坏了", entity("text_mention", 0, 2, { id: 77 }), "电梯坏了", true],
    ["👵🏻邻里 电梯坏了", entity("text_mention", 4, 2, { id: 77 }), "👵🏻  电梯坏了", true],
    ["老王 电梯坏了", entity("text_mention", 0, 2, { id: 9 }), "老王 电梯坏了", false],
    ["@linlibot2 电梯坏了", undefined, "@linlibot2 电梯坏了", false],
    ["写信到 a@linlibot", undefined, "写信到 a@linlibot", false],
    ["@otherbot 电梯坏了", entity("mention", 0, 9), "@otherbot 电梯坏了", false],
    ["/查@LinliBot A1001", undefined, "/查 A1001", true],
    ["/look@linlibot A1001", entity("bot_command", 0, 14), "/look A1001", true],
    ["/接@linlibot", undefined, "/接", true],
    ["/查 A1001", undefined, "/查 A1001", false],
    ["/查@otherbot A1001", undefined, null, false],
    ["/ban@otherbot", entity("bot_command", 0, 13), null, false],
  ];
  test.each(CASES)("%s", (text, entities, expected, mention) => {
    const got = message({ text, entities });
    expect(got && { text: got.text, mention: got.mention }).toEqual(
      expected === null ? null : { text: expected, mention },
    );
  });
});

describe("what is attached", () => {
  const file = (file_id: string) => ({ file_id, file_unique_id: "u" });
  const sizes = [
    { ...file("small"), width: 90, height: 60 },
    { ...file("large"), width: 1280, height: 960 },
    { ...file("middle"), width: 320, height: 240 },
  ];
  test.each([
    [{ photo: sizes, caption: "看,漏水" }, "看,漏水", [{ ref: "large" }]],
    [{ photo: sizes, media_group_id: "g" }, "", [{ ref: "large" }]],
    [{ voice: file("v") }, "", [{ ref: "v", kind: "voice" }]],
    [{ video: file("f"), caption: "看" }, "看", [{ ref: "f", kind: "video" }]],
    [{ video_note: file("n") }, "", [{ ref: "n", kind: "video" }]],
    [{ animation: file("a"), document: file("a") }, "", [{ ref: "a", kind: "video" }]],
    [{ document: file("d") }, "", [{ ref: "d", kind: "file" }]],
    [{ audio: file("m") }, "", [{ ref: "m", kind: "file" }]],
    [{ sticker: file("s") }, "", []],
    [{ location: { latitude: 28.68, longitude: 115.85 } }, "位置:28.68,115.85", []],
    [
      { location: { latitude: 1, longitude: 2 }, venue: { title: "东门", address: "学府路 9 号" } },
      "东门 学府路 9 号",
      [],
    ],
    [{ contact: { phone_number: "13800138000", first_name: "王", vcard: "TEL:13800138000" } }, "名片:王", []],
  ])("%j", (fields, text, images) => {
    const got = message(fields);
    expect(got).toMatchObject({ text, images });
    expect(JSON.stringify(got)).not.toContain("13800138000");
  });
});

describe("replies and topics", () => {
  const topic = { is_topic_message: true, message_thread_id: 40 };
  test.each([
    ["an answer", { reply_to_message: { message_id: 3 } }, "3", null],
    ["a line in a topic", { ...topic, reply_to_message: { message_id: 40 } }, null, "40"],
    ["an answer in a topic", { ...topic, reply_to_message: { message_id: 41 } }, "41", "40"],
    [
      "a chain of replies outside forums",
      { message_thread_id: 3, reply_to_message: { message_id: 3 } },
      "3",
      null,
    ],
  ])("%s", (_, fields, replyTo, thread) => {
    expect(message({ text: "好", ...fields })).toMatchObject({ replyTo, thread });
  });
});

describe("who speaks", () => {
  const channel = { id: -1009, type: "channel", title: "街道发布" };
  const bot = { id: 1087968824, is_bot: true, first_name: "Group" };
  test("an anonymous administrator is the group itself, with nobody's rights", () => {
    const got = message({ from: bot, sender_chat: group, text: "通知" });
    expect(got).toMatchObject({ from: { id: "chat-1001", name: "翠苑三区" }, forwarded: false });
  });
  test("what a channel posts is passed on", () => {
    const got = message({ from: { id: 777000, is_bot: false }, sender_chat: channel, text: "/暂停" });
    expect(got).toMatchObject({ from: { id: "chat-1009", name: "街道发布" }, forwarded: true });
  });
  test("what is forwarded says so", () => {
    expect(message({ forward_origin: { type: "hidden_user" }, text: "/暂停" })?.forwarded).toBe(true);
  });
  test("who uses another bot to write writes all the same", () => {
    expect(message({ via_bot: bot, text: "电梯坏了" })?.from.id).toBe("8");
  });
  test("who has no name has one to be called by", () => {
    expect(message({ from: { id: 8, first_name: "" }, text: "好" })?.from).toEqual({ id: "8", name: "居民" });
  });
  test("bots are not heard, nor what nobody says", () => {
    expect(message({ from: bot, text: "电梯坏了" })).toBeNull();
    expect(message({ from: undefined, text: "电梯坏了" })).toBeNull();
  });
});

describe("edits", () => {
  const edited = (fields: object) =>
    read({ edited_message: said({ edit_date: date + 60, ...fields }) })?.told;
  test("an edit brings other words, and the whole while the message may still be on its way", () => {
    expect(edited({ text: "@linlibot 5栋" })).toMatchObject({
      kind: "edit",
      change: {
        channel: "telegram",
        chat: { id: "-1001" },
        from: { id: "8" },
        id: "5",
        at: new Date(AT.getTime() + 60_000),
        change: "edit",
        text: "5栋",
        mention: true,
      },
      message: { id: "5", at: AT, text: "5栋" },
    });
  });
  test("a caption is edited like words", () => {
    expect(edited({ caption: "5栋", photo: [] })).toMatchObject({ change: { text: "5栋" } });
  });
  test("of an old message only the edit is told", () => {
    expect(edited({ text: "5栋", edit_date: date + 86_400 })).toMatchObject({ kind: "edit", message: null });
  });
  test("what carries no words changes nothing", () => {
    expect(edited({ location: { latitude: 1, longitude: 2 } })).toBeUndefined();
    expect(edited({ photo: [] })).toBeUndefined();
    expect(edited({ text: "/查@otherbot" })).toBeUndefined();
  });
});

describe("buttons", () => {
  const under = said({
    from: { id: 77, is_bot: true },
    chat: group,
    text: "A1001 新工单",
    reply_markup: {
      inline_keyboard: [
        [
          { text: "接单", callback_data: "a1.0.ours" },
          { text: "假", callback_data: "x" },
        ],
      ],
    },
  });
  const tap = (fields: object) =>
    read({ callback_query: { id: "99", from: zhang, message: under, chat_instance: "1", ...fields } })?.told;
  test("a tap is a message with the button's own text", () => {
    expect(tap({ data: "a1.0.ours" })).toMatchObject({
      kind: "press",
      query: "99",
      message: {
        id: "cb-99",
        chat: { id: "-1001" },
        from: { id: "8" },
        at: NOW,
        text: "",
        press: { outboundId: 361, ticketCode: null, button: "接单" },
      },
    });
  });
  test.each([
    ["a forged one", { data: "x" }],
    [
      "one that is under no message of ours",
      { data: "a1.0.ours", message: { ...under, reply_markup: undefined } },
    ],
    [
      "one under a message that is gone",
      { data: "a1.0.ours", message: { chat: group, message_id: 5, date: 0 } },
    ],
    ["one without data", { data: undefined, game_short_name: "g" }],
    ["one without a message", { data: "a1.0.ours", message: undefined, inline_message_id: "i" }],
  ])("%s does nothing but to be answered", (_, fields) => {
    expect(tap(fields)).toEqual({ kind: "press", query: "99", message: null });
  });
});

describe("what becomes of a chat", () => {
  const member = (status: string, more: object = {}, chat: object = group) => ({
    my_chat_member: { chat, from: zhang, date, old_chat_member: {}, new_chat_member: { status, ...more } },
  });
  const base = { channel: "telegram", at: AT, by: { id: "8", name: "桂英 张" } };
  const inGroup = { ...base, chat: { id: "-1001", kind: "group", title: "翠苑三区" } };
  test.each([
    [member("member"), { change: "present", hears: false }],
    [member("administrator"), { change: "present", hears: true }],
    [member("restricted", { is_member: true, can_send_messages: true }), { change: "present", hears: false }],
    [member("restricted", { is_member: true, can_send_messages: false }), { change: "muted" }],
    [member("restricted", { is_member: false, can_send_messages: true }), { change: "left" }],
    [member("left"), { change: "left" }],
    [member("kicked"), { change: "left" }],
    [{ message: said({ group_chat_created: true }) }, { change: "present", hears: false }],
    [{ message: said({ migrate_to_chat_id: -1002 }) }, { change: "moved", to: "-1002" }],
  ])("%j", (update, expected) => expect(change(update)).toEqual({ ...inGroup, ...expected }));

  test("who is shown all by BotFather's setting hears without being an administrator", () => {
    const told = readUpdate({ update_id: 1, ...member("member") }, { ...reader, hearsAll: true }, NOW)?.told;
    expect(told).toMatchObject({ change: { change: "present", hears: true } });
  });
  test("a private chat is opened and blocked", () => {
    const inPrivate = { ...base, chat: { id: "8", kind: "private", title: "" } };
    expect(change(member("member", {}, own))).toEqual({ ...inPrivate, change: "opened" });
    expect(change(member("kicked", {}, own))).toEqual({ ...inPrivate, change: "blocked" });
  });
  test("a group that moves says the same from its new id", () => {
    const moved = { change: "moved", to: "-1001", chat: { id: "-55" } };
    expect(change({ message: said({ migrate_from_chat_id: -55 }) })).toMatchObject(moved);
  });
  test("a new title is the chat's", () => {
    const renamed = { change: "renamed", chat: { title: "翠苑四区" } };
    expect(change({ message: said({ new_chat_title: "翠苑四区" }) })).toMatchObject(renamed);
  });
  test("an anonymous administrator did it: nobody", () => {
    expect(change({ message: said({ sender_chat: group, group_chat_created: true }) })?.by).toBeNull();
  });
});

describe("nothing for the house", () => {
  const text = said({ text: "电梯坏了" });
  const channel = { id: -1009, type: "channel", title: "街道发布" };
  test.each([
    [{ channel_post: { ...text, chat: channel } }],
    [{ message: { ...text, chat: channel } }],
    [{ my_chat_member: { chat: channel, from: zhang, date, new_chat_member: { status: "left" } } }],
    [{ business_message: text }],
    [{ message_reaction: { chat: group, message_id: 5, date, old_reaction: [], new_reaction: [] } }],
    [{ message: said({ poll: { id: "1", question: "?" } }) }],
    [{ message: said({ dice: { emoji: "🎲", value: 1 } }) }],
    [{ message: said({ new_chat_members: [zhang] }) }],
    [{ message: said({ pinned_message: text }) }],
    [{ message: said({ forum_topic_created: { name: "报修" } }) }],
    [{ message: { text: "电梯坏了" } }],
    [{ message: null }],
    [{}],
  ])("%j", (update) => expect(read(update)).toBeNull());

  test.each([[null], [[]], ["x"], [7], [{ update_id: "7" }], [{ message: text }]])("%j", (update) =>
    expect(readUpdate(update, reader, NOW)).toBeNull(),
  );
});

test("no JSON makes it throw", () => {
  const keys = ["message", "edited_message", "callback_query", "my_chat_member"];
  const field = fc.constantFrom(
    "text",
    "chat",
    "from",
    "entities",
    "photo",
    "date",
    "reply_markup",
    "new_chat_member",
  );
  const body = fc.dictionary(field, fc.jsonValue({ maxDepth: 3 }));
  fc.assert(
    fc.property(fc.constantFrom(...keys), body, fc.boolean(), (kind, odd, wellFormed) => {
      const update = {
        update_id: 1,
        [kind]: wellFormed ? { ...said({ text: "好" }), id: "1", ...odd } : odd,
      };
      expect(() => readUpdate(update, reader, NOW)).not.toThrow();
    }),
    { numRuns: 500 },
  );
});
