// What goes out by WeChat: slowly, in words alone.
import type { Clock } from "#src/clock.ts";
import { AppError } from "#src/errors.ts";
import type { OutboundMessage } from "#src/message.ts";
import type { Sent } from "./channel.ts";
import type { Marks } from "./wechat-marks.ts";
import { noted, waitOf } from "./wechat-pace.ts";
import type { Gone, Pace } from "./wechat-pace.ts";
import type { Puppet } from "./wechat-puppet.ts";
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
    gone = noted(gone, { at: now, chat: chat.id, kind: chat.kind });
    try {
      return await sendNow(parts, message);
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

async function sendNow({ puppet, wayOut, marks }: Parts, message: OutboundMessage): Promise<Sent> {
  const { chat } = message;
  const { texts, mentions } = writeMessage(message, wayOut);
  const own = `wx-${message.id}`;
  if (chat.kind === "group") await puppet.roomPayload(chat.id);
  else if ((await puppet.contactPayload(chat.id)).friend === false) throw new Error("not a friend");
  let externalId = "";
  for (const text of texts) {
    const sent = await within(puppet.messageSendText(chat.id, text, mentions), ANSWER_MS);
    if (sent === TIMED_OUT) return { externalId: externalId || own, doubtful: true };
    externalId ||= sent || own;
    marks.note(chat.id, text, externalId);
  }
  // A picture that cannot be passed on keeps back no words.
  for (const { ref, channel = "wechat" } of message.images)
    if (channel === "wechat") await puppet.messageForward(chat.id, ref).catch(() => {});
  return { externalId: externalId || own };
}
