// One step of a message at Telegram: its words, its pictures or its sign, within the budget.
import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";
import type { Clock } from "#src/clock.ts";
import { AppError } from "#src/errors.ts";
import type { Log } from "#src/log.ts";
import type { Image, OutboundMessage } from "#src/message.ts";
import type { Picture } from "./picture.ts";
import type { TelegramApi } from "./telegram-api.ts";
import type { Budget } from "./telegram-budget.ts";
import { refusalOf } from "./telegram-refusal.ts";
import { shown } from "./telegram-write.ts";
import type { Call, Media, Step, Without } from "./telegram-write.ts";

export type StepOptions = {
  api: Pick<TelegramApi, "call">;
  budget: Budget;
  /** The bytes of a picture that another channel has. */
  image: (image: Image) => Promise<Picture>;
  clock: Clock;
  log: Log;
};

/** How far a message has come: what is said already is not said again when the rest has to wait. */
export type Run = {
  next: number;
  /** Whether the next step is booked in the budget: tried in another way it is no other message. */
  booked: boolean;
  /** Telegram's id of the last words; null where it did not tell. */
  said: string | null;
  doubtful: boolean;
  without: Without;
};

/** Waits that are slept away: before the first words, and between the parts of one message. */
const PATIENCE_MS = { first: 300, further: 1_100 };

type Doing<S = Step> = { message: OutboundMessage; run: Run; step: S };

/** Takes the next step, but does not count it; throws what Telegram refused. */
export async function take(options: StepOptions, { message, run, step }: Doing): Promise<void> {
  if (step.kind === "sign") return sign(options, step.call);
  if (step.kind === "pictures") return show(options, { message, run, step });
  await pace(options, message, { count: 1, run });
  run.said = await say(options, { message, run, call: step.call });
}

/** A sign is a courtesy: without it nothing is missing. */
async function sign({ api, log }: StepOptions, { method, payload }: Call): Promise<void> {
  try {
    await api.call(method, payload);
  } catch (error) {
    log.info({ channel: "telegram", reason: refusalOf(error)?.kind }, "no sign set");
  }
}

/** Makes the call and returns the message's id; null where nobody knows whether it was taken, which is then doubtful. */
async function say(
  { api, budget, clock }: StepOptions,
  { message, run, call }: { message: OutboundMessage; run: Run; call: Call },
): Promise<string | null> {
  try {
    return idOf(await api.call(call.method, call.payload));
  } catch (error) {
    const kind = refusalOf(error)?.kind;
    if (error instanceof AppError && error.retryAfter !== null) {
      const now = clock.now();
      budget.close(message.chat.id, new Date(now.getTime() + error.retryAfter * 1_000), now);
    }
    if (kind !== "unknown") throw error;
    run.doubtful = true;
    return null;
  }
}

const Answer = z.object({ message_id: z.int() });

function idOf(result: unknown): string | null {
  const answer = Answer.safeParse(Array.isArray(result) ? result[0] : result);
  return answer.success ? String(answer.data.message_id) : null;
}

/** Whether Telegram takes the rest of the message, but not this picture. */
function isOnlyThePicture(error: unknown): boolean {
  const kind = refusalOf(error)?.kind;
  return kind === "too_long" || kind === "refused";
}

async function show(
  options: StepOptions,
  { message, run, step }: Doing<Extract<Step, { kind: "pictures" }>>,
): Promise<void> {
  const media = await gather(options, step.images);
  const call = shown(step, media, run.said);
  if (!call) return;
  await pace(options, message, { count: Math.max(media.length, 1), run });
  if (step.words) {
    run.said = await say(options, { message, run, call }).catch((error: unknown) => {
      const words = shown(step, [], null);
      if (!words || media.length === 0 || !isOnlyThePicture(error)) throw error;
      tellMissing(options, media.length);
      return say(options, { message, run, call: words });
    });
    return;
  }
  try {
    // The words are said: that a picture may or may not have been taken makes them no less so.
    await say(options, { message, run: { ...run }, call });
  } catch (error) {
    if (!isOnlyThePicture(error)) throw error;
    tellMissing(options, media.length);
  }
}

/** What is Telegram's own goes by its id; what another channel has is fetched, or left out. */
async function gather(options: StepOptions, images: Image[]): Promise<Media[]> {
  const media: Media[] = [];
  for (const image of images) {
    if (!image.channel || image.channel === "telegram") media.push(image.ref);
    else {
      const picture = await options.image(image).catch(() => null);
      if (picture) media.push({ source: Buffer.from(picture.bytes), filename: fileName(picture.type) });
    }
  }
  if (media.length < images.length) tellMissing(options, images.length - media.length);
  return media;
}

const fileName = (type: string) => `photo.${type.replace(/^.*\//, "").replace("jpeg", "jpg")}`;

function tellMissing({ log }: StepOptions, pictures: number): void {
  log.warn({ channel: "telegram", pictures }, "pictures not shown");
}

async function pace(
  { budget, clock }: StepOptions,
  { chat, pressing = false }: OutboundMessage,
  { count, run }: { count: number; run: Run },
): Promise<void> {
  if (run.booked) return;
  const patience = run.next === 0 ? PATIENCE_MS.first : PATIENCE_MS.further;
  const wanted = { chat: chat.id, group: chat.kind === "group", count, pressing };
  for (let tries = 0; ; tries += 1) {
    const wait = budget.take(wanted, clock.now());
    if (wait <= 0) break;
    if (wait > patience || tries > 2) {
      const options = { retryAfter: wait / 1_000 };
      throw new AppError("channel_throttled", `telegram: no more may be sent for ${wait} ms`, options);
    }
    await pause(Math.ceil(wait));
  }
  run.booked = true;
}
