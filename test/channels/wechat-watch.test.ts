import { describe, expect, test } from "vitest";
import { gapAt, isDeaf, isHearing, newWatch, watched } from "#src/channels/wechat-watch.ts";
import type { Happening, Watch } from "#src/channels/wechat-watch.ts";

const START = new Date("2026-11-23T10:00:00+08:00");
const SETTINGS = { beatMs: 180_000, silentMs: 30 * 60_000 };
const at = (seconds: number) => new Date(START.getTime() + seconds * 1000);
const tell = (...news: [number, Happening][]): Watch =>
  news.reduce((watch, [second, what]) => watched(watch, what, at(second)), newWatch(START));
const chatter = (until: number, count: number): [number, Happening][] =>
  Array.from({ length: count }, (_, n) => [until - count + n + 1, "group"]);

test("before a login there is nothing to lose", () => {
  expect(isDeaf(newWatch(START), SETTINGS, at(100_000))).toBeNull();
  expect(gapAt(newWatch(START), at(100_000))).toBeNull();
});

test("a gateway that nobody answers at is tried again every minute, also before the first login", () => {
  const watch = tell([1, "lost"]);
  expect(isDeaf(watch, SETTINGS, at(59))).toBeNull();
  expect(isDeaf(watch, SETTINGS, at(60))).toBe("beat");
  expect(isDeaf(watched(watch, "made", at(60)), SETTINGS, at(100_000))).toBeNull();
});

describe("a gateway that does not beat", () => {
  test("is connected anew after its time, and again while no login comes", () => {
    const watch = tell([0, "login"], [60, "beat"]);
    expect(isDeaf(watch, SETTINGS, at(239))).toBeNull();
    expect(isDeaf(watch, SETTINGS, at(240))).toBe("beat");
    const made = watched(watched(watch, "lost", at(240)), "made", at(245));
    expect(isDeaf(made, SETTINGS, at(424))).toBeNull();
    expect(isDeaf(made, SETTINGS, at(425))).toBe("beat");
  });

  test("the gap is counted from its last sign, and over with the login", () => {
    const lost = tell([0, "login"], [60, "beat"], [240, "lost"], [250, "made"], [300, "beat"], [301, "lost"]);
    expect(gapAt(lost, at(660))).toEqual({ since: at(60), ms: 600_000 });
    expect(gapAt(watched(lost, "login", at(660)), at(700))).toBeNull();
  });

  test("a gap of a few seconds is none", () => {
    expect(gapAt(tell([0, "login"], [60, "lost"]), at(59))).toBeNull();
  });
});

describe("a house that was down", () => {
  const before = at(-600);

  test("counts the gap from what it heard before, over with the login, and presses no gateway because of it", () => {
    const watch = newWatch(START, before);
    expect(isDeaf(watch, SETTINGS, at(100_000))).toBeNull();
    expect(isHearing(watch, SETTINGS, at(1))).toBe(false);
    expect(gapAt(watch, at(60))).toEqual({ since: before, ms: 660_000 });
    const failing = watched(watched(watch, "lost", at(5)), "made", at(70));
    expect(gapAt(failing, at(120))?.since).toEqual(before);
    const back = watched(failing, "login", at(120));
    expect(gapAt(back, at(121))).toBeNull();
    expect(isHearing(back, SETTINGS, at(121))).toBe(true);
    expect(isHearing(back, SETTINGS, at(400))).toBe(false);
  });

  test("for less than three minutes has missed nothing that is worth a word", () => {
    expect(gapAt(newWatch(START, at(-150)), at(29))).toBeNull();
    expect(gapAt(newWatch(START, at(-150)), at(30))?.ms).toBe(180_000);
  });
});

describe("a group that falls silent", () => {
  test("was lively: something is wrong", () => {
    const beats = (until: number) =>
      Array.from({ length: until / 60 }, (_, n): [number, Happening] => [n * 60, "beat"]);
    const watch = tell([0, "login"], ...chatter(600, 20), ...beats(2_401).filter(([second]) => second > 600));
    expect(isDeaf(watch, SETTINGS, at(2_399))).toBeNull();
    expect(isDeaf(watch, SETTINGS, at(2_400))).toBe("silent");
  });

  test("was quiet before: it is just quiet", () => {
    const watch = tell([0, "login"], ...chatter(600, 19), [2_390, "beat"]);
    expect(isDeaf(watch, SETTINGS, at(2_400))).toBeNull();
  });

  test("a private message is a sign of hearing", () => {
    const watch = tell([0, "login"], ...chatter(600, 20), [2_300, "private"]);
    expect(isDeaf(watch, SETTINGS, at(2_400))).toBeNull();
  });
});
