import { describe, expect, test } from "vitest";
import { readMessage, roomChange, splitQuote } from "#src/channels/wechat-read.ts";
import type { Heard } from "#src/channels/wechat-read.ts";

const AT = 1_795_906_302;
const heard = (message: Partial<Heard["message"]>, more: Partial<Heard> = {}): Heard => ({
  message: {
    id: "m1",
    talkerId: "wxid_zhang",
    roomId: "r@chatroom",
    text: "",
    timestamp: AT,
    type: 7,
    ...message,
  },
  self: { id: "wxid_bot", name: "邻里(东园)" },
  talker: { id: "wxid_zhang", name: "张", type: 1 },
  room: { id: "r@chatroom", topic: "东园业主群", memberIdList: ["wxid_bot", "wxid_zhang"] },
  roomAlias: null,
  place: null,
  ...more,
});
const DASHES = "- - - - - - - - - - - - - - -";

describe("a message of a room", () => {
  const read = (message: Partial<Heard["message"]>, more?: Partial<Heard>) => {
    const got = readMessage(heard(message, more));
    return got?.kind === "message" ? got : null;
  };

  test("comes with its room, its sender as the room calls them, and its time in seconds or milliseconds", () => {
    const got = read({ text: "电梯坏了" }, { roomAlias: "3-2-501 张" });
    expect(got?.message).toMatchObject({
      channel: "wechat",
      chat: { id: "r@chatroom", kind: "group", title: "东园业主群" },
      from: { id: "wxid_zhang", name: "3-2-501 张" },
      id: "m1",
      at: new Date(AT * 1000),
      text: "电梯坏了",
      mention: false,
    });
    expect(read({ text: "好", timestamp: AT * 1000 })?.message.at).toEqual(new Date(AT * 1000));
  });

  test.each([
    ["@邻里(东园)\u2005电梯坏了", [], "电梯坏了", true],
    ["电梯坏了 @邻里(东园)", [], "电梯坏了", true],
    ["电梯坏了", ["wxid_bot"], "电梯坏了", true],
    ["@邻里(东园)助手 电梯坏了", [], "@邻里(东园)助手 电梯坏了", false],
    ["@老王\u2005电梯坏了", ["wxid_wang"], "@老王\u2005电梯坏了", false],
  ])("%j with %j names us: %j, %j", (text, mentionIdList, own, mention) => {
    expect(read({ text, mentionIdList })?.message).toMatchObject({ text: own, mention });
  });

  test.each([
    [6, [{ ref: "m1" }]],
    [2, [{ ref: "m1", kind: "voice" }]],
    [15, [{ ref: "m1", kind: "video" }]],
    [1, [{ ref: "m1", kind: "file" }]],
  ])(
    "of type %i is kept by its reference, without the XML that puppets put into its text",
    (type, images) => {
      expect(read({ type, text: "<msg><img/></msg>" })?.message).toMatchObject({ text: "", images });
    },
  );

  test("that is a location says where", () => {
    expect(read({ type: 8, text: "<msg/>" }, { place: "东门 中山路1号" })?.message.text).toBe(
      "东门 中山路1号",
    );
  });

  test("that quotes another has its own words, and those it answers", () => {
    const got = read({ text: `「张三:电梯又坏了\n快来人」\n${DASHES}\n我家也是` });
    expect([got?.quoted, got?.message.text]).toEqual(["电梯又坏了\n快来人", "我家也是"]);
  });
});

test("a private message is in the chat of who writes", () => {
  const got = readMessage(heard({ roomId: "", text: "你好" }, { room: null }));
  expect(got).toMatchObject({ message: { chat: { id: "wxid_zhang", kind: "private" }, mention: false } });
});

test("a recall names the message taken back", () => {
  const change = {
    channel: "wechat",
    chat: { id: "r@chatroom" },
    from: { id: "wxid_zhang" },
    id: "m0",
    change: "recall",
  };
  expect(readMessage(heard({ type: 13, text: "m0" }))).toMatchObject({ kind: "change", change });
});

test.each<[string, Partial<Heard["message"]>, Partial<Heard>]>([
  ["our own echo", { talkerId: "wxid_bot", text: "好" }, {}],
  ["the platform's", { talkerId: "weixin", text: "微信团队" }, {}],
  ["an official account's", { text: "早报" }, { talker: { id: "gh_1", name: "早报", type: 2 } }],
  ["a link", { type: 14, text: "<msg/>" }, {}],
  ["a note of the group", { type: 10, text: "张邀请李加入了群聊" }, {}],
  ["a red envelope", { type: 12 }, {}],
  ["a recall of nothing", { type: 13, text: "" }, {}],
])("%s is nothing that a neighbour wrote", (_, message, more) => {
  expect(readMessage(heard(message, more))).toBeNull();
});

test("words in brackets without the line of dashes are no quote", () => {
  expect(splitQuote("「张三:好」\n我也是")).toEqual({ quoted: null, text: "「张三:好」\n我也是" });
});

describe("what becomes of a room", () => {
  const about = { selfId: "wxid_bot", topic: "东园" };
  const common = { roomId: "r@chatroom", timestamp: AT };

  test("the bot is put in, thrown out, or reads a new name", () => {
    const joined = { ...common, inviteeIdList: ["wxid_bot"], inviterId: "wxid_zhang" };
    expect(roomChange(joined, about)).toMatchObject({
      change: "present",
      hears: true,
      by: { id: "wxid_zhang" },
    });
    const left = { ...common, removeeIdList: ["wxid_bot"], removerId: "wxid_zhang" };
    expect(roomChange(left, about)).toMatchObject({ change: "left", chat: { title: "东园" } });
    const renamed = { ...common, newTopic: "东园一期", changerId: "wxid_zhang" };
    expect(roomChange(renamed, about)).toMatchObject({ change: "renamed", chat: { title: "东园一期" } });
  });

  test("neighbours coming and going are no news", () => {
    expect(roomChange({ ...common, inviteeIdList: ["wxid_li"], inviterId: "" }, about)).toBeNull();
    expect(
      roomChange({ ...common, removeeIdList: [""], removerId: "" }, { ...about, selfId: "" }),
    ).toBeNull();
  });
});
