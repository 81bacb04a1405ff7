import { expect, test } from "vitest";
import { ringingAfter } from "#src/tickets/ringing.ts";
import type { Ticket, Verb } from "#src/tickets/ticket.ts";

const NOW = new Date("2026-11-23T10:00:00+08:00");
const NEXT = new Date("2026-11-23T10:05:00+08:00");
const ticket = (change: Partial<Ticket>) =>
  ({
    urgency: "emergency",
    state: "routed",
    assigneeId: 1,
    rung: [1],
    rings: 1,
    ringAt: NEXT,
    ...change,
  }) as Ticket;
const BEGUN = { rung: [], rings: 2, ringAt: NEXT };
const SILENT = { rung: [], ringAt: null };

test.each<[string, Partial<Ticket>, Partial<Ticket>, Verb, number | null, object]>([
  ["begins as it is routed", { state: "found", assigneeId: null }, {}, "route", null, BEGUN],
  [
    "rings the next at once where nobody has it",
    { state: "found", assigneeId: null },
    { assigneeId: null },
    "route",
    null,
    { ...BEGUN, ringAt: NOW },
  ],
  ["is none where nothing presses", { state: "found" }, { urgency: "urgent" }, "route", null, {}],
  ["begins as it is raised", { urgency: "normal", rung: [] }, {}, "raise", null, BEGUN],
  [
    "begins as what is in hand is raised",
    { urgency: "normal", state: "handling" },
    { state: "handling" },
    "raise",
    null,
    BEGUN,
  ],
  [
    "goes on with those not rung yet, in other hands",
    {},
    { state: "returned", assigneeId: 2 },
    "return",
    1,
    { ...BEGUN, rung: [1] },
  ],
  [
    "begins anew after an answer",
    { state: "accepted" },
    { state: "returned", assigneeId: 2 },
    "return",
    1,
    BEGUN,
  ],
  ["begins anew after 没解决", { state: "reported", rung: [] }, { state: "returned" }, "dispute", 9, BEGUN],
  ["begins anew as a withdrawal is taken back", { state: "withdrawn", rung: [] }, {}, "restore", 9, BEGUN],
  ["goes on as it was with more words", {}, {}, "add", 9, {}],
  [
    "goes on where it had stopped with more words",
    { ringAt: null },
    {},
    "add",
    9,
    { rings: 2, ringAt: NEXT },
  ],
  ["stays as it was while it rings", {}, {}, "ring", null, {}],
  ["ends as somebody takes it", {}, { state: "accepted", assigneeId: 2 }, "accept", 2, SILENT],
  ["ends as whoever has it tells of it", { state: "accepted" }, { state: "handling" }, "progress", 1, SILENT],
  ["ends with the work", {}, { state: "withdrawn" }, "withdraw", 9, SILENT],
])("the ringing %s", (_, before, after, verb, actorId, expected) => {
  expect(ringingAfter(ticket(before), ticket(after), { verb, actorId, now: NOW })).toEqual(expected);
});
