// linli <command>: the operator's front door.
import { AppError } from "#src/errors.ts";
import { readConfig, readEnvironment } from "#src/config.ts";
import type { Config } from "#src/config.ts";
import { readFlows } from "#src/dialogue/files.ts";
import { FLOWS, reachDatabase } from "#src/wire.ts";
import * as bench from "#src/cli/bench.ts";
import * as check from "#src/cli/check.ts";
import * as classify from "#src/cli/classify.ts";
import * as community from "#src/cli/community.ts";
import * as evaluation from "#src/cli/eval.ts";
import * as migrate from "#src/cli/migrate.ts";
import * as replay from "#src/cli/replay.ts";
import * as training from "#src/cli/train.ts";

type Command = { help: string; run(args: string[], config: Config): Promise<number> };

const COMMANDS: Record<string, Command> = {
  replay: { help: replay.HELP, run: replay.replay },
  classify: {
    help: classify.HELP,
    run: (args, config) => classify.classify(args, standardIo(), readFlows(FLOWS), config),
  },
  eval: { help: evaluation.HELP, run: evaluation.evaluate },
  train: { help: training.HELP, run: training.trainCommand },
  check: { help: check.HELP, run: check.check },
  migrate: {
    help: migrate.HELP,
    run: async (args, config) => {
      const base = await reachDatabase(config, () => {});
      try {
        return await migrate.migrateCommand(args, { databaseUrl: base.url });
      } finally {
        await base.stop();
      }
    },
  },
  community: { help: community.HELP, run: community.community },
  bench: { help: bench.HELP, run: bench.bench },
};

const USAGE = `linli <command>, one of: ${Object.keys(COMMANDS).join(", ")}. linli <command> --help says more.\n`;

function standardIo() {
  return {
    input: process.stdin,
    write: (line: string) => process.stdout.write(`${line}\n`),
    complain: (line: string) => process.stderr.write(`${line}\n`),
  };
}

async function main([name = "", ...args]: string[]): Promise<number> {
  const command = COMMANDS[name];
  if (!command) {
    const asked = name === "" || name === "--help" || name === "help";
    process[asked ? "stdout" : "stderr"].write(
      asked ? USAGE : `linli: expected a command, got ${name}. ${USAGE}`,
    );
    return asked ? 0 : 2;
  }
  if (args.includes("--help")) {
    process.stdout.write(command.help);
    return 0;
  }
  return command.run(args, readConfig(readEnvironment()));
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const known = error instanceof AppError || (error as { code?: string }).code?.startsWith("ERR_PARSE_ARGS");
  const wrong = !(error instanceof AppError) || error.code === "bad_input";
  process.stderr.write(
    `linli: ${known ? (error as Error).message : ((error as Error).stack ?? String(error))}\n`,
  );
  process.exitCode = known && wrong ? 2 : 1;
}
