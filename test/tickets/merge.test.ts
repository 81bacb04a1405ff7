import { expect, test } from "vitest";
import type { ClockEvent } from "#src/tickets/deadline.ts";
import { unfit, urgencyWithout } from "#src/tickets/merge.ts";
import type { Unfit } from "#src/tickets/merge.ts";
import type { Ticket } from "#src/tickets/ticket.ts";
import type { Urgency } from "#src/words.ts";

const ticket = (id: number, change: Partial<Ticket> = {}) =>
  ({ id, state: "routed", private: false, estateId: 1, ...change }) as Ticket;

test.each<[string, Ticket, Ticket, Unfit | null]>([
  ["two that are open", ticket(1), ticket(2), null],
  ["one that is reported back", ticket(1, { state: "reported" }), ticket(2), null],
  ["two private ones", ticket(1, { private: true }), ticket(2, { private: true }), null],
  ["one of an estate that is not known", ticket(1, { estateId: null }), ticket(2), null],
  ["one with itself", ticket(1), ticket(1), "itself"],
  ["a private one with a public one", ticket(1, { private: true }), ticket(2), "private"],
  ["across estates", ticket(1), ticket(2, { estateId: 2 }), "estates"],
  ["one that is merged", ticket(1), ticket(2, { state: "merged" }), "from"],
  ["into one that is merged", ticket(1, { state: "merged" }), ticket(2), "into"],
  ["one that has ended", ticket(1), ticket(2, { state: "ended" }), "from"],
  ["into one that was withdrawn", ticket(1, { state: "withdrawn" }), ticket(2), "into"],
])("merging %s", (_, into, from, expected) => {
  expect(unfit(into, from)).toBe(expected);
});

const at = new Date("2026-11-23T09:00:00+08:00");
const event = (kind: string, data: ClockEvent["data"]): ClockEvent => ({ kind, actorId: null, at, data });
const merged = (code: string, urgency: Urgency) =>
  event("absorbed", { merged: { code, since: at.toISOString(), urgency } });

test.each<[string, ClockEvent[], Urgency]>([
  ["goes back to its own", [event("found", { urgency: "low" }), merged("B1", "urgent")], "low"],
  [
    "keeps what it was raised to itself",
    [event("found", { urgency: "low" }), merged("B1", "emergency"), event("raised", { urgency: "urgent" })],
    "urgent",
  ],
  [
    "keeps what another brings that is still in it",
    [event("found", { urgency: "low" }), merged("B1", "emergency"), merged("B2", "urgent")],
    "urgent",
  ],
  [
    "is freed of another that has left before",
    [
      event("found", { urgency: "normal" }),
      merged("B2", "urgent"),
      event("released", { released: "B2" }),
      merged("B1", "urgent"),
    ],
    "normal",
  ],
])("a ticket that lets another go %s", (_, events, expected) => {
  expect(urgencyWithout(events, "B1")).toBe(expected);
});
