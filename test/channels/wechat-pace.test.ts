import { describe, expect, test } from "vitest";
import { noted, waitOf } from "#src/channels/wechat-pace.ts";
import type { Gone, Pace, Sending } from "#src/channels/wechat-pace.ts";

const DAY = new Date("2026-11-23T10:00:00+08:00");
const NIGHT = new Date("2026-11-23T23:00:00+08:00");
const PACE: Pace = {
  gapMs: 1_200,
  perMinute: 5,
  privatePerHour: 3,
  quiet: { from: 22 * 60 + 30, until: 7 * 60 },
};
const HOUR = 3_600_000;

const to = (chat: string, more: Partial<Sending> = {}): Sending => ({
  chat,
  kind: chat.startsWith("g") ? "group" : "private",
  pressing: false,
  heardAt: null,
  ...more,
});
const before = (ms: number, now = DAY) => new Date(now.getTime() - ms);
const wait = (sending: Sending, gone: Gone[], { now = DAY, chance = 0, pace = PACE } = {}) =>
  waitOf(sending, { gone, now, chance }, pace);

describe("by day", () => {
  test("the first goes at once, the next after an uneven while", () => {
    expect(wait(to("g1"), [])).toBe(0);
    const gone: Gone[] = [{ at: before(200), chat: "g1", kind: "group" }];
    expect(wait(to("g1"), gone)).toBe(1000);
    expect(wait(to("g1"), gone, { chance: 1 })).toBe(3400);
  });

  test("a minute takes no more than it may, and says when the next is free", () => {
    const gone = [50, 40, 30, 20, 10].map((s): Gone => ({ at: before(s * 1000), chat: "g1", kind: "group" }));
    expect(wait(to("g1"), gone)).toBe(10_000);
    expect(wait(to("g1"), gone.slice(1))).toBe(0);
  });

  test("only so many people are written to in private; who is among them, or has just written, is", () => {
    const gone = ["a", "b", "c"].map((chat, n): Gone => ({
      at: before((30 - n) * 60_000),
      chat,
      kind: "private",
    }));
    expect(wait(to("d"), gone)).toBe(HOUR - 30 * 60_000);
    expect(wait(to("a"), gone)).toBe(0);
    expect(wait(to("d", { heardAt: before(60_000) }), gone)).toBe(0);
    expect(wait(to("d", { heardAt: before(HOUR) }), gone)).toBeGreaterThan(0);
    expect(wait(to("g1"), gone)).toBe(0);
    expect(wait(to("d", { pressing: true }), gone)).toBe(0);
  });
});

describe("at night", () => {
  test("all waits for the morning, and not for the same minute", () => {
    expect(wait(to("g1"), [], { now: NIGHT })).toBe(8 * HOUR);
    expect(wait(to("g1"), [], { now: NIGHT, chance: 0.5 })).toBe(8 * HOUR + 450_000);
    expect(wait(to("g1"), [], { now: new Date("2026-11-24T06:59:30+08:00") })).toBe(30_000);
    expect(wait(to("g1"), [], { now: new Date("2026-11-24T07:00:00+08:00") })).toBe(0);
  });

  test("but dangers and answers", () => {
    expect(wait(to("g1", { pressing: true }), [], { now: NIGHT })).toBe(0);
    expect(wait(to("g1", { heardAt: before(60_000, NIGHT) }), [], { now: NIGHT })).toBe(0);
  });

  test("without quiet hours, or with hours within a day", () => {
    expect(wait(to("g1"), [], { now: NIGHT, pace: { ...PACE, quiet: null } })).toBe(0);
    const noon = { ...PACE, quiet: { from: 12 * 60, until: 14 * 60 } };
    expect(wait(to("g1"), [], { now: NIGHT, pace: noon })).toBe(0);
    expect(wait(to("g1"), [], { now: new Date("2026-11-23T13:00:00+08:00"), pace: noon })).toBe(HOUR);
  });
});

test("a danger waits for no minute but keeps a breath's distance", () => {
  const gone: Gone[] = [{ at: before(100), chat: "g1", kind: "group" }];
  expect(wait(to("g1", { pressing: true }), gone)).toBe(200);
});

test("what is older than an hour is forgotten", () => {
  const old: Gone = { at: before(HOUR), chat: "a", kind: "private" };
  const now: Gone = { at: DAY, chat: "b", kind: "private" };
  expect(noted([old], now)).toEqual([now]);
});
