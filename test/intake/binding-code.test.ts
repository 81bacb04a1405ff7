import { expect, test } from "vitest";
import { bareCode, CODE_BYTES, codeFrom, readCode, shownCode } from "#src/intake/binding-code.ts";

test("a code has 57 bits: of the first byte four count, of the second three, of all others five", () => {
  const kinds = (nth: number) => {
    const codes = Array.from({ length: 256 }, (_, byte) =>
      codeFrom(new Uint8Array(CODE_BYTES).fill(byte, nth)),
    );
    return new Set(codes.map((code) => code.charAt(nth))).size;
  };
  expect(Array.from({ length: CODE_BYTES }, (_, nth) => kinds(nth))).toEqual([16, 8, ...Array(10).fill(32)]);
});

test("a code of any bytes is one however it is parted", () => {
  for (let byte = 0; byte < 256; byte++) {
    const code = codeFrom(new Uint8Array(CODE_BYTES).fill(byte));
    for (const text of [code, shownCode(code), shownCode(code).replaceAll("-", " ").toLowerCase()])
      expect(bareCode(text), text).toBe(code);
  }
});

test("no two of its letters and digits look alike", () => {
  const all = Array.from({ length: 32 }, (_, byte) => codeFrom(new Uint8Array(3).fill(byte))).join("");
  for (const pair of ["0O", "1I", "1L", "IL", "UV"]) {
    expect(pair.split("").filter((symbol) => all.includes(symbol)).length, pair).toBeLessThan(2);
  }
});

test("it is read back from how it is shown", () => {
  const code = codeFrom(new Uint8Array([9, 30, 200, 31, 4, 5, 6, 77, 8, 90, 10, 11]));
  expect(shownCode(code)).toMatch(/^\w{4}-\w{4}-\w{4}$/);
  expect(readCode(shownCode(code))).toBe(code);
});

test.each([
  ["K7Q2-9MXD-4TB8", "K7Q29MXD4TB8"],
  ["k7q29mxd4tb8", "K7Q29MXD4TB8"],
  [" k7q2 9mxd 4tb8 ", "K7Q29MXD4TB8"],
  ["Ｋ７Ｑ２－９ＭＸＤ－４ＴＢ８", "K7Q29MXD4TB8"],
  ["k7q2—9mxd—4tb8", "K7Q29MXD4TB8"],
  ["KOQL-9MXI-4TB8", "K0Q19MX14TB8"],
])("%s is the code %s, alone as well", (text, code) => {
  expect(readCode(text)).toBe(code);
  expect(bareCode(text)).toBe(code);
});

test.each(["", "hello", "K7Q2-9MXD", "K7Q2-9MXD-4TB8-1", "K7Q2-9MXD-4TBU", "绑定码", "K7Q2:9MXD:4TB8"])(
  "%j is no code",
  (text) => {
    expect(readCode(text)).toBeNull();
    expect(bareCode(text)).toBeNull();
  },
);

test.each([
  "400123456789",
  "4001 2345 6789",
  "good time here",
  "HELPMEPAPASE",
  "3栋K7Q29MXD4TB8",
  "K7Q2 9MXD4-TB8",
])("%j alone is talk", (text) => {
  expect(bareCode(text)).toBeNull();
});
