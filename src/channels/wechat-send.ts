// What goes out by WeChat: slowly, its words first, then its pictures.
import type { Clock } from "#src/clock.ts";
import { AppError } from "#src/errors.ts";
import type { OutboundMessage } from "#src/message.ts";
import type { Sent } from "./channel.ts";
import type { Marks } from "./wechat-marks.ts";
import { noted, waitOf } from "./wechat-pace.ts";
import type { Gone, Pace } from "./wechat-pace.ts";
import type { Puppet } from "./wechat-puppet.ts";
import { gather, showPictures } from "./wechat-show.ts";
import type { Borrow } from "./wechat-show.ts";
import { TIMED_OUT, within } from "./wechat-time.ts";
import { writeMessage } from "./wechat-write.ts";

export type SendOptions = {
  puppet: Puppet;
  clock: Clock;
  pace: Pace;
  /** From 0 to 1. */
  chance(): number;
  /** Where people reach us when WeChat does not work. */
  wayOut: string | null;
  /** For so long after a login an id that is unknown may just not have been given its new one. */
  learnMs: number;
  /** A picture that another channel has. Throws AppError not_found or channel_failed. */
  borrow: Borrow;
};
type Parts = SendOptions & {
  marks: Marks;
  isReady(): boolean;
  heardAt(message: OutboundMessage): Date | null;
  loggedInAt(): Date;
};

const ANSWER_MS = 15_000;
const NOT_READY_MS = 30_000;
const LEARN_AGAIN_MS = 60_000;
const UNKNOWN = /no payload found|not exist|not found/iu;
const UNREACHABLE = /not.{0,20}friend|not in (the )?room|不是.{0,6}好友|拉黑/iu;

/** Sends one message when its time has come, see the port. */
export function sending(parts: Parts): (message: OutboundMessage) => Promise<Sent> {
  const { clock, pace } = parts;
  let gone: Gone[] = [];
  return async (message) => {
    const { chat, pressing = false } = message;
    if (!parts.isReady()) throw throttled(message, NOT_READY_MS);
    const now = clock.now();
    const draft = { chat: chat.id, kind: chat.kind, pressing, heardAt: parts.heardAt(message) };
    const wait = waitOf(draft, { gone, now, chance: parts.chance() }, pace);
    if (wait > 0) throw throttled(message, wait);
    const note = () => {
      gone = noted(gone, { at: clock.now(), chat: chat.id, kind: chat.kind });
    };
    note();
    try {
      return await sendNow(parts, message, note);
    } catch (error) {
      const words = error instanceof Error ? error.message : "";
      const isUnknown = UNKNOWN.test(words);
      const isYoung = now.getTime() - parts.loggedInAt().getTime() < parts.learnMs;
      // Who has spoken is known again by then; a danger does not wait for it.
      if (isUnknown && isYoung && !pressing) throw throttled(message, LEARN_AGAIN_MS);
      const code = isUnknown || UNREACHABLE.test(words) ? "channel_unreachable" : "channel_failed";
      // Not the cause: its words may be a resident's.
      throw new AppError(code, `outbound ${message.id}: wechat did not take it`);
    }
  };
}

function throttled({ id }: OutboundMessage, ms: number): AppError {
  return new AppError("channel_throttled", `outbound ${id}: wechat must wait`, { retryAfter: ms / 1000 });
}

async function sendNow(parts: Parts, message: OutboundMessage, sent: () => void): Promise<Sent> {
  const { puppet, wayOut, marks, pace, chance } = parts;
  const { chat } = message;
  const own = `wx-${message.id}`;
  if (chat.kind === "group") await puppet.roomPayload(chat.id);
  else if ((await puppet.contactPayload(chat.id)).friend === false) throw new Error("not a friend");
  const { shown, text: said } = await gather(message, parts.borrow);
  const { texts, mentions } = writeMessage({ ...message, text: said }, wayOut);
  let externalId = "";
  for (const text of texts) {
    const id = await within(puppet.messageSendText(chat.id, text, mentions), ANSWER_MS);
    if (id === TIMED_OUT) return { externalId: externalId || own, doubtful: true };
    externalId ||= id || own;
    marks.note(chat.id, text, externalId);
  }
  await showPictures(puppet, { chat: chat.id, shown, waitMs: () => pace.gapMs * (1 + 2 * chance()), sent });
  return { externalId: externalId || own };
}
