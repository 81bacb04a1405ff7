import { Hono } from "hono";
import { expect, test } from "vitest";
import { ownOrigin, perMinute } from "#src/channels/web-guard.ts";
import { imageType } from "#src/channels/picture.ts";

const START = Date.parse("2026-11-23T09:00:00+08:00");

function at(seconds: number): Date {
  return new Date(START + seconds * 1_000);
}

test("the limit counts over the minute past, for each person alone", () => {
  const may = perMinute(3);
  expect([0, 10, 20, 30].map((second) => may("zhang", at(second)))).toEqual([true, true, true, false]);
  expect(may("li", at(30))).toBe(true);
  expect(may("zhang", at(61))).toBe(true);
  expect(may("zhang", at(62))).toBe(false);
});

test.each([
  ["our own page", "http://localhost", null, 200],
  ["our public address", "https://linli.example", "https://linli.example/chat", 200],
  ["another site", "https://evil.example", "https://linli.example", 403],
  ["our host on another port", "http://localhost:81", null, 403],
  ["a sandboxed frame", "null", null, 403],
  ["nobody says where", undefined, null, 403],
])("a POST from %s answers as it should", async (_who, origin, publicUrl, status) => {
  const app = new Hono().use(ownOrigin(publicUrl)).post("/", (c) => c.text("ok"));
  const headers = new Headers(origin === undefined ? {} : { origin });
  expect((await app.request("/", { method: "POST", headers })).status).toBe(status);
});

test.each([
  ["image/jpeg", [0xff, 0xd8, 0xff, 0xe0]],
  ["image/png", [...Buffer.from("\x89PNG\r\n\x1a\n", "latin1")]],
  ["image/gif", [...Buffer.from("GIF89a")]],
  ["image/webp", [...Buffer.from("RIFF\x01\x02\x03\x04WEBP", "latin1")]],
  [null, [...Buffer.from("<svg onload=alert(1)>")]],
  [null, [...Buffer.from("<html>GIF89a")]],
  [null, []],
])("a picture is known as %s by its first bytes", (type, bytes) => {
  expect(imageType(new Uint8Array(bytes))).toBe(type);
});
