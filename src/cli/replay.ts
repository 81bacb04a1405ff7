// linli replay: a recorded chat through the whole house, under a simulated clock and without any network.
import { parseArgs } from "node:util";
import { randomUUID } from "node:crypto";
import type { Config } from "#src/config.ts";
import { AppError } from "#src/errors.ts";
import { openLog } from "#src/log.ts";
import type { InboundMessage, MessageChange } from "#src/message.ts";
import { dropDatabase, freshDatabase, keptDatabase } from "#src/database/template.ts";
import { readFlows } from "#src/dialogue/files.ts";
import type { PrismaClient } from "#prisma/client/client.ts";
import { DEMO, FLOWS, reachDatabase, readCommunity } from "#src/wire.ts";
import { chosenLlm } from "./judge-line.ts";
import { readRecording } from "./recording.ts";
import type { Line } from "./recording.ts";
import { openReplayHouse } from "./replay-house.ts";
import type { ReplayOptions } from "./replay-house.ts";
import { replayPrinter } from "./replay-print.ts";
import type { Printer } from "./replay-print.ts";
import { fillCodes, findButton } from "./replay-lines.ts";

export const HELP = `linli replay FILE [--community FILE] [--llm on|off] [--json] [--keep NAME]
Plays a recorded chat (JSONL) and shows what Linli says and which tickets come out of it.
  --community FILE  another community than the demo one (YAML)
  --llm on|off      whether a language model is asked (default: on where a key is set)
  --json            lines for machines instead of a transcript
  --keep NAME       keep the database under this name; the same call carries on where it was stopped
`;

const AFTER_MS = 180_000;

/** Runs the command; resolves to the exit code. Throws AppError bad_input for a wrong file or option. */
export async function replay(args: string[], config: Config): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      community: { type: "string", default: DEMO },
      llm: { type: "string" },
      json: { type: "boolean", default: false },
      keep: { type: "string" },
    },
  });
  const [path, extra] = positionals;
  if (!path || extra) throw new AppError("bad_input", "replay: expected one FILE, see --help");
  if (values.keep !== undefined && !/^[a-z][a-z0-9_]{0,30}$/.test(values.keep)) {
    throw new AppError(
      "bad_input",
      `replay: --keep: expected lower case letters, digits and _, got ${values.keep}`,
    );
  }
  const lines = readRecording(path);
  const flows = readFlows(FLOWS);
  const community = readCommunity(values.community, flows.categories);
  const { llm } = chosenLlm({ name: "replay", option: values.llm }, config, flows);

  const base = await reachDatabase(config, () => {});
  const name = values.keep ? `linli_keep_${values.keep}` : `linli_replay_${randomUUID().slice(0, 8)}`;
  try {
    const url = await (values.keep ? keptDatabase(base.url, name) : freshDatabase(base.url, name));
    const place = config.redisUrl ? { redisUrl: config.redisUrl } : { databaseUrl: url };
    await play(lines, {
      json: values.json,
      options: {
        url,
        queue: { ...place, prefix: name },
        community,
        flows,
        llm: () => llm,
        log: openLog(config.logLevel === "info" ? "error" : config.logLevel),
        start: lines[0]?.at ?? new Date(0),
      },
    });
    return 0;
  } finally {
    if (!values.keep) await dropDatabase(base.url, name);
    await base.stop();
  }
}

type Playing = { json: boolean; options: Omit<ReplayOptions, "emit"> };

async function play(lines: Line[], { json, options }: Playing): Promise<void> {
  let printer: Printer | null = null;
  const replayed = await openReplayHouse({ ...options, emit: (message) => printer?.out(message) });
  try {
    printer = replayPrinter({ json, database: replayed.database, clock: replayed.clock });
    for (const line of lines) {
      await replayed.until(line.at);
      const change = await changeOf(line, replayed.database);
      const message = await inbound(line, { database: replayed.database, groups: options.community.groups });
      if (change) {
        printer.change(change);
        await replayed.change(change);
      } else if (message) {
        printer.in(message, line);
        await replayed.hand(message);
      } else await replayed.through(line.at);
    }
    // What is being gathered at the end still becomes tickets; reminders stay in the future.
    await replayed.through(new Date(replayed.clock.now().getTime() + AFTER_MS), ["turns", "deliveries"]);
    await printer.end(lines.filter((line) => line.type === "message").length);
  } finally {
    await replayed.close();
  }
}

type Setting = { database: PrismaClient; groups: { id: string; title: string }[] };

/** A recorded edit or recall as the channel would hand it over; null for any other line. */
async function changeOf(line: Line, database: PrismaClient): Promise<MessageChange | null> {
  if (line.type === "edit") {
    const { chat, from, id, edit, mention = false } = line.edit;
    const text = await fillCodes(database, edit);
    return { ...changed(chat, from), id, at: line.at, change: "edit", text, mention };
  }
  if (line.type !== "recall") return null;
  const { chat, from, recall: id } = line.recall;
  return { ...changed(chat, from), id, at: line.at, change: "recall" };
}

function changed(chat: string, from: string) {
  return { channel: "replay", chat: { id: chat }, from: { id: from } };
}

/** A recorded line as the channel would hand it over; null for no message and for a button nobody was offered. */
async function inbound(line: Line, { database, groups }: Setting): Promise<InboundMessage | null> {
  if (line.type !== "message" && line.type !== "press") return null;
  const common = {
    channel: "replay",
    at: line.at,
    text: "",
    images: [],
    replyTo: null,
    mention: false,
    press: null,
  };
  if (line.type === "press") {
    const press = await findButton(database, line.press);
    if (!press) return null;
    const account = await database.account.findUnique({
      where: { channel_externalId: { channel: "replay", externalId: line.press.from } },
    });
    const known = groups.find((group) => group.id === line.press.chat);
    const kind = known ? "group" : "private";
    return {
      ...common,
      chat: { id: line.press.chat, kind, title: known?.title ?? "" },
      from: { id: line.press.from, name: account?.name ?? line.press.from },
      id: `press-${line.number}`,
      press,
    };
  }
  const { message } = line;
  return {
    ...common,
    chat: {
      id: message.chat,
      kind: message.kind,
      title: groups.find((group) => group.id === message.chat)?.title ?? "",
    },
    from: { id: message.from, name: message.name },
    id: message.id,
    text: await fillCodes(database, message.text),
    images: Array.from({ length: message.images ?? 0 }, (_, index) => ({
      ref: `${message.id}-${index + 1}`,
    })),
    replyTo: message.replyTo ?? null,
    mention: message.mention ?? false,
    forwarded: message.forwarded ?? false,
  };
}
