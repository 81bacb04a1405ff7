import { expect, test } from "vitest";
import { CLOSED, enter, fail, secondsToWait } from "#src/triage/breaker.ts";
import type { Breaker } from "#src/triage/breaker.ts";

const START = new Date("2026-11-23T09:00:00+08:00");
const at = (seconds: number) => new Date(START.getTime() + seconds * 1000);
const failing = (times: number, from: Breaker = CLOSED) =>
  Array.from({ length: times }).reduce<Breaker>((breaker) => fail(breaker, START, null), from);
const mayCall = (breaker: Breaker, seconds: number) => enter(breaker, at(seconds)) !== null;

test.each([
  [0, true],
  [4, true],
  [5, false],
  [9, false],
])("after %d failures in a row a call may pass: %s", (failures, expected) => {
  expect(mayCall(failing(failures), 0)).toBe(expected);
});

test("it opens for a minute", () => {
  expect([0, 59, 60].map((seconds) => mayCall(failing(5), seconds))).toEqual([false, false, true]);
});

test("after the minute one call is tried, and no second one beside it", () => {
  const trying = enter(failing(5), at(60)) ?? CLOSED;
  expect(trying).not.toEqual(CLOSED);
  expect([60, 119].map((seconds) => mayCall(trying, seconds))).toEqual([false, false]);
});

test("a trial that fails opens it for another minute", () => {
  const trying = enter(failing(5), at(60)) ?? CLOSED;
  const again = fail(trying, at(68), null);
  expect([127, 128].map((seconds) => mayCall(again, seconds))).toEqual([false, true]);
});

test("a trial that never comes back is followed by another", () => {
  const trying = enter(failing(5), at(60)) ?? CLOSED;
  expect(mayCall(trying, 120)).toBe(true);
});

test.each([
  [30, 29, 30],
  [7_200, 3_599, 3_600],
])("asked to wait %d s, nobody calls at %d s and somebody may at %d s", (wait, shut, open) => {
  const breaker = fail(CLOSED, START, wait);
  expect([shut, open].map((seconds) => mayCall(breaker, seconds))).toEqual([false, true]);
});

test("a short wait makes the minute after five failures no shorter, and a later failure no long wait", () => {
  const short = fail(failing(4), START, 10);
  expect(mayCall(short, 59)).toBe(false);
  const long = fail(failing(4), START, 600);
  expect(mayCall(fail(long, at(1), null), 599)).toBe(false);
});

test.each([
  [null, null],
  ["30", 30],
  [" 30 ", 30],
  ["0", 0],
  ["Mon, 23 Nov 2026 01:00:20 GMT", 20],
  ["Mon, 23 Nov 2026 00:00:00 GMT", 0],
  ["soon", null],
  ["-5", null],
  ["", null],
])("Retry-After %j is %j seconds", (header, expected) => {
  expect(secondsToWait(header, START)).toBe(expected);
});
