import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dayAfter, dayOf, shanghaiIso } from "#src/clock.ts";
import { addDays, addWorkingDays, isWorkingDay, officeHours } from "#src/tickets/calendar.ts";
import type { Calendar } from "#src/tickets/calendar.ts";
import { deadlines } from "#src/tickets/deadline.ts";
import type { ClockData, ClockEvent, Policies } from "#src/tickets/deadline.ts";
import { TRANSITIONS } from "#src/tickets/ticket.ts";
import { URGENCIES } from "#src/words.ts";
import type { Urgency } from "#src/words.ts";

const at = (time: string) => new Date(`${time}:00+08:00`);
const minute = (moment: Date) => shanghaiIso(moment).slice(5, 16).replace("T", " ");

const LADDER = {
  emergency: { answer: { minutes: 30 }, result: { hours: 2 } },
  urgent: { answer: { hours: 2 }, result: { hours: 24 } },
  normal: { answer: { workingDays: 1 }, result: { days: 7 } },
  low: { answer: { workingDays: 1 }, result: { days: 15 } },
};
const policies: Policies = (category, urgency) =>
  category === "mediation" && urgency === "normal"
    ? { answer: { workingDays: 3 }, result: { days: 30 } }
    : LADDER[urgency];
const clocks = (events: ClockEvent[], calendar = officeHours) => deadlines(events, policies, calendar);

const MEMBER = 11;
const found = (time: Date, data: ClockData = {}): ClockEvent => ({
  kind: "found",
  actorId: 1,
  at: time,
  data: { category: "property", urgency: "normal", ...data },
});
type Told = [kind: string, time: string, data?: ClockData, actorId?: number | null];
const events = (start: string, data: ClockData, told: Told[]): ClockEvent[] => [
  found(at(start), data),
  ...told.map(([kind, time, more = {}, actorId = MEMBER]) => ({ kind, actorId, at: at(time), data: more })),
];

test.each<[string, ClockData, string, string, string]>([
  ["Friday before a make-up Saturday", {}, "2026-10-09T16:30", "10-10 17:30", "10-16 17:30"],
  ["the afternoon before the holiday week", {}, "2026-09-30T15:00", "10-08 17:30", "10-08 17:30"],
  ["within the holiday week", {}, "2026-10-03T10:00", "10-09 17:30", "10-10 17:30"],
  ["the make-up Saturday itself", {}, "2026-10-10T10:00", "10-12 17:30", "10-19 17:30"],
  ["a quarter past closing", {}, "2026-11-23T17:45", "11-25 17:30", "11-30 17:30"],
  ["the last minute of a day", {}, "2026-11-23T23:59", "11-25 17:30", "11-30 17:30"],
  ["midnight", {}, "2026-11-24T00:00", "11-25 17:30", "12-01 17:30"],
  ["New Year's Eve, next year unpublished", {}, "2026-12-31T10:00", "01-04 17:30", "01-07 17:30"],
  ["a week before New Year", {}, "2026-12-25T10:00", "12-28 17:30", "01-04 17:30"],
  ["before Spring Festival 2027, unpublished", {}, "2027-02-04T10:00", "02-09 17:30", "02-11 17:30"],
  ["low", { urgency: "low" }, "2026-11-23T09:00", "11-24 17:30", "12-08 17:30"],
  ["urgent on a holiday night", { urgency: "urgent" }, "2026-10-01T23:30", "10-02 01:30", "10-02 23:30"],
  [
    "an emergency at the year's end",
    { urgency: "emergency" },
    "2026-12-31T23:45",
    "01-01 00:15",
    "01-01 01:45",
  ],
  ["mediation", { category: "mediation" }, "2026-09-29T10:00", "10-09 17:30", "10-29 17:30"],
  [
    "said before it was written down",
    { since: "2026-11-22T20:00:00+08:00" },
    "2026-11-23T09:00",
    "11-24 17:30",
    "11-30 17:30",
  ],
])("a report on %s", (_, data, start, answer, result) => {
  const { answerBy, resultBy, answeredAt, paused, extended } = clocks([found(at(start), data)]);
  expect([minute(answerBy), minute(resultBy)]).toEqual([answer, result]);
  expect([answeredAt, paused, extended]).toEqual([null, false, false]);
});

const MONDAY = "2026-11-23T09:00";
const PARTS: ClockData = { waiting: "parts" };
/** Answer, result, answered or running, going or standing still, as told of an ordinary report of that Monday. */
test.each<[string, Told[], string, string, string, string]>([
  [
    "accepting stops the answer clock",
    [["accepted", "2026-11-23T10:00"]],
    "11-24",
    "11-30",
    "11-23 10:00",
    "goes",
  ],
  ["so does progress", [["handling", "2026-11-23T11:00"]], "11-24", "11-30", "11-23 11:00", "goes"],
  ["so does closing", [["reported", "2026-11-23T12:00"]], "11-24", "11-30", "11-23 12:00", "goes"],
  ["the house's own does not", [["accepted", "2026-11-23T10:00", {}, null]], "11-24", "11-30", "", "goes"],
  [
    "giving back unanswered changes nothing",
    [["returned", "2026-11-24T10:00"]],
    "11-24",
    "11-30",
    "",
    "goes",
  ],
  ["nor passing on", [["transferred", "2026-11-24T10:00"]], "11-24", "11-30", "", "goes"],
  ["nor assigning", [["assigned", "2026-11-24T10:00"]], "11-24", "11-30", "", "goes"],
  [
    "given back after an answer it is to be answered anew",
    [
      ["accepted", "2026-11-23T10:00"],
      ["returned", "2026-11-24T10:00"],
    ],
    "11-25",
    "11-30",
    "",
    "goes",
  ],
  [
    "a withdrawal taken back is as well, and waits for nothing",
    [
      ["accepted", "2026-11-23T10:00"],
      ["paused", "2026-11-23T10:05", PARTS],
      ["withdrawn", "2026-11-23T10:10"],
      ["restored", "2026-11-23T10:20"],
    ],
    "11-24",
    "11-30",
    "",
    "goes",
  ],
  [
    "and so is one let go by another ticket",
    [
      ["accepted", "2026-11-23T10:00"],
      ["merged", "2026-11-23T11:00"],
      ["split", "2026-11-25T11:00"],
    ],
    "11-26",
    "11-30",
    "",
    "goes",
  ],
  [
    "raised before it is answered: the earlier limits",
    [["raised", "2026-11-23T20:00", { urgency: "urgent" }, null]],
    "11-23 22:00",
    "11-24 20:00",
    "",
    "goes",
  ],
  [
    "raised after it was given back: the earlier limits still",
    [
      ["accepted", "2026-11-23T10:00"],
      ["returned", "2026-11-24T10:00"],
      ["raised", "2026-11-24T11:00", { urgency: "emergency" }, null],
    ],
    "11-24 11:30",
    "11-24 13:00",
    "",
    "goes",
  ],
  [
    "another category counts from the report",
    [["recategorised", "2026-11-25T10:00", { to: "mediation", urgency: "normal" }]],
    "11-26",
    "12-23",
    "",
    "goes",
  ],
  [
    "moved after an answer: to be answered anew",
    [
      ["accepted", "2026-11-23T10:00"],
      ["recategorised", "2026-11-25T10:00", { to: "mediation", urgency: "normal", moved: true }],
    ],
    "11-30",
    "12-23",
    "",
    "goes",
  ],
  [
    "没解决 begins anew",
    [
      ["reported", "2026-11-25T10:00"],
      ["disputed", "2026-11-26T10:00", {}, 1],
    ],
    "11-27",
    "12-03",
    "",
    "goes",
  ],
  [
    "a pause holds the result clock only",
    [
      ["accepted", "2026-11-23T10:00"],
      ["paused", "2026-11-24T10:00", PARTS],
    ],
    "11-24",
    "11-30",
    "11-23 10:00",
    "stands",
  ],
  [
    "a pause of two nights is two days",
    [
      ["accepted", "2026-11-23T10:00"],
      ["paused", "2026-11-23T23:59", PARTS],
      ["resumed", "2026-11-25T00:00"],
    ],
    "11-24",
    "12-02",
    "11-23 10:00",
    "goes",
  ],
  [
    "a pause within a day is none",
    [
      ["accepted", "2026-11-23T10:00"],
      ["paused", "2026-11-24T00:00", PARTS],
      ["resumed", "2026-11-24T23:59"],
    ],
    "11-24",
    "11-30",
    "11-23 10:00",
    "goes",
  ],
  [
    "waiting for something else goes on standing still",
    [
      ["accepted", "2026-11-23T10:00"],
      ["paused", "2026-11-24T10:00", PARTS],
      ["paused", "2026-11-25T10:00", { waiting: "resident" }],
    ],
    "11-24",
    "12-01",
    "11-23 10:00",
    "stands",
  ],
  [
    "the resident's words end a wait for them",
    [
      ["accepted", "2026-11-23T10:00"],
      ["paused", "2026-11-24T10:00", { waiting: "resident" }],
      ["added", "2026-11-26T10:00", {}, 1],
    ],
    "11-24",
    "12-02",
    "11-23 10:00",
    "goes",
  ],
  [
    "but not a wait for parts",
    [
      ["accepted", "2026-11-23T10:00"],
      ["paused", "2026-11-24T10:00", PARTS],
      ["added", "2026-11-26T10:00", {}, 1],
    ],
    "11-24",
    "11-30",
    "11-23 10:00",
    "stands",
  ],
  [
    "progress ends a wait",
    [
      ["accepted", "2026-11-23T10:00"],
      ["paused", "2026-11-24T10:00", PARTS],
      ["handling", "2026-11-25T10:00"],
    ],
    "11-24",
    "12-01",
    "11-23 10:00",
    "goes",
  ],
  [
    "an emergency waits for nothing",
    [
      ["accepted", "2026-11-23T10:00"],
      ["paused", "2026-11-24T10:00", PARTS],
      ["raised", "2026-11-24T11:00", { urgency: "emergency" }, null],
      ["paused", "2026-11-24T11:10", PARTS],
    ],
    "11-24 11:30",
    "11-24 13:00",
    "11-23 10:00",
    "goes",
  ],
  [
    "an extension puts the result off",
    [["extended", "2026-11-24T10:00", { until: "2026-12-10T17:30:00+08:00" }]],
    "11-24",
    "12-10",
    "",
    "extended",
  ],
  [
    "a pause puts an extension off too",
    [
      ["accepted", "2026-11-23T10:00"],
      ["paused", "2026-11-24T10:00", PARTS],
      ["extended", "2026-11-25T10:00", { until: "2026-12-10T17:30:00+08:00" }],
      ["resumed", "2026-11-26T10:00"],
    ],
    "11-24",
    "12-11",
    "11-23 10:00",
    "extended",
  ],
  [
    "what is raised after an extension is pressing all the same, and not late at once",
    [
      ["extended", "2026-11-24T10:00", { until: "2026-12-10T17:30:00+08:00" }],
      ["raised", "2026-12-03T10:00", { urgency: "urgent" }, null],
    ],
    "11-24",
    "12-04 10:00",
    "",
    "extended",
  ],
  [
    "another category leaves an extension",
    [
      ["extended", "2026-11-24T10:00", { until: "2026-12-10T17:30:00+08:00" }],
      ["recategorised", "2026-12-01T10:00", { to: "parking", urgency: "normal" }],
    ],
    "11-24",
    "12-10",
    "",
    "extended",
  ],
  [
    "没解决 ends an extension",
    [
      ["extended", "2026-11-24T10:00", { until: "2026-12-10T17:30:00+08:00" }],
      ["reported", "2026-12-01T10:00"],
      ["disputed", "2026-12-02T10:00", {}, 1],
    ],
    "12-03",
    "12-09",
    "",
    "goes",
  ],
  [
    "an older ticket taken in brings its limits",
    [
      [
        "absorbed",
        "2026-11-24T10:00",
        { merged: { code: "A1", since: "2026-11-20T10:00:00+08:00", urgency: "normal" } },
      ],
    ],
    "11-23",
    "11-27",
    "",
    "goes",
  ],
  [
    "and takes them with it",
    [
      [
        "absorbed",
        "2026-11-24T10:00",
        { merged: { code: "A1", since: "2026-11-20T10:00:00+08:00", urgency: "normal" } },
      ],
      ["released", "2026-11-25T10:00", { released: "A1" }],
    ],
    "11-24",
    "11-30",
    "",
    "goes",
  ],
])("%s", (_, told, answer, result, answered, standing) => {
  const { answerBy, resultBy, answeredAt, paused, extended } = clocks(events(MONDAY, {}, told));
  const short = (limit: Date) => minute(limit).replace(/ 17:30$/, "");
  expect([short(answerBy), short(resultBy)]).toEqual([answer, result]);
  expect(answeredAt ? minute(answeredAt) : "").toBe(answered);
  const moves = extended ? "extended" : "goes";
  expect(paused ? "stands" : moves).toBe(standing);
});

test("a pause of an urgent matter counts to the minute, over the holidays too", () => {
  const told: Told[] = [
    ["accepted", "2026-10-01T10:00"],
    ["paused", "2026-10-01T12:07", PARTS],
    ["resumed", "2026-10-03T08:30"],
  ];
  expect(minute(clocks(events("2026-10-01T09:00", { urgency: "urgent" }, told)).resultBy)).toBe(
    "10-04 05:23",
  );
});

test("a pause of a result in working days counts the closings it covers", () => {
  const three: Policies = () => ({ answer: { workingDays: 1 }, result: { workingDays: 3 } });
  const over = (from: string, to: string) =>
    minute(
      deadlines(
        events("2026-11-26T09:00", {}, [
          ["paused", from, PARTS],
          ["resumed", to],
        ]),
        three,
        officeHours,
      ).resultBy,
    );
  expect(over("2026-11-27T10:00", "2026-11-28T10:00")).toBe("12-02 17:30");
  expect(over("2026-11-27T18:00", "2026-11-30T09:00")).toBe("12-01 17:30");
  expect(over("2026-11-27T17:00", "2026-11-30T17:30")).toBe("12-03 17:30");
});

test("no events, no limits", () => {
  expect(() => clocks([])).toThrow(/expected an event found/);
});

const moments = fc.date({ min: at("2026-01-01T00:00"), max: at("2027-10-30T00:00"), noInvalidDate: true });
const urgencies = fc.constantFrom(...URGENCIES);
const gaps = fc.integer({ min: 0, max: 5 * 24 * 60 });
const DAY = 86_400_000;

/** What may happen to a ticket, as an event with all that the verbs write. */
const happenings = fc.oneof(
  fc.record({
    kind: fc.constantFrom(
      "accepted",
      "handling",
      "reported",
      "returned",
      "transferred",
      "assigned",
      "restored",
      "split",
    ),
    actorId: fc.constant(MEMBER),
    data: fc.constant<ClockData>({}),
  }),
  fc.record({
    kind: fc.constant("paused"),
    actorId: fc.constant(MEMBER),
    data: fc.record<ClockData>({ waiting: fc.constantFrom("resident", "parts", "third_party") }),
  }),
  fc.record({
    kind: fc.constantFrom("resumed", "added", "joined", "disputed", "withdrawn", "confirmed", "rated"),
    actorId: fc.constant(1),
    data: fc.constant<ClockData>({}),
  }),
  fc.record({
    kind: fc.constant("raised"),
    actorId: fc.constant(null),
    data: fc.record<ClockData>({ urgency: urgencies }),
  }),
  fc.record({
    kind: fc.constant("recategorised"),
    actorId: fc.constant(MEMBER),
    data: fc.record<ClockData>({ to: fc.constantFrom("mediation", "parking"), moved: fc.boolean() }),
  }),
  fc.record({
    kind: fc.constant("extended"),
    actorId: fc.constant(MEMBER),
    data: moments.map((until): ClockData => ({ until: until.toISOString() })),
  }),
);
const historiesOf = (list: readonly Urgency[]) =>
  fc
    .record({
      start: moments,
      urgency: fc.constantFrom(...list),
      steps: fc.array(fc.tuple(gaps, happenings), { maxLength: 12 }),
    })
    .map(({ start, urgency, steps }) => {
      let now = start.getTime();
      const told = steps.map(([gap, { data, ...happening }]): ClockEvent => {
        now += gap * 60_000;
        const raised = data.urgency && !list.includes(data.urgency) ? { urgency } : data;
        return { ...happening, data: raised, at: new Date(now) };
      });
      return [found(start, { urgency }), ...told];
    });
const histories = historiesOf(URGENCIES);
const last = (history: ClockEvent[]) => history.at(-1)?.at ?? at(MONDAY);

test("whatever the house does by itself stops and moves no clock", () => {
  // All but a raise, which is what a resident has said.
  const kinds = [...new Set(Object.values(TRANSITIONS).map(({ event }) => event))].filter(
    (kind) =>
      ![
        "raised",
        "recategorised",
        "disputed",
        "paused",
        "resumed",
        "extended",
        "absorbed",
        "released",
      ].includes(kind) &&
      !["returned", "transferred", "assigned", "restored", "split", "withdrawn", "merged"].includes(kind),
  );
  expect(kinds).toEqual(
    expect.arrayContaining(["accepted", "handling", "reported", "rung", "recounted", "routed"]),
  );
  fc.assert(
    fc.property(histories, fc.array(fc.tuple(fc.nat(12), fc.constantFrom(...kinds))), (history, own) => {
      const mixed = own.reduce((all, [place, kind]) => {
        const index = 1 + (place % all.length);
        const before = all[index - 1]?.at ?? last(all);
        return all.toSpliced(index, 0, { kind, actorId: null, at: before, data: {} });
      }, history);
      expect(clocks(mixed)).toEqual(clocks(history));
    }),
  );
});

const stops = fc.array(
  fc.tuple(fc.integer({ min: 1, max: 4 * 24 * 60 }), fc.constantFrom("paused", "resumed")),
  {
    minLength: 1,
    maxLength: 14,
  },
);

/** The stretches of standing still, as one would read them off a list of stops. */
function stretches(start: Date, list: [number, string][]) {
  const told: ClockEvent[] = [];
  const still: [number, number][] = [];
  let now = start.getTime();
  let since: number | null = null;
  for (const [gap, kind] of [...list, [60, "resumed"] as const]) {
    now += gap * 60_000;
    told.push({ kind, actorId: MEMBER, at: new Date(now), data: kind === "paused" ? PARTS : {} });
    if (since !== null) still.push([since, now]);
    since = kind === "paused" ? now : null;
  }
  return { told, still };
}

test("however a ticket stops and goes on, its limit moves by just the time it stood still", () => {
  fc.assert(
    fc.property(moments, stops, (start, list) => {
      const { told, still } = stretches(start, list);
      const ms = still.reduce((sum, [from, to]) => sum + to - from, 0);
      const urgent = clocks([found(start, { urgency: "urgent" }), ...told]);
      expect(urgent.resultBy.getTime()).toBe(start.getTime() + DAY + ms);
      const midnights = still.reduce((sum, [from, to]) => {
        const day = (time: number) => Math.floor((time + 8 * 3_600_000) / DAY);
        return sum + day(to) - day(from);
      }, 0);
      const normal = clocks([found(start), ...told]);
      expect(normal.resultBy).toEqual(addDays(officeHours, start, 7 + midnights));
      expect(normal.answerBy).toEqual(addWorkingDays(officeHours, start, 1));
      expect([urgent.paused, normal.paused]).toEqual([false, false]);
    }),
  );
});

test("handing on what nobody has answered leaves both limits", () => {
  const hands = fc.constantFrom("returned", "transferred", "assigned", "restored", "split", "rerouted");
  fc.assert(
    fc.property(moments, urgencies, fc.array(fc.tuple(gaps, hands)), (start, urgency, list) => {
      let now = start.getTime();
      const told = list.map(([gap, kind]) => ({
        kind,
        actorId: MEMBER,
        at: new Date((now += gap * 60_000)),
        data: {},
      }));
      expect(clocks([found(start, { urgency }), ...told])).toEqual(clocks([found(start, { urgency })]));
    }),
  );
});

test("taking in another ticket makes no limit later, and letting it go restores both", () => {
  const back = fc.integer({ min: 0, max: 40 * 24 * 60 });
  fc.assert(
    fc.property(
      histories,
      fc.array(fc.tuple(back, urgencies), { minLength: 1, maxLength: 4 }),
      (told, others) => {
        const now = last(told);
        // An emergency ends a wait for good; that is no matter of limits.
        const history = [...told, { kind: "resumed", actorId: MEMBER, at: now, data: {} }];
        const before = clocks(history);
        const taken = others.map(([minutes, urgency], index) => {
          const since = new Date(now.getTime() - minutes * 60_000).toISOString();
          return {
            kind: "absorbed",
            actorId: 4,
            at: now,
            data: { merged: { code: `A${index}`, since, urgency } },
          };
        });
        const merged = clocks([...history, ...taken]);
        expect(merged.resultBy <= before.resultBy).toBe(true);
        expect(merged.answerBy <= before.answerBy).toBe(true);
        const free = others.map((_, index) => {
          return { kind: "released", actorId: 4, at: now, data: { released: `A${index}` } };
        });
        expect(clocks([...history, ...taken, ...free.toReversed()])).toEqual(before);
      },
    ),
  );
});

test("没解决 makes the limits of a new report, whatever has been before", () => {
  fc.assert(
    fc.property(histories, gaps, (history, gap) => {
      const now = new Date(last(history).getTime() + gap * 60_000);
      const named = history.findLast(
        ({ kind, data }) => (kind === "raised" || kind === "found") && data.urgency,
      );
      const category = history.findLast(({ data }) => data.to)?.data.to ?? "property";
      const disputed = { kind: "disputed", actorId: 1, at: now, data: {} };
      const urgency: Urgency = named?.data.urgency ?? "normal";
      expect(clocks([...history, disputed])).toEqual(clocks([found(now, { category, urgency })]));
    }),
  );
});

describe("closing the office on a day", () => {
  const closedOn = (day: string): Calendar => ({ ...officeHours, closed: [day] });

  test("after a limit changes nothing; before it the limit ends on a working day still, and no sooner", () => {
    const calm = historiesOf(["normal", "low"]);
    fc.assert(
      fc.property(calm, fc.integer({ min: -20, max: 20 }), (history, days) => {
        const before = clocks(history);
        const day = dayAfter(dayOf(before.resultBy), days);
        const after = clocks(history, closedOn(day));
        for (const limit of ["answerBy", "resultBy"] as const) {
          if (day > dayOf(before[limit])) expect(after[limit]).toEqual(before[limit]);
          expect(after[limit] >= before[limit]).toBe(true);
          expect(isWorkingDay(closedOn(day), dayOf(after[limit]))).toBe(true);
        }
      }),
    );
  });

  test("changes no limit that is counted round the clock", () => {
    const pressing = historiesOf(["emergency", "urgent"]).map((all) =>
      all.filter(({ kind }) => kind !== "extended"),
    );
    fc.assert(
      fc.property(pressing, fc.integer({ min: -5, max: 5 }), (history, days) => {
        const before = clocks(history);
        expect(clocks(history, closedOn(dayAfter(dayOf(before.resultBy), days)))).toEqual(before);
      }),
    );
  });

  test("moves a limit that falls on it to the next working day", () => {
    fc.assert(
      fc.property(moments, (start) => {
        const before = clocks([found(start)]);
        const day = dayOf(before.resultBy);
        const after = clocks([found(start)], closedOn(day));
        expect(dayOf(after.resultBy) > day).toBe(true);
        expect(after.resultBy).toEqual(addDays(officeHours, before.resultBy, 1));
      }),
    );
  });
});
