import { expect, test } from "vitest";
import { measure, percentile } from "#src/triage/measure.ts";

const rows = (text: string) =>
  text
    .trim()
    .split("\n")
    .map((line) => {
      const [labels = "", got = "", confidence = "1"] = line.trim().split(/\s+/);
      const label = got.replace("?", "");
      return {
        labels: labels.split("|"),
        got: label,
        confidence: Number(confidence),
        certain: label === got,
        chance: label === "none" ? 0.1 : 0.65,
      };
    });

test("figures of a small table, by hand", () => {
  const figures = measure(
    rows(`
      parking      parking
      parking      property
      property     property
      health       none
      none         parking?
      none         parking
      none         none
      none         none`),
  );
  expect(figures).toMatchObject({ lines: 8, accuracy: 4 / 8, falseTickets: 250, falseCards: 250 });
  expect([figures.requestPrecision, figures.requestRecall]).toEqual([3 / 5, 3 / 4]);
  expect(figures.perLabel.map(({ label, f1 }) => [label, f1])).toEqual([
    ["health", 0],
    ["none", 4 / 7],
    ["parking", 2 / 5],
    ["property", 2 / 3],
  ]);
  expect(
    figures.thresholds.map(({ at, recall, falsePerThousand }) => [at, recall, falsePerThousand]),
  ).toEqual([
    ...[0.3, 0.4, 0.5, 0.6].map((at) => [at, 3 / 4, 500]),
    ...[0.7, 0.8, 0.9, 0.95].map((at) => [at, 0, 0]),
  ]);
  expect(figures.macroF1).toBeCloseTo((0 + 4 / 7 + 2 / 5 + 2 / 3) / 4, 9);
  expect(figures.confusions.map(({ label, got, lines }) => `${label}>${got} ${lines}`)).toEqual([
    "none>parking 2",
    "health>none 1",
    "parking>property 1",
  ]);
});

test("where several labels are right, each of them is; where one of them is none, hearing is not judged", () => {
  const figures = measure(
    rows("property|safety safety\nproperty|safety parking\nhealth|none none\nhealth|none health"),
  );
  expect([figures.accuracy, figures.requestRecall, figures.falseTickets]).toEqual([3 / 4, 1, 0]);
});

test("confidence is calibrated when it is right as often as it says", () => {
  const sure = Array.from({ length: 10 }, (_, nth) => `a ${nth < 8 ? "a" : "b"} 0.85`).join("\n");
  expect(measure(rows(sure)).calibrationError).toBeCloseTo(0.05, 9);
  expect(measure(rows("a a 1\nb b 1")).calibrationError).toBe(0);
});

test("nothing asked is nothing wrong", () => {
  expect(measure([])).toMatchObject({
    lines: 0,
    macroF1: 0,
    accuracy: 1,
    requestRecall: 1,
    falseTickets: 0,
  });
});

test("a percentile is one of the times", () => {
  expect([percentile([3, 1, 2], 0.5), percentile([3, 1, 2], 0.99), percentile([], 0.5)]).toEqual([2, 3, 0]);
});
