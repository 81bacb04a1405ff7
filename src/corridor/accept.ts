import type { InboundMessage } from "#src/message.ts";
import { gate, turnDue } from "#src/intake/gate.ts";
import type { Gate, Hearing, Incoming } from "#src/intake/gate.ts";
import { mask } from "#src/intake/mask.ts";
import type { Conversation, Reference } from "#src/intake/inbox.ts";
import { clean } from "#src/intake/clean.ts";
import { decide } from "#src/triage/decide.ts";
import type { Rulebook } from "#src/triage/decide.ts";
import { isFragment, isJoin, isThanks } from "#src/triage/signals.ts";
import { openQuestion } from "#src/dialogue/step.ts";
import { parseCommand } from "#src/desk/command.ts";
import { runStep } from "./house.ts";
import type { House } from "./house.ts";
import { turnJob } from "./jobs.ts";

/**
 * Step 1, in the channel's handler: writes the message once and asks for its turn. When it resolves, the platform may be
 * told that we have the message; when it throws, the platform must send it again.
 */
export async function accept(house: House, message: InboundMessage): Promise<void> {
  const text = clean(message.text);
  const { rulebook } = house.flows;
  const heard = hear(text, rulebook);
  const privateChat = house.channels.get(message.channel)?.privateChat(message.from.id) ?? null;
  await runStep(house, async ({ rooms, now, later }) => {
    const conversation = await rooms.inbox.meet(message, privateChat, now);
    const reference = message.replyTo
      ? await rooms.inbox.reference(conversation.chat.id, message.replyTo)
      : null;
    const incoming = read({ message, text, ...heard, rulebook, conversation, reference, now });
    const kind = gate(incoming);
    const received = await rooms.inbox.receive(conversation, {
      id: 0,
      externalId: message.id,
      at: message.at,
      gate: kind,
      text: keptText(kind, text),
      images: kind === "chatter" ? [] : message.images,
      replyTo: message.replyTo,
      press: message.press,
      due: turnDue(kind, incoming, conversation.openSince, now),
    });
    if (!received) return;
    const { conversationId, messageId, turnDueAt } = received;
    later(turnJob(conversationId, turnDueAt, messageId), turnDueAt);
  });
}

/** Chatter is not kept; what may yet turn out to be chatter is kept without its personal data. */
function keptText(kind: Gate, text: string): string {
  if (kind === "chatter") return "";
  return kind === "maybe" ? mask(text).text : text;
}

/** What triage makes of the text, and whether its verdict is a weak one. */
function hear(text: string, rulebook: Rulebook): { hearing: Omit<Hearing, "complete">; weak: boolean } {
  const decision = decide(text, rulebook);
  const hearing = {
    request: decision.request,
    emergency: decision.emergency !== null,
    join: isJoin(text, rulebook),
    thanks: isThanks(text, rulebook),
    fragment: isFragment(text, rulebook),
    place: Boolean(decision.place?.building ?? decision.place?.spot),
    open: text.length >= 5 && !decision.request && decision.confidence < OPEN_BELOW,
  };
  return { hearing, weak: decision.grade !== "certain" };
}

/** Triage is surer than this of what is plainly chatter. */
const OPEN_BELOW = 0.9;
const OWN_MATTER = /我|咱|也|麻烦|请|求|帮|投诉|报修|反映|\d[栋幢#号]/;
/** For so long after one's own ticket, more words in the same chat are likely to be about it. */
const JUST_NOW_MS = 75_000;

function within(at: Date | null, now: Date): boolean {
  return at !== null && now.getTime() - at.getTime() <= JUST_NOW_MS;
}

type Reading = {
  message: InboundMessage;
  text: string;
  hearing: Omit<Hearing, "complete">;
  weak: boolean;
  rulebook: Rulebook;
  conversation: Conversation;
  reference: Reference | null;
  now: Date;
};

function read({ message, text, hearing, weak, rulebook, conversation, reference, now }: Reading): Incoming {
  const isPrivate = conversation.chat.kind === "private";
  // What is said back to a neighbour is banter, unless it asks for something or is about the sender too.
  const elsewhere =
    message.replyTo !== null && reference?.conversationId !== conversation.id && !reference?.ours;
  return {
    press: message.press !== null,
    command: parseCommand(text, isPrivate) !== null,
    private: isPrivate,
    addressed: message.mention || reference?.ours === true,
    aboutTicket: reference?.ticketId != null,
    images: message.images.length,
    empty: text === "",
    hearing: {
      ...hearing,
      request: hearing.request && !(elsewhere && (weak || !OWN_MATTER.test(text))),
      complete: isComplete(text, conversation, rulebook),
    },
    awaiting: openQuestion(conversation.awaiting, now) !== null,
    gathering: conversation.openSince !== null || within(conversation.ticketAt, now),
    elsewhere,
  };
}

/** Whether, with this message, it has been said what is the matter and, where that counts, in which building. */
function isComplete(text: string, conversation: Conversation, rulebook: Rulebook): boolean {
  const { request, needs } = decide([...conversation.openTexts, text].join("\n"), rulebook);
  return request && needs.length === 0;
}
