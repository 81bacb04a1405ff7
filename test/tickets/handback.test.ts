import { expect, test } from "vitest";
import { firstCommittee, isLastHandback } from "#src/tickets/handback.ts";

test.each([
  [0, false],
  [1, true],
  [5, true],
])("after %i times one more is one too many: %s", (handbacks, expected) => {
  expect(isLastHandback(handbacks)).toBe(expected);
});

const handed = (kind: string, fromCommittee: string, toCommittee: string) => {
  return { kind, data: { fromCommittee, toCommittee } };
};
const opened = [
  { kind: "found", data: {} },
  { kind: "routed", data: {} },
];
const moved = { kind: "recategorised", data: { moved: true } };

test.each([
  ["nobody handed it on", opened, null],
  ["one did", [...opened, handed("transferred", "property", "security")], "property"],
  [
    "several did",
    [...opened, handed("returned", "property", "property"), handed("transferred", "security", "health")],
    "property",
  ],
  ["staff gave it to a person elsewhere", [...opened, handed("assigned", "property", "security")], null],
  [
    "it turned out to be of another category",
    [...opened, handed("transferred", "property", "security"), moved, handed("returned", "health", "health")],
    "health",
  ],
  ["a return from before that was noted", [...opened, { kind: "returned", data: { text: "忙" } }], null],
])("who had it first, when %s", (_, events, expected) => {
  expect(firstCommittee(events)).toBe(expected);
});
