import { expect, test } from "vitest";
import { LONGEST_TURN, QUIET, gate, turnDue } from "#src/intake/gate.ts";
import type { Incoming } from "#src/intake/gate.ts";

const QUIET_LINE: Incoming = {
  press: false,
  command: false,
  private: false,
  addressed: false,
  aboutTicket: false,
  images: 0,
  empty: false,
  hearing: {
    request: false,
    certain: false,
    emergency: false,
    join: false,
    thanks: false,
    fragment: false,
    place: false,
    complete: false,
    open: false,
  },
  awaiting: false,
  gathering: false,
  elsewhere: false,
};
const heard = (hearing: Partial<Incoming["hearing"]>) => ({ hearing: { ...QUIET_LINE.hearing, ...hearing } });

test.each<[string, Partial<Incoming>, string]>([
  ["talk between neighbours is chatter", {}, "chatter"],
  ["the same words in private are for us", { private: true }, "addressed"],
  ["a mention is for us", { addressed: true }, "addressed"],
  ["a button is a button", { press: true, ...heard({ request: true }) }, "press"],
  ["a command goes before its words", { command: true, ...heard({ request: true }) }, "command"],
  [
    "an emergency is heard even while a question is open",
    { awaiting: true, private: true, ...heard({ request: true, emergency: true }) },
    "request",
  ],
  ["in private an open question takes the next words", { awaiting: true, private: true }, "answer"],
  ["in a group only what can be an answer is one", { awaiting: true }, "chatter"],
  ["words with a place in them do too", { awaiting: true, ...heard({ place: true }) }, "answer"],
  [
    "a place in a group answers the open question",
    { awaiting: true, ...heard({ fragment: true }) },
    "answer",
  ],
  ["+1 in a group joins", heard({ join: true }), "join"],
  ["+1 in private is for us", { private: true, ...heard({ join: true }) }, "addressed"],
  ["a request", heard({ request: true }), "request"],
  ["a photo alone may belong to a request", { images: 1, empty: true }, "fragment"],
  ["a place alone may belong to a request", heard({ fragment: true }), "fragment"],
  ["anything after a request just made may belong to it", { gathering: true }, "fragment"],
  ["thanks after it do not", { gathering: true, ...heard({ thanks: true }) }, "chatter"],
  ["nor does an answer to somebody else", { gathering: true, elsewhere: true }, "chatter"],
  ["an answer to a message of a ticket may belong to it", { aboutTicket: true }, "fragment"],
  ["a line that could be the beginning of one is kept for a minute", heard({ open: true }), "maybe"],
  ["nothing at all is chatter, even in private", { empty: true, private: true }, "chatter"],
])("%s", (_, incoming, expected) => {
  expect(gate({ ...QUIET_LINE, ...incoming })).toBe(expected);
});

const NOW = new Date("2026-11-23T09:00:00Z");
const after = (ms: number) => new Date(NOW.getTime() + ms);

test.each<[string, Parameters<typeof turnDue>, Date | null]>([
  ["chatter has no turn", ["chatter", QUIET_LINE, null, NOW], null],
  ["a button is handled at once", ["press", QUIET_LINE, null, NOW], NOW],
  [
    "an emergency is handled at once",
    ["request", { ...QUIET_LINE, ...heard({ emergency: true }) }, null, NOW],
    NOW,
  ],
  [
    "a request waits for its pieces",
    ["request", { ...QUIET_LINE, ...heard({ certain: true }) }, null, NOW],
    after(QUIET.group),
  ],
  [
    "one that is only likely waits for what may make it clear",
    ["request", QUIET_LINE, null, NOW],
    after(QUIET.piece),
  ],
  [
    "a complete one waits less",
    ["request", { ...QUIET_LINE, ...heard({ complete: true }) }, null, NOW],
    after(QUIET.complete),
  ],
  [
    "a line that may come before a request waits longer, for nobody waits for us",
    ["maybe", QUIET_LINE, null, NOW],
    after(QUIET.piece),
  ],
  [
    "nobody waits for long however much is written",
    ["fragment", QUIET_LINE, after(5000 - LONGEST_TURN), NOW],
    after(5000),
  ],
  ["a turn long overdue is handled now", ["fragment", QUIET_LINE, after(-2 * LONGEST_TURN), NOW], NOW],
])("%s", (_, args, expected) => {
  expect(turnDue(...args)).toEqual(expected);
});
