// How an update comes into the house: once, in order within its chat, and told as taken only when the house has it.
import { faultName } from "#src/errors.ts";
import type { Clock } from "#src/clock.ts";
import type { Log } from "#src/log.ts";
import type { Inlet } from "./channel.ts";
import type { Answers } from "./telegram-answer.ts";
import { openLanes } from "./lanes.ts";
import type { Lanes } from "./lanes.ts";
import { readUpdate } from "./telegram-read.ts";
import type { Read, Reader, Told } from "./telegram-read.ts";
import type { TelegramUpdates } from "./telegram-updates.ts";

export type TakeOptions = {
  inlet: Inlet;
  updates: TelegramUpdates;
  reader: Reader;
  answer: Answers["answer"];
  clock: Clock;
  log: Log;
};

export type Taker = {
  /** Resolves when Telegram may be told that we have it; throws when it must send it again. */
  take(update: unknown): Promise<void>;
  /** Takes as many as can be taken and returns the rest. What fails holds up its own chat only. */
  takeAll(updates: unknown[]): Promise<unknown[]>;
  /** Tries again what was put aside. */
  retry(): Promise<void>;
  /** Resolves when nothing is in hand. */
  idle(): Promise<void>;
};

type Known = { known: Read; update: object };

/** Leaves connections to the database for the house's other work. */
const SIDE_BY_SIDE = 6;
/** After so many failures while the database answers, it is the update that is to blame. */
const MOST_TRIES = 5;

export function telegramTaker(options: TakeOptions): Taker {
  const { updates, reader, clock, log } = options;
  const lanes = openLanes(SIDE_BY_SIDE);
  const inHand = new Map<number, Promise<void>>();
  const failures = new Map<number, number>();
  const read = (update: unknown) => readUpdate(update, reader, clock.now());

  async function once({ id, told }: Read, update: object): Promise<void> {
    if (await updates.has(id)) return;
    try {
      await hand(told, options);
    } catch (error) {
      // Throws when the database does not answer: then it is not for this update that it failed.
      await updates.has(id);
      const tries = (failures.get(id) ?? 0) + 1;
      failures.set(id, tries);
      if (tries < MOST_TRIES) throw error;
      await updates.wait(id, update, clock.now());
      log.error({ channel: "telegram", update: id, error: faultName(error) }, "update put aside");
    }
    failures.delete(id);
    await updates.taken(id, clock.now());
  }

  function take({ known, update }: Known): Promise<void> {
    const present = inHand.get(known.id);
    if (present) return present;
    const taking = lanes.run(known.chat, () => once(known, update)).finally(() => inHand.delete(known.id));
    inHand.set(known.id, taking);
    return taking;
  }

  /** What is in it for the house, beside it as it came. */
  function know(update: unknown): Known[] {
    const known = read(update);
    return known ? [{ known, update: update as object }] : [];
  }

  return {
    take: async (update) => {
      for (const one of know(update)) await take(one);
    },
    async takeAll(given) {
      const byChat = Map.groupBy(given.flatMap(know), ({ known }) => known.chat);
      return (await Promise.all([...byChat.values()].map((some) => inTurn(some, take)))).flat();
    },
    async retry() {
      const waiting = await updates.waiting();
      for (const known of waiting.map(read)) if (known) await again(known, options, lanes);
    },
    idle: () => lanes.idle(),
  };
}

async function hand(told: Told, { inlet, answer }: TakeOptions): Promise<void> {
  if (told.kind === "chat") return inlet.followChat(told.change);
  // Of an edit that comes before its message, this is the message; of one that is known nothing is heard twice.
  if (told.message) await inlet.accept(told.message);
  if (told.kind === "edit") await inlet.follow(told.change);
  if (told.kind === "press") answer(told.query, told.message !== null);
}

/** The first that is not taken holds up the rest, which are returned with it. */
async function inTurn(some: Known[], take: (one: Known) => Promise<void>): Promise<unknown[]> {
  for (const [index, one] of some.entries()) {
    try {
      await take(one);
    } catch {
      return some.slice(index).map(({ update }) => update);
    }
  }
  return [];
}

/** Tries once more to take one that was put aside. */
async function again({ id, chat, told }: Read, options: TakeOptions, lanes: Lanes): Promise<void> {
  const { updates, log } = options;
  const fields = { channel: "telegram", update: id };
  try {
    await lanes.run(chat, () => hand(told, options));
    await updates.forget(id);
    log.info(fields, "update taken that was put aside");
  } catch (error) {
    log.warn({ ...fields, error: faultName(error) }, "update still waits");
  }
}
