import { expect, test } from "vitest";
import { classify } from "#src/cli/classify.ts";
import { readConfig } from "#src/config.ts";
import { AppError } from "#src/errors.ts";
import { readFlows } from "#src/dialogue/files.ts";

const flows = readFlows("flows");

async function run(args: string[], chunks: (string | Buffer)[]) {
  const out: string[] = [];
  const complaints: string[] = [];
  async function* input() {
    yield* chunks;
  }
  const code = await classify(
    args,
    { input: input(), write: (line) => out.push(line), complain: (line) => complaints.push(line) },
    flows,
    readConfig({}),
  );
  return { code, out: out.map((line) => JSON.parse(line) as Record<string, unknown>), complaints };
}

test("judges each line alone, in order, in the public shape", async () => {
  const lines = [
    { id: "a", text: "3栋2单元501电梯坏了" },
    { id: "b", text: "今天好冷啊" },
    { id: "c", text: "东门车位被占了" },
  ].map((row) => JSON.stringify(row) + "\n");
  const { code, out, complaints } = await run(["--llm", "off"], lines);
  expect([code, complaints]).toEqual([0, []]);
  expect(out.map(({ id, request, label, urgency, via }) => [id, request, label, urgency, via])).toEqual([
    ["a", true, "property", "normal", "rules"],
    ["b", false, "none", "normal", "model"],
    ["c", true, "parking", "normal", "rules"],
  ]);
  expect(out.map(({ place }) => place)).toEqual([{ building: "3", unit: "2", room: "501" }, null, null]);
  expect(Object.keys(out[0] ?? {})).toEqual([
    "id",
    "request",
    "label",
    "confidence",
    "urgency",
    "place",
    "via",
    "ms",
  ]);
  expect(out.every(({ ms, confidence }) => typeof ms === "number" && Number(confidence) <= 1)).toBe(true);
});

test("lines and characters may be cut anywhere between chunks; blank lines are passed over", async () => {
  const bytes = Buffer.from('{"id":1,"text":"电梯坏了"}\r\n\n{"id":2,"text":"哈哈"}');
  const chunks = Array.from(bytes, (byte) => Buffer.from([byte]));
  const { out } = await run([], chunks);
  expect(out.map(({ id, label }) => [id, label])).toEqual([
    [1, "property"],
    [2, "none"],
  ]);
});

test("no input is no output", async () => {
  expect(await run([], [])).toEqual({ code: 0, out: [], complaints: [] });
});

test.each([
  ["{oops", "line 2: expected a JSON object, got {oops"],
  ["[1]", "line 2: expected a JSON object, got [1]"],
  ['{"id":"b"}', "line 2: text: expected a string, got nothing"],
  ['{"id":"b","text":7}', "line 2: text: expected a string, got 7"],
  ['{"text":"电梯坏了"}', "line 2: id: expected a string, got nothing"],
])("a bad line %s stops everything before anything is written", async (bad, complaint) => {
  const { code, out, complaints } = await run(
    [],
    ['{"id":"a","text":"电梯坏了"}\n', bad + "\n", '{"id":"c","text":"好"}\n'],
  );
  expect([code, out, complaints]).toEqual([2, [], [complaint]]);
});

test.each([
  [["--llm", "on"], "classify: --llm on: expected a key in OPENAI_API_KEY, got none"],
  [["--llm", "maybe"], "classify: --llm: expected on or off, got maybe"],
])("%j is refused in one line", async (args, message) => {
  await expect(run(args, [])).rejects.toEqual(new AppError("bad_input", message));
});

test.each([[["--llm"]], [["file.jsonl"]], [["--what"]]])("%j is no way to call it", async (args) => {
  await expect(run(args, [])).rejects.toThrow(/llm|positional|--what/);
});
