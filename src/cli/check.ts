// linli check: everything an operator writes, all defects at once.
import { parseArgs } from "node:util";
import { dayOf, systemClock } from "#src/clock.ts";
import type { Config } from "#src/config.ts";
import { AppError } from "#src/errors.ts";
import { readFlows } from "#src/dialogue/files.ts";
import { unpublishedYears } from "#src/tickets/statutory.ts";
import { DEMO, FLOWS, readCommunity } from "#src/wire.ts";
import { PROMPTS, readPrompt } from "#src/wire-llm.ts";

export const HELP = `linli check [--community FILE]
Checks settings, flows with their examples, texts, prompts and the community; names every defect, exit 2 if there is one.
Warns where the holidays of this year or the next are not known as published.
`;

/** Runs the command; resolves to the exit code. Wrong settings were refused before it began. */
export async function check(args: string[], _config: Config): Promise<number> {
  const { values } = parseArgs({ args, options: { community: { type: "string", default: DEMO } } });
  const defects: string[] = [];
  const collect = <T>(read: () => T): T | null => {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      defects.push(...error.message.split("\n"));
      return null;
    }
  };
  const flows = collect(() => readFlows(FLOWS));
  collect(() => readPrompt(PROMPTS));
  const community = collect(() => readCommunity(values.community, flows?.categories));
  for (const defect of defects) process.stderr.write(`${defect}\n`);
  if (defects.length > 0 || !flows || !community) return 2;
  for (const warning of warnings(systemClock.now())) process.stderr.write(`${warning}\n`);
  process.stdout.write(
    `settings, ${flows.categories.length} flows, ${flows.sentences.length} example sentences, prompts, ` +
      `${community.committees.length} committees: nothing wrong\n`,
  );
  return 0;
}

/** What is not wrong but will be: an operator has to bring it up to date. */
function warnings(now: Date): string[] {
  return unpublishedYears(dayOf(now)).map(
    (year) =>
      `holidays: expected the published schedule of ${year}, found only the days that the law names; update chinese-days`,
  );
}
