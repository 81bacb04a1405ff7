import { expect, test } from "vitest";
import { fold } from "#src/delivery/fold.ts";
import type { Line } from "#src/delivery/fold.ts";

const NOW = new Date("2026-11-23T10:00:00+08:00");
const ago = (seconds: number) => new Date(NOW.getTime() - seconds * 1000);
const line = (id: number, change: Partial<Line> = {}): Line => ({
  id,
  key: `new-${id}-0`,
  text: `A${id}`,
  addressed: true,
  special: false,
  thread: null,
  at: ago(10),
  tried: false,
  ...change,
});
const lines = (count: number, change: Partial<Line> = {}) =>
  Array.from({ length: count }, (_, index) => line(index + 1, change));
const idsOf = (all: Line[]) => (all[0] ? (fold(all[0], all, NOW)?.ids ?? null) : null);

test.each<[string, Line[], number[] | null]>([
  ["four that have waited", lines(4), [2, 3, 4]],
  ["three", lines(3), null],
  ["four that have just been said", lines(4, { at: ago(1) }), null],
  [
    "four just said, of which one was put off",
    [line(1, { at: NOW, tried: true }), ...lines(4).slice(1)],
    [2, 3, 4],
  ],
  ["four and one with a button", [...lines(4), line(5, { special: true })], [2, 3, 4]],
  ["four and an answer to one person", [...lines(4), line(5, { key: "reply-5-0" })], [2, 3, 4]],
  [
    "four and a result for everyone",
    [...lines(4), line(5, { key: "event-5-0", addressed: false })],
    [2, 3, 4, 5],
  ],
  ["four and one of another topic", [...lines(4), line(5, { thread: "7" })], [2, 3, 4]],
  ["four behind one with a button", [line(1, { special: true }), ...lines(5).slice(1)], null],
  ["long ones", lines(5, { text: "长".repeat(1500) }), [2]],
])("of a backlog of %s go out with the first", (_, all, ids) => {
  expect(idsOf(all)).toEqual(ids);
});

test("the words are a line each, and fit into one message", () => {
  const [head, ...rest] = lines(200, {
    text: "A1042 电梯故障(3栋2单元)已登记,环境和物业委员会今天12:00前答复。",
  });
  const folded = head && fold(head, rest, NOW);
  expect(folded?.text.split("\n")).toHaveLength((folded?.ids.length ?? 0) + 1);
  expect(folded?.text.length).toBeLessThanOrEqual(4000);
  expect(folded?.text.length).toBeGreaterThan(3900);
});
