import { expect, test } from "vitest";
import { plan } from "#src/followups/plan.ts";
import type { Ticket } from "#src/tickets/ticket.ts";
import { deadlines, wallClock } from "#src/tickets/deadline.ts";

const at = (hours: number) => new Date(Date.UTC(2026, 10, 23) + hours * 3_600_000);
const ticket = (change: Partial<Ticket>) =>
  ({
    state: "routed",
    round: 0,
    returns: 0,
    createdAt: at(0),
    answerBy: at(2),
    resultBy: at(24),
    reportedAt: null,
    confirmedAt: null,
    ...change,
  }) as Ticket;

test.each<[string, Partial<Ticket>, [string, number, number][]]>([
  [
    "waiting for a member",
    {},
    [
      ["answer_reminder", 0, 1.5],
      ["answer_overdue", 0, 2],
      ["result_overdue", 0, 24],
    ],
  ],
  [
    "given back",
    { state: "returned" },
    [
      ["answer_reminder", 0, 1.5],
      ["answer_overdue", 0, 2],
      ["result_overdue", 0, 24],
    ],
  ],
  [
    "in hand",
    { state: "accepted" },
    [
      ["result_reminder", 0, 18],
      ["result_overdue", 0, 24],
    ],
  ],
  [
    "with a fortnight to go, reminded a day before",
    { state: "handling", resultBy: at(360) },
    [
      ["result_reminder", 0, 336],
      ["result_overdue", 0, 360],
    ],
  ],
  [
    "reported back",
    { state: "reported", round: 1, reportedAt: at(20) },
    [
      ["silence_reminder", 2, 68],
      ["silence_end", 2, 92],
    ],
  ],
  [
    "confirmed, not rated",
    { state: "reported", round: 1, reportedAt: at(20), confirmedAt: at(30) },
    [
      ["silence_reminder", 3, 78],
      ["silence_end", 3, 102],
    ],
  ],
  [
    "reported back again",
    { state: "reported", round: 2, reportedAt: at(40) },
    [
      ["silence_reminder", 4, 88],
      ["silence_end", 4, 112],
    ],
  ],
  ["ended", { state: "ended", round: 1 }, []],
  ["withdrawn", { state: "withdrawn" }, []],
  ["merged", { state: "merged" }, []],
])("a ticket %s", (_, change, expected) => {
  expect(plan(ticket(change))).toEqual(
    expected.map(([kind, round, hours]) => ({ kind, round, dueAt: at(hours) })),
  );
});

test.each([
  ["minutes and hours to the minute", { answer: { minutes: 30 }, result: { hours: 2 } }, 0.5, 2],
  ["days by the wall clock", { answer: { workingDays: 1 }, result: { days: 7 } }, 24, 168],
])("clocks: %s", (_, policy, answer, result) => {
  expect(deadlines(at(0), policy, wallClock)).toEqual({ answerBy: at(answer), resultBy: at(result) });
});
