import { expect, test } from "vitest";
import {
  cleanName,
  cleanNumber,
  expiry,
  isRenewable,
  shownName,
  signSession,
  verifySession,
} from "#src/channels/web-session.ts";
import type { Session } from "#src/channels/web-session.ts";

const NOW = new Date("2026-11-23T09:00:00+08:00");
const KEY = Buffer.alloc(32, 7);
const DAY = 86_400_000;
const zhang: Session = {
  account: "w-abcdefghijklmnop",
  name: "张阿姨",
  flat: { building: "3", unit: "2", room: "501" },
  expires: expiry(NOW),
};
const cookie = signSession(zhang, KEY);

function after(days: number): Date {
  return new Date(NOW.getTime() + days * DAY);
}

test("a session that was signed here is read back as it was", () => {
  expect(verifySession(cookie, KEY, NOW)).toEqual(zhang);
});

const [body = "", mark = ""] = cookie.split(".");
const other = Buffer.from(JSON.stringify({ ...zhang, account: "w-somebodyelse12345" })).toString("base64url");
test.each([
  ["empty", ""],
  ["without a signature", body],
  ["with an empty signature", `${body}.`],
  ["with another's signature", `${other}.${mark}`],
  ["with a shortened signature", `${body}.${mark.slice(0, -4)}`],
  ["with something added", `${cookie}.x`],
  ["signed with another key", signSession(zhang, Buffer.alloc(32, 8))],
  ["of another shape", signSession({ ...zhang, account: "wu" }, KEY)],
])("a cookie %s is nobody's", (_what, value) => {
  expect(verifySession(value, KEY, NOW)).toBeNull();
});

test("a session lasts 180 days and not a day longer", () => {
  expect(verifySession(cookie, KEY, after(179))).toEqual(zhang);
  expect(verifySession(cookie, KEY, after(180))).toBeNull();
});

test("a session is renewed once it has been used for a while", () => {
  expect(isRenewable(zhang, after(1))).toBe(false);
  expect(isRenewable(zhang, after(31))).toBe(true);
});

test.each([
  ["  张 \n 阿姨 ", "张 阿姨"],
  ["张\u200b\u202e阿姨", "张阿姨"],
  ["\u200b\u2060", ""],
  ["张\ud800", "张\ufffd"],
])("the name %j is shown as %j", (given, shown) => {
  expect(cleanName(given)).toBe(shown);
});

test.each([
  ["3", "3"],
  ["3号楼", "3"],
  [" 2单元 ", "2"],
  ["\uff15\uff10\uff11室", "501"],
  ["b2", "B2"],
  ["无", ""],
])("the number %j is looked up as %j", (given, number) => {
  expect(cleanNumber(given)).toBe(number);
});

test("neighbours see the flat before the name, where there is one", () => {
  expect(shownName(zhang)).toBe("3-2-501 张阿姨");
  expect(shownName({ name: "小陈", flat: null })).toBe("小陈");
});
