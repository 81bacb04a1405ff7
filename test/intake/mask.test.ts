import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { mask, unmask } from "#src/intake/mask.ts";
import { leaks, maskingLines } from "#test/helpers/masking-lines.ts";

test.each([
  ["我电话13812345678,李姐139 1234 5678", "我电话〔手机1〕,李姐〔手机2〕"],
  ["幺三八零零一三八零零零 找我", "〔手机1〕 找我"],
  ["一三八，一二三四，五六七八", "〔手机1〕"],
  ["＋86 １３８１２３４５６７８", "〔手机1〕"],
  ["1️⃣3️⃣8️⃣1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣7️⃣8️⃣", "〔手机1〕"],
  ["13\u200b812345678", "〔手机1〕"],
  ["身份证36010219900101123X,卡6222 0202 0000 1234 567", "身份证〔证件1〕,卡6222 0202 0000 1234 567"],
  ["卡号6222021234567890128", "卡号〔卡号1〕"],
  ["座机0791-88123456转801或(0791)8812345", "座机〔电话1〕或〔电话2〕"],
  ["家里电话88123456", "家里电话〔电话1〕"],
  ["赣A·12345和粤bd12345挡住了", "〔车牌1〕和〔车牌2〕挡住了"],
  ["加微信 zhangsan_88,或发 a.b@qq.com", "加微信 〔账号1〕,或发 〔邮箱1〕"],
  ["QQ：12345678", "QQ：〔账号1〕"],
  ["护照E12345678", "护照〔证件1〕"],
  [
    "3栋2单元501漏水,三幢二单元五零一也是,3-2-502更重",
    "3栋2单元〔门牌1〕漏水,三幢二单元〔门牌2〕也是,3-2-〔门牌3〕更重",
  ],
  ["我住501室", "我住〔门牌1〕室"],
])("%s is masked", (text, expected) => {
  const { text: masked, secrets } = mask(text);
  expect(masked).toBe(expected);
  expect(unmask(masked, secrets)).toBe(text);
});

test.each([
  "2026-11-23 09:00 停水,到18:30",
  "物业费涨到3500元,一平2.5",
  "12345热线打过了,400-820-8820也打了",
  "119和120都来了",
  "3栋2单元电梯坏了,十二楼",
  "第一第二第三都不行",
  "一二三四五,上山打老虎",
  "快递单尾号4521",
  "",
])("%s has nothing to mask", (text) => {
  expect(mask(text)).toEqual({ text, secrets: [] });
});

test("of 2,000 made-up lines with several items each, at least 99 of 100 items are masked", () => {
  const lines = maskingLines(2000);
  const left = lines.flatMap(({ text, secrets }) => leaks(mask(text).text, secrets));
  const all = lines.flatMap(({ secrets }) => secrets);
  expect(left.length / all.length, left.slice(0, 40).join("\n")).toBeLessThanOrEqual(0.01);
});

test("of 268 items written by hand, by somebody who had not seen the masker, at most 2 are left", () => {
  const lines = readFileSync("test/data/masking-by-hand.jsonl", "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as { text: string; secrets: string[] });
  const left = lines.flatMap(({ text, secrets }) => leaks(mask(text).text, secrets));
  expect(left.length, left.join("\n")).toBeLessThanOrEqual(2);
  const plain = lines.filter(({ secrets }) => secrets.length === 0);
  const overdone = plain.filter(({ text }) => mask(text).text !== text);
  expect(overdone.length, overdone.map(({ text }) => text).join("\n")).toBeLessThanOrEqual(8);
});

test("the lines that linli eval measures masking on are these", () => {
  const kept = readFileSync("test/data/masking.jsonl", "utf8");
  expect(kept).toBe(
    maskingLines(2000)
      .map((line) => `${JSON.stringify(line)}\n`)
      .join(""),
  );
});
