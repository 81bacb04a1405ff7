// linli train: a model from any labelled file.
import { parseArgs } from "node:util";
import { AppError } from "#src/errors.ts";
import { packModel } from "#src/triage/model.ts";
import { train } from "#src/triage/train.ts";
import { normalise } from "#src/triage/normalise.ts";
import { writeOut } from "./files.ts";
import { readLabelled } from "./labelled.ts";

export const HELP = `linli train FILE --out MODEL
Trains the local classifier on lines of JSONL {"text","label"}, any labels (of "a|b" the first), and writes it to MODEL.
linli eval OTHER --model MODEL measures it: on lines that it has not seen.
`;

/** Runs the command; resolves to the exit code. Throws AppError bad_input for a wrong file or option. */
export async function trainCommand(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { out: { type: "string" } },
  });
  const [path, extra] = positionals;
  if (!path || extra || !values.out)
    throw new AppError("bad_input", "train: expected FILE --out MODEL, see --help");
  const examples = readLabelled(path, null).flatMap(({ text, labels: [label] }) =>
    label === undefined ? [] : [{ text: normalise(text), clues: [], label }],
  );
  const labels = new Set(examples.map(({ label }) => label));
  if (labels.size < 2)
    throw new AppError("bad_input", `${path}: expected at least two labels, got ${[...labels].join(", ")}`);
  const model = train(examples);
  const bytes = packModel(model, path);
  writeOut(values.out, bytes);
  process.stdout.write(
    `${examples.length} lines, ${model.labels.length} labels, ${Math.ceil(bytes.length / 1024)} KB: ${values.out}\n`,
  );
  return 0;
}
