// How a community's files are read: the YAML, and the CSV of flats it names.
import { dirname, join } from "node:path";
import { AppError } from "#src/errors.ts";
import { readBytes } from "#src/cli/files.ts";
import { checkCommunity } from "#src/routing/community-check.ts";
import type { Answering } from "#src/routing/community-offices.ts";
import type { CommunityFile } from "#src/routing/community.ts";
import { readCsv } from "#src/routing/community-csv.ts";
import { readYaml } from "#src/routing/community-yaml.ts";
import type { Fault } from "#src/routing/community-yaml.ts";

/**
 * Reads and checks a community file; where `categories` are given, somebody has to answer for each of them. Throws
 * AppError bad_input with a line per defect: `demo.yaml:12: grids.0.estate: expected …, got …`.
 */
export function readCommunity(path: string, categories: readonly Answering[] = []): CommunityFile {
  const { data, faults, lineOf } = readYaml(readText(path));
  const said: Said[] = faults.map((fault) => ({ ...fault, file: path }));
  if (data === null && faults.length > 0) throw refusal(path, said);
  const { input, own, rows, csv, wrong } = withFlats(data, path, lineOf);
  const found = checkCommunity(input, categories);
  for (const defect of "defects" in found ? found.defects : []) {
    const steps = pathOf(defect);
    const place = steps[0] === "flats" ? Number(steps[1]) - own : -1;
    if (place === rows.length && wrong.length > 0) continue;
    const line = rows[place]?.line;
    said.push(
      line === undefined
        ? { file: path, line: lineOf(steps), says: defect }
        : { file: csv, line, says: defect.replace(/^flats\.\d+(\.|: )/, "") },
    );
  }
  said.push(...wrong);
  if (said.length > 0 || !("file" in found)) throw refusal(path, said);
  return found.file;
}

type Said = Fault & { file: string };

/** The file's own defects first, each file's in the order of its lines. */
function refusal(path: string, said: Said[]): AppError {
  const files = [...new Set([path, ...said.map(({ file }) => file)])];
  const sorted = files.flatMap((file) =>
    said.filter((one) => one.file === file).toSorted((a, b) => a.line - b.line),
  );
  return new AppError(
    "bad_input",
    sorted.map(({ file, line, says }) => `${file}:${line}: ${says}`).join("\n"),
  );
}

type Rows = ReturnType<typeof readCsv>["rows"];
type Whole = { input: unknown; own: number; rows: Rows; csv: string; wrong: Said[] };

/** The file with the flats of its CSV after its own; `own` says how many those are. */
function withFlats(data: unknown, path: string, lineOf: (path: string[]) => number): Whole {
  const { flatsFile, flats = [] } = (data ?? {}) as { flatsFile?: unknown; flats?: unknown };
  if (typeof flatsFile !== "string" || flatsFile === "" || !Array.isArray(flats)) {
    return { input: data, own: 0, rows: [], csv: "", wrong: [] };
  }
  const csv = join(dirname(path), flatsFile);
  // A null at the end stands for those that could not be read: what refers to them is no defect.
  const all = (more: unknown[]) => ({ ...(data as object), flats: [...(flats as unknown[]), ...more] });
  try {
    const { rows, faults } = readCsv(readText(csv));
    const input = all([...rows.map(({ value }) => value), ...(faults.length > 0 ? [null] : [])]);
    const wrong = faults.map((fault) => ({ ...fault, file: csv }));
    return { input, own: flats.length, rows, csv, wrong };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const wrong = [{ file: path, line: lineOf(["flatsFile"]), says: `flatsFile: ${error.message}` }];
    return { input: all([null]), own: flats.length, rows: [], csv, wrong };
  }
}

/** The steps that a defect begins with. */
function pathOf(defect: string): (string | number)[] {
  const [path = ""] = defect.split(": ");
  return path.split(".").map((step) => (/^\d+$/.test(step) ? Number(step) : step));
}

/** A file's text, without its byte order mark. Throws AppError bad_input where it is not UTF-8, saying what it may be. */
function readText(path: string): string {
  const bytes = readBytes(path);
  const text = decoded(bytes, "utf-8");
  if (text !== null && !text.includes("\0")) return text;
  const advice = 'save it as UTF-8 ("CSV UTF-8" in a spreadsheet)';
  throw new AppError("bad_input", `${path}: expected UTF-8, got ${encodingOf(bytes)}; ${advice}`);
}

function encodingOf(bytes: Buffer): string {
  const mark = bytes.toString("hex", 0, 2);
  if (mark === "fffe" || mark === "feff") return "UTF-16";
  return decoded(bytes, "gb18030") === null ? "something else" : "what looks like GB18030 (GBK)";
}

function decoded(bytes: Buffer, encoding: string): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
