import { expect, test } from "vitest";
import { AppError } from "#src/errors.ts";
import { packModel, unpackModel } from "#src/triage/model.ts";
import { predict } from "#src/triage/ngram.ts";
import type { Model } from "#src/triage/ngram.ts";
import { train } from "#src/triage/train.ts";
import type { Example } from "#src/triage/train.ts";

const TAUGHT: [string, string[]][] = [
  [
    "水",
    ["水管漏水了", "没有水", "自来水发黄", "水压太小", "停水到几点", "水表坏了", "下水道堵了", "热水不热"],
  ],
  [
    "车",
    [
      "车位被占了",
      "乱停车",
      "停车费涨价",
      "车库道闸坏了",
      "没有停车位",
      "堵车出不去",
      "充电桩坏了",
      "僵尸车",
    ],
  ],
  ["无", ["今天天气真好", "吃饭了吗", "哈哈哈哈", "晚上打牌", "周末愉快", "谢谢大家", "明天见", "孩子睡了"]],
];
const examples: Example[] = TAUGHT.flatMap(([label, texts]) =>
  texts.map((text) => ({ text, label, clues: [] })),
);

function best(model: Model, text: string, clues: string[] = []): string {
  const shares = predict(model, { text, clues });
  return model.labels[shares.indexOf(Math.max(...shares))] ?? "";
}

test("it learns what it is shown, any labels, and tells lines that it has not seen", () => {
  const model = train(examples);
  expect(model.labels).toEqual(["无", "水", "车"].toSorted());
  expect(examples.filter(({ text, label }) => best(model, text) !== label)).toEqual([]);
  expect(["楼上漏水", "车停在路口", "哈哈吃饭去"].map((text) => best(model, text))).toEqual([
    "水",
    "车",
    "无",
  ]);
});

test("shares are probabilities, whatever the text", () => {
  const model = train(examples);
  for (const text of ["", "漏水", "😂", "啊".repeat(10_000), "\ud800"]) {
    const shares = [...predict(model, { text, clues: [] })];
    expect(shares.every((share) => share > 0 && share < 1)).toBe(true);
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
  }
});

test("the same lines make the same model to the byte", () => {
  expect(packModel(train(examples), "x")).toEqual(packModel(train(examples), "x"));
});

test("a clue tells apart what reads alike, and is no letter of the text", () => {
  const lines = ["甲", "乙"].flatMap((label) =>
    Array.from({ length: 60 }, (_, nth) => ({ text: `第${nth}句话`, label, clues: [`clue ${label}`] })),
  );
  const model = train(lines);
  expect([best(model, "这句话", ["clue 甲"]), best(model, "这句话", ["clue 乙"])]).toEqual(["甲", "乙"]);
  const [plain] = predict(model, { text: "这句话", clues: [] });
  expect(plain).toBeCloseTo(0.5, 1);
});

test("a packed model judges as before", () => {
  const model = train(examples);
  const { model: again, from } = unpackModel(packModel(model, "my lines"), "model");
  expect(from).toBe("my lines");
  for (const text of ["楼上漏水", "没见过的话"]) {
    expect(predict(again, { text, clues: [] })).toEqual(predict(model, { text, clues: [] }));
  }
});

test.each<[string, (bytes: Buffer) => Uint8Array, string]>([
  ["an empty file", () => Buffer.from(""), "m: expected a model of linli train, got something else"],
  [
    "another file",
    () => Buffer.from('{"a":1}\nxyz'),
    "m: expected a model of linli train, got something else",
  ],
  [
    "one of another version",
    (bytes) => Buffer.from(bytes.toString("latin1").replace('"version":2', '"version":0'), "latin1"),
    "m: expected a model of version 2, got version 0: train it anew",
  ],
])("%s is refused", (_, change, message) => {
  const bytes = Buffer.from(packModel(train(examples), "x"));
  expect(() => unpackModel(change(bytes), "m")).toThrow(new AppError("bad_input", message));
});

test("a file cut short anywhere is refused", () => {
  const bytes = packModel(train(examples), "x");
  for (const part of [0.1, 0.5, 0.9, 0.999]) {
    expect(() => unpackModel(bytes.subarray(0, Math.floor(bytes.length * part)), "m")).toThrow(
      /^m: expected/,
    );
  }
});
