// Saying something at Telegram: step by step, in another way where the first is refused, and never twice where it can be helped.
import { faultName } from "#src/errors.ts";
import type { ChatChange, OutboundMessage } from "#src/message.ts";
import type { Sent } from "./channel.ts";
import { refusalOf } from "./telegram-refusal.ts";
import type { Refusal } from "./telegram-refusal.ts";
import { take } from "./telegram-step.ts";
import type { Run, StepOptions } from "./telegram-step.ts";
import { write } from "./telegram-write.ts";
import type { Tools, Without } from "./telegram-write.ts";

export type SenderOptions = StepOptions & {
  /** The callback data of a button. */
  data: Tools["data"];
  /** The address of the private chat; null until the bot's name is known. */
  invitation: () => string | null;
  followChat: (change: ChatChange) => Promise<void>;
};

/** So many that wait halfway are remembered. */
const MOST_RUNS = 1_000;

/**
 * Shows a message at Telegram. Where its budget is used up or Telegram asks to wait: AppError channel_throttled, and the
 * same message handed in again goes on where it stopped. Throws also channel_unreachable and channel_failed.
 */
export function telegramSender(options: SenderOptions): (message: OutboundMessage) => Promise<Sent> {
  const runs = new Map<number, Run>();
  const homes = new Map<string, string>();
  return async (given) => {
    const run = runs.get(given.id) ?? newRun();
    try {
      await goOn(options, { given, run, homes });
    } catch (error) {
      run.booked = false;
      remember(runs, given.id, run);
      throw error;
    }
    runs.delete(given.id);
    return { externalId: run.said ?? "", ...(run.doubtful ? { doubtful: true } : {}) };
  };
}

const newRun = (): Run => ({ next: 0, booked: false, said: null, doubtful: false, without: {} });

/** Nothing is to be remembered of what has not begun. */
function remember(runs: Map<number, Run>, id: number, run: Run): void {
  if (run.next === 0 && Object.keys(run.without).length === 0) return;
  const [oldest] = runs.keys();
  if (runs.size >= MOST_RUNS && oldest !== undefined) runs.delete(oldest);
  runs.set(id, run);
}

type Way = { given: OutboundMessage; run: Run; homes: Map<string, string> };

async function goOn(options: SenderOptions, way: Way): Promise<void> {
  const { given, run, homes } = way;
  for (;;) {
    const message = { ...given, chat: { ...given.chat, id: homes.get(given.chat.id) ?? given.chat.id } };
    const tools = { data: options.data, invitation: options.invitation(), without: run.without };
    const step = write(message, tools)[run.next];
    if (!step) return;
    try {
      await take(options, { message, run, step });
      run.next += 1;
      run.booked = false;
    } catch (error) {
      const refusal = refusalOf(error);
      if (!refusal || !(await eased(options, way, refusal))) throw error;
    }
  }
}

/** Whether there is another way to say it, which is then the way from here on. */
async function eased(options: SenderOptions, { given, run, homes }: Way, refusal: Refusal): Promise<boolean> {
  if (refusal.kind === "migrated") {
    if (homes.get(given.chat.id) === refusal.to) return false;
    homes.set(given.chat.id, refusal.to);
    // Messages are numbered anew there.
    run.without.reply = true;
    await tellMoved(options, given.chat.id, refusal.to);
    return true;
  }
  const key = EASES[refusal.kind];
  if (!key || run.without[key]) return false;
  run.without[key] = true;
  return true;
}

const EASES: Partial<Record<Refusal["kind"], keyof Without>> = {
  parse: "entities",
  thread_not_found: "thread",
  reply_not_found: "reply",
};

async function tellMoved({ followChat, clock, log }: SenderOptions, id: string, to: string): Promise<void> {
  const chat = { id, kind: "group", title: "" } as const;
  try {
    await followChat({ channel: "telegram", chat, at: clock.now(), by: null, change: "moved", to });
  } catch (error) {
    // It is said in the new chat all the same; the group's own notice of the move comes as an update.
    log.warn({ channel: "telegram", error: faultName(error) }, "move not kept");
  }
}
