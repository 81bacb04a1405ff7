import { expect, test } from "vitest";
import { shanghaiIso } from "#src/clock.ts";
import { plan } from "#src/followups/plan.ts";
import type { Ticket } from "#src/tickets/ticket.ts";
import { officeHours } from "#src/tickets/calendar.ts";

const at = (hours: number) => new Date(Date.UTC(2026, 10, 23) + hours * 3_600_000);
const ticket = (change: Partial<Ticket>) =>
  ({
    state: "routed",
    urgency: "urgent",
    waiting: null,
    round: 0,
    returns: 0,
    createdAt: at(0),
    answerBy: at(2),
    resultBy: at(24),
    reportedAt: null,
    confirmedAt: null,
    toldAt: null,
    news: 0,
    correctBy: null,
    reporters: [],
    ...change,
  }) as Ticket;
const withoutNews = (change: Partial<Ticket>) =>
  plan(ticket(change), officeHours).filter(({ kind }) => kind !== "stage_news");

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
  expect(withoutNews(change)).toEqual(
    expected.map(([kind, round, hours]) => ({ kind, round, dueAt: at(hours) })),
  );
});

const local = (time: string) => new Date(`${time}:00+08:00`);

test.each<[string, Partial<Ticket>, string]>([
  [
    "in office hours, a quarter of the time before",
    { createdAt: local("2026-11-23T09:00"), answerBy: local("2026-11-24T17:30") },
    "2026-11-24T09:22",
  ],
  [
    "else when the office opens the working day before",
    { createdAt: local("2026-09-28T15:00"), answerBy: local("2026-10-08T17:30") },
    "2026-09-30T08:30",
  ],
  [
    "or on the last day itself",
    { createdAt: local("2026-09-30T15:00"), answerBy: local("2026-10-08T17:30") },
    "2026-10-08T08:30",
  ],
])("what is not pressing is reminded of %s", (_, change, expected) => {
  const [first] = plan(ticket({ urgency: "normal", resultBy: at(9_000), ...change }), officeHours);
  const due = first?.dueAt ?? new Date(0);
  expect([first?.kind, shanghaiIso(due).slice(0, 16)]).toEqual(["answer_reminder", expected]);
});

test("while it waits for somebody its result is not asked for", () => {
  expect(withoutNews({ state: "handling", waiting: "parts" })).toEqual([]);
});

const news = (change: Partial<Ticket>) =>
  plan(ticket({ urgency: "normal", ...change }), officeHours)
    .filter(({ kind }) => kind === "stage_news")
    .map(({ round, dueAt }) => `${round} ${shanghaiIso(dueAt).slice(0, 16)}`);

test.each<[string, Partial<Ticket>, string[]]>([
  [
    "to the minute a week after they last heard",
    { toldAt: local("2026-11-09T10:20"), resultBy: local("2026-11-24T17:30") },
    ["0 2026-11-16T10:20"],
  ],
  [
    "a week after it was opened where they have not heard since",
    { createdAt: local("2026-11-09T09:10"), resultBy: local("2026-11-24T17:30") },
    ["0 2026-11-16T09:10"],
  ],
  [
    "for the third time, after two",
    { toldAt: local("2026-11-09T10:20"), resultBy: local("2026-12-24T17:30"), news: 2 },
    ["2 2026-11-16T10:20"],
  ],
  [
    "in the morning, what falls in the night",
    { toldAt: local("2026-11-09T02:00"), resultBy: local("2026-11-24T17:30") },
    ["0 2026-11-16T08:30"],
  ],
  [
    "the next working day, what falls after closing",
    { toldAt: local("2026-11-13T17:30"), resultBy: local("2026-12-24T17:30") },
    ["0 2026-11-23T08:30"],
  ],
  [
    "the next working day, what falls in the lunch break",
    { toldAt: local("2026-11-09T13:00"), resultBy: local("2026-11-24T17:30") },
    ["0 2026-11-17T08:30"],
  ],
  [
    "after the holidays, what falls into them",
    { toldAt: local("2026-09-25T10:00"), resultBy: local("2026-10-20T17:30") },
    ["0 2026-10-08T08:30"],
  ],
  [
    "on a make-up Saturday as on any day",
    { toldAt: local("2026-10-03T10:00"), resultBy: local("2026-10-20T17:30") },
    ["0 2026-10-10T10:00"],
  ],
  [
    "the day after there was to be a result, when that would be the very day",
    { toldAt: local("2026-11-09T10:00"), resultBy: local("2026-11-16T17:30") },
    ["0 2026-11-17T08:30"],
  ],
  [
    "on that day all the same while the clock stands still",
    {
      state: "handling",
      waiting: "parts",
      toldAt: local("2026-11-09T10:00"),
      resultBy: local("2026-11-16T17:30"),
    },
    ["0 2026-11-16T10:00"],
  ],
  [
    "when it is late already",
    { state: "handling", toldAt: local("2026-11-18T10:00"), resultBy: local("2026-11-20T17:30") },
    ["0 2026-11-25T10:00"],
  ],
  ["not once it is reported back", { state: "reported", reportedAt: local("2026-11-09T10:00") }, []],
  ["not once it is withdrawn", { state: "withdrawn" }, []],
])("where a ticket stands its reporters hear %s", (_, change, expected) => {
  expect(news(change)).toEqual(expected);
});

test.each<[string, Partial<Ticket>, boolean]>([
  ["left out at the opening of the last day, when the digest says it", {}, false],
  ["not left out where it presses", { urgency: "urgent" }, true],
  ["not left out on the day before", { createdAt: local("2026-09-30T08:00") }, true],
])("the reminder of a result is %s", (_, change, reminded) => {
  const base = {
    state: "accepted",
    createdAt: local("2026-09-30T15:00"),
    resultBy: local("2026-10-08T17:30"),
  } as const;
  const kinds = plan(ticket({ urgency: "normal", ...base, ...change }), officeHours).map(({ kind }) => kind);
  expect(kinds.includes("result_reminder")).toBe(reminded);
});

test("an emergency rings the next until it is planned no more", () => {
  const ringing = ticket({ urgency: "emergency", rings: 2, ringAt: at(0.25) });
  expect(plan(ringing, officeHours).at(-1)).toEqual({ kind: "ring_next", round: 2, dueAt: at(0.25) });
});
