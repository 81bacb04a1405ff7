// A recorded chat played through the whole house by `linli replay`, as anyone would do it.
import { execFile } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, renameSync, rmdirSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";

type Place = { building: string | null; unit: string | null; room: string | null } | null;
export type Out = {
  at: string;
  chat: string;
  kind: string;
  to: string | null;
  text: string;
  buttons: string[];
  ticket: string | null;
};
export type Got = {
  t: "ticket";
  code: string;
  label: string;
  committee: string;
  urgency: string;
  private: boolean;
  reporter: string;
  coReporters: string[];
  place: Place;
  messages: string[];
  state: string;
  rating: number | null;
  assignee: string | null;
  answerBy: string;
  resultBy: string;
};
/** What a careful human expects of a ticket. */
export type Expected = Omit<Got, "t" | "code" | "answerBy" | "resultBy"> & { n: number };
export type Replayed = { output: string; tickets: Got[]; outs: Out[] };

/** The same, but what another test file of this run has played already, or is playing, is not played again. */
export async function replayedOnce(file: string, databaseUrl: string, shared: string): Promise<Replayed> {
  const kept = join(shared, `${basename(file)}.out`);
  const playing = `${kept}.playing`;
  for (; !existsSync(kept); await pause(100)) {
    if (!taken(playing)) continue;
    try {
      const draft = `${kept}.${process.pid}`;
      writeFileSync(draft, (await replayed(file, databaseUrl)).output);
      renameSync(draft, kept);
    } finally {
      rmdirSync(playing);
    }
  }
  return read(readFileSync(kept, "utf8"));
}

/** Of several that want a folder made one has it. */
function taken(folder: string): boolean {
  try {
    mkdirSync(folder);
    return true;
  } catch {
    return false;
  }
}

/** Plays a file on the given Postgres; returns what was printed, as text and as its lines. */
export async function replayed(file: string, databaseUrl: string): Promise<Replayed> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["--no-deprecation", "src/cli.ts", "replay", file, "--json"],
    { env: { ...process.env, DATABASE_URL: databaseUrl }, maxBuffer: 64 * 1024 * 1024 },
  );
  return read(stdout);
}

function read(output: string): Replayed {
  const lines = output
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as { t: string });
  return {
    output,
    tickets: lines.filter((line) => line.t === "ticket") as unknown as Got[],
    outs: lines.filter((line) => line.t === "out") as unknown as Out[],
  };
}

/** Whether a value is one of those joined by "|". */
export function isOneOf(given: string, allowed: string): boolean {
  return allowed.split("|").includes(given);
}
