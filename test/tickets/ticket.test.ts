import { expect, test } from "vitest";
import { TRANSITIONS, after, allows, ticketCode } from "#src/tickets/ticket.ts";
import type { Verb } from "#src/tickets/ticket.ts";
import { STATES } from "#src/words.ts";
import type { State } from "#src/words.ts";

const MAY: Record<Verb, State[]> = {
  route: ["found"],
  reroute: ["routed"],
  recategorise: ["routed", "accepted", "handling", "returned"],
  move: ["routed", "accepted", "handling", "returned"],
  accept: ["routed", "returned"],
  progress: ["accepted", "handling"],
  return: ["routed", "accepted", "handling"],
  report: ["accepted", "handling"],
  confirm: ["reported", "ended"],
  dispute: ["reported", "ended"],
  rate: ["reported", "ended"],
  end: ["reported"],
  withdraw: ["found", "routed", "accepted", "handling", "returned"],
  leave: ["found", "routed", "accepted", "handling", "returned", "reported"],
  restore: ["withdrawn"],
  transfer: ["routed", "accepted", "handling", "returned"],
  assign: ["routed", "accepted", "handling", "returned"],
  assist: ["routed", "accepted", "handling", "returned"],
  wait: ["accepted", "handling"],
  resume: ["accepted", "handling"],
  extend: ["routed", "accepted", "handling", "returned"],
  merge: ["found", "routed", "accepted", "handling", "returned", "reported"],
  absorb: ["found", "routed", "accepted", "handling", "returned", "reported"],
  split: ["merged"],
  release: ["found", "routed", "accepted", "handling", "returned", "reported", "ended"],
  correct: ["reported", "ended"],
  call_back: ["reported", "ended"],
  ring: ["found", "routed", "accepted", "handling", "returned", "reported"],
  recount: ["found", "routed", "accepted", "handling", "returned", "reported"],
  join: ["found", "routed", "accepted", "handling", "returned", "reported"],
  add: ["found", "routed", "accepted", "handling", "returned", "reported"],
  raise: ["found", "routed", "accepted", "handling", "returned", "reported"],
  recall: ["found", "routed", "accepted", "handling", "returned", "reported"],
};

test.each(Object.keys(TRANSITIONS) as Verb[])("%s happens in exactly the states it may", (verb) => {
  expect(STATES.filter((state) => allows(state, verb)).toSorted()).toEqual(MAY[verb].toSorted());
});

test("only taking it back leads out of withdrawn and merged, and after the end its reporters are heard", () => {
  const verbs = Object.keys(TRANSITIONS) as Verb[];
  expect(verbs.filter((verb) => allows("withdrawn", verb))).toEqual(["restore"]);
  expect(verbs.filter((verb) => allows("merged", verb))).toEqual(["split"]);
  expect(verbs.filter((verb) => allows("ended", verb))).toEqual([
    "confirm",
    "dispute",
    "rate",
    "release",
    "correct",
    "call_back",
  ]);
});

test("the five steps follow each other", () => {
  const walk = (["route", "accept", "progress", "report", "end"] as const).reduce<State[]>(
    (states, verb) => [...states, after(states.at(-1) ?? "found", verb)],
    ["found"],
  );
  expect(walk).toEqual(["found", "routed", "accepted", "handling", "reported", "ended"]);
});

test("a hundred thousand codes differ, are short, and neighbours do not look alike", () => {
  const codes = Array.from({ length: 100_000 }, (_, index) => ticketCode(index + 1));
  expect(new Set(codes).size).toBe(codes.length);
  expect(codes.every((code) => /^[A-Z]\d{4}$/.test(code))).toBe(true);
  const steps = codes
    .slice(1, 1000)
    .map((code, i) => Math.abs(Number(code.slice(1)) - Number((codes[i] ?? "").slice(1))));
  expect(Math.min(...steps)).toBeGreaterThan(1000);
});

test("after the last letter codes become longer, not the same again", () => {
  expect(ticketCode(24 * 9000)).toMatch(/^Z\d{4}$/);
  expect(ticketCode(24 * 9000 + 1)).toMatch(/^AA\d{4}$/);
});
