// What a model is told: a file of prompts/ checked to the letter, and filled.
import { parseDocument } from "yaml";
import { z } from "zod";

export type Prompt = {
  /** As the file is named, "triage.v1". */
  name: string;
  inputs: string[];
  output: string[];
  system: string;
  user: string;
};

const spelling = { error: "lower_snake letters" };
const Word = z.string(spelling).regex(/^[a-z][a-z_]*$/, spelling);
const Words = z.array(Word, { error: "a list of words" }).min(1, { error: "a list of at least one word" });
const Head = z.strictObject({
  id: Word,
  version: z.int({ error: "a whole number" }).min(1, { error: "a number from 1" }),
  inputs: Words,
  output: Words,
});
type Head = z.infer<typeof Head>;

const SLOT = /\{\{(\w+)\}\}/g;

/**
 * Takes a file's name ("triage.v1.md") and text; returns the prompt, or a line per defect that begins with the field
 * or section.
 */
export function checkPrompt(file: string, text: string): { prompt: Prompt } | { defects: string[] } {
  const [, yaml, body] = /^---\n(.*?)\n---\n(.*)$/s.exec(text.replaceAll("\r\n", "\n")) ?? [];
  if (yaml === undefined || body === undefined)
    return { defects: [`the file: expected front matter between two lines ---, got none`] };
  const { head, defects } = readHead(yaml);
  const [, before = "", system, user] = /^(.*?)^# system\n(.*?)^# user\n(.*)$/ms.exec(body) ?? [];
  if (system === undefined || user === undefined || before.trim() !== "")
    defects.push("body: expected the sections # system and # user, in this order and with nothing before");
  if (head !== null) {
    const name = `${head.id}.v${head.version}`;
    if (file !== `${name}.md`) defects.push(`version: expected the file to be named ${name}.md, got ${file}`);
    if (system !== undefined) defects.push(...inSystem(head, system));
    if (user !== undefined) defects.push(...inUser(head, user));
    if (defects.length === 0 && system !== undefined && user !== undefined) {
      const { inputs, output } = head;
      return { prompt: { name, inputs, output, system: system.trim(), user: user.trim() } };
    }
  }
  return { defects };
}

/**
 * Puts the values into their slots; every input needs one. No value can leave its marks or imitate another's, since
 * it is left without a < or >, and what looks like a slot in it stays as it is.
 */
export function fill(prompt: Prompt, values: Readonly<Record<string, string>>) {
  const user = prompt.user.replace(SLOT, (_, name: string) =>
    (values[name] ?? "").replaceAll("<", "＜").replaceAll(">", "＞"),
  );
  return { system: prompt.system, user };
}

function readHead(yaml: string): { head: Head | null; defects: string[] } {
  const document = parseDocument(yaml);
  if (document.errors.length > 0)
    return {
      head: null,
      defects: document.errors.map(
        (error) => `line ${(error.linePos?.[0].line ?? 1) + 1}: ${error.message.split("\n")[0] ?? ""}`,
      ),
    };
  const data: unknown = document.toJS();
  const result = Head.safeParse(data);
  if (!result.success)
    return { head: null, defects: result.error.issues.flatMap((one) => explain(one, data)) };
  const twice = (["inputs", "output"] as const).filter(
    (field) => new Set(result.data[field]).size < result.data[field].length,
  );
  return { head: result.data, defects: twice.map((field) => `${field}: expected each word only once`) };
}

function explain(issue: z.core.$ZodIssue, data: unknown): string[] {
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((key) => `${key}: expected no such field, only id, version, inputs, output`);
  const [field] = issue.path;
  if (field === undefined) return ["front matter: expected id, version, inputs and output"];
  const got: unknown = (data as Record<PropertyKey, unknown>)[field];
  return [`${String(field)}: expected ${issue.message}, got ${JSON.stringify(got) ?? "nothing"}`];
}

/** Instructions are ours alone, and say what the answer consists of. */
function inSystem(head: Head, system: string): string[] {
  const slots = system.includes("{{")
    ? ["# system: expected no {{slot}}: what comes from outside belongs to # user"]
    : [];
  const unsaid = head.output.filter((field) => !new RegExp(`\\b${field}\\b`).test(system));
  return [...slots, ...unsaid.map((field) => `output: expected ${field} to be explained in # system`)];
}

/** Each input stands once, alone between its marks. */
function inUser(head: Head, user: string): string[] {
  const defects: string[] = [];
  const slots = [...user.matchAll(SLOT)].map(([, name]) => name ?? "");
  for (const name of new Set(slots.filter((slot) => !head.inputs.includes(slot))))
    defects.push(`# user: expected only slots named in inputs, got {{${name}}}`);
  if (user.replace(SLOT, "").includes("{{"))
    defects.push("# user: expected {{ only before an input's name and }}");
  for (const name of head.inputs) {
    const marks = user.split(new RegExp(`</?${name}>`));
    if (!slots.includes(name)) defects.push(`inputs: expected {{${name}}} in # user, found none`);
    else if (marks.length !== 3 || marks[1]?.trim() !== `{{${name}}}`)
      defects.push(`# user: expected {{${name}}} once, alone between <${name}> and </${name}>`);
  }
  return defects;
}
