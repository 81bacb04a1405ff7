import { expect, test } from "vitest";
import { failureOf, scanned } from "#src/channels/wechat-login.ts";
import { openMarks } from "#src/channels/wechat-marks.ts";
import { writeMessage } from "#src/channels/wechat-write.ts";
import type { OutboundMessage } from "#src/message.ts";

const message = (more: Partial<OutboundMessage> = {}): OutboundMessage => ({
  id: 1,
  chat: { id: "wxid_zhang", kind: "private" },
  to: { id: "wxid_zhang", name: "张" },
  text: "A1042 办好了。",
  buttons: [],
  images: [],
  ticketCode: "A1042",
  ...more,
});
const ROOM = { id: "r@chatroom", kind: "group" } as const;

test.each<[string[], string]>([
  [[], "A1042 办好了。"],
  [["已解决", "没解决"], "A1042 办好了。\n回 1 已解决  2 没解决"],
  [["1", "2", "3", "4", "5"], "A1042 办好了。\n回 1–5"],
  [["撤销"], "A1042 办好了。\n回 1 撤销"],
  [["立单", "不是", "紧急"], "A1042 办好了。\n回 1 立单  2 不是  紧急"],
])("choices %j are numbered", (buttons, text) => {
  expect(writeMessage(message({ buttons }), null)).toEqual({ texts: [text], mentions: [] });
});

test("who is addressed in a group is named; everybody is not", () => {
  const named = writeMessage(message({ chat: ROOM }), null);
  expect(named).toEqual({ texts: ["@张\u2005A1042 办好了。"], mentions: ["wxid_zhang"] });
  expect(writeMessage(message({ chat: ROOM, to: null }), null).mentions).toEqual([]);
});

test("the way into a private chat is a friend's, or the web chat's", () => {
  const invites = message({ chat: ROOM, to: null, text: "私下说", invites: true });
  expect(writeMessage(invites, null).texts).toEqual(["私下说\n加我好友私聊"]);
  expect(writeMessage(invites, "https://linli.example.org").texts).toEqual([
    "私下说\n加我好友私聊,或打开 https://linli.example.org",
  ]);
});

test("a long text is cut where a sentence ends, and nothing of it is lost", () => {
  const text = "这是一句话。".repeat(700);
  const { texts } = writeMessage(message({ text }), null);
  expect(texts.length).toBe(3);
  expect(texts.join("")).toBe(text);
  expect(texts.every((part) => part.endsWith("。") && part.length <= 1800)).toBe(true);
});

test("a quote is found again by its words, the newest first, also when it is cut short", () => {
  const marks = openMarks();
  marks.note("r", "电梯又坏了,三楼的", "m1");
  marks.note("r", "电梯又坏了,三楼的", "m2");
  marks.note("q", "电梯又坏了,三楼的", "m3");
  expect(marks.find("r", "电梯又坏了, 三楼的")).toBe("m2");
  expect(marks.find("r", "电梯又坏…")).toBe("m2");
  expect(marks.find("r", "电")).toBeNull();
  expect(marks.find("r", "水管")).toBeNull();
});

test("what is wrong with a connection is said without its token", () => {
  const gerror = JSON.stringify({
    code: 16,
    message: '16 UNAUTHENTICATED: Invalid Wechaty TOKEN "insecure_secret"',
  });
  const text = failureOf({ gerror });
  expect(text).toMatch(/WECHATY_PUPPET_SERVICE_TOKEN/);
  expect(text).not.toContain("secret");
  expect(failureOf({ data: "14 UNAVAILABLE: connect ECONNREFUSED" })).toMatch(/ENDPOINT/);
  expect(failureOf(new Error("a resident's words"))).toBeNull();
});

test("a QR code is shown while it can be scanned", () => {
  expect(scanned({ status: 2, qrcode: "https://login" }).qrCode).toBe("https://login");
  expect(scanned({ status: 3, qrcode: "https://login" }).qrCode).toBeNull();
});
