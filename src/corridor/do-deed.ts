import type { Conversation } from "#src/intake/inbox.ts";
import type { Image } from "#src/message.ts";
import { say } from "#src/dialogue/say.ts";
import { may } from "#src/desk/permit.ts";
import type { Community } from "#src/routing/community.ts";
import { allows } from "#src/tickets/ticket.ts";
import type { Ticket } from "#src/tickets/ticket.ts";
import { assign } from "./assign-ticket.ts";
import { assist } from "./assist-ticket.ts";
import { askSplit } from "./ask-merge.ts";
import { changeTicket } from "./change-ticket.ts";
import { returnTicket, transfer } from "./hand-on.ts";
import { extend, resume, wait } from "./clock-deeds.ts";
import { gatherClosing, report } from "./close-ticket.ts";
import type { Done } from "./done.ts";
import type { Step } from "./house.ts";
import { accept, progress } from "./member-deeds.ts";
import { callBack } from "./put-right.ts";
import { sayMerged, wholeOf } from "./merged.ts";
import { recategorise } from "./recategorise.ts";
import { add } from "./add-deed.ts";
import { confirm, dispute, rate, withdraw } from "./reporter-deeds.ts";
import { replyInPrivate } from "./reply.ts";

const DO = {
  accept,
  progress,
  return: returnTicket,
  report,
  confirm,
  dispute,
  rate,
  withdraw,
  recategorise,
  add,
  transfer,
  assign,
  assist,
  wait,
  resume,
  extend,
  call_back: callBack,
  split: askSplit,
};
/** What a person does to one ticket, by command, by button or in answer to a question. */
export type DeedName = keyof typeof DO | "report";
export type Doing = Pick<Done, "text" | "message" | "said" | "given"> & {
  deed: DeedName;
  code: string;
  ticket: Ticket | null;
  images?: Image[];
};

/** For so long after a closing its reporters may still say that it is not solved. */
export const DISPUTE_MS = 15 * 24 * 3_600_000;

/** Checks the right and the state, does the deed and answers in private. What is not allowed changes nothing. */
export async function doDeed(step: Step, conversation: Conversation, doing: Doing): Promise<void> {
  const { texts } = step.house.flows;
  const { ticket, deed, message, code, images = [] } = doing;
  const personId = conversation.person.id;
  const { community } = step.house;
  const refuse = (words: string) =>
    replyInPrivate(step, { conversation, messageId: message.id }, { text: words });
  // A stranger's code answers exactly as a wrong one.
  if (!ticket || !may("look", personId, ticket, community)) return refuse(say(texts, "not_found", { code }));
  const takes = takesBy(deed, personId, { ticket, community });
  if (!takes && !may(deed, personId, ticket, community)) return refuse(say(texts, "not_allowed", {}));
  const whole = deed === "split" ? null : await wholeOf(step, conversation, ticket);
  if (whole) {
    const to = { conversation, messageId: message.id, ticketId: whole.id };
    return replyInPrivate(step, to, sayMerged(step, conversation, { ticket, whole }));
  }
  if (!takes && !isOpenTo(deed, ticket, step.now)) {
    const values = { code: ticket.code, state: texts.words.states[ticket.state] };
    return refuse(say(texts, deed === "rate" ? "rate_closed" : "not_now", values));
  }
  const { text, said, given } = doing;
  const done: Done = { step, conversation, ticket, text, images, message, said, given };
  const taking = {
    verb: "accept",
    actorId: personId,
    patch: { assigneeId: personId },
    quiet: "reporters",
  } as const;
  const take = async () => ({ ...done, ticket: takes ? await changeTicket(step, ticket, taking) : ticket });
  if (deed !== "report") return DO[deed](await take());
  const closing = await gatherClosing(done);
  if (closing) await report(await take(), closing);
}

/** Whether the person takes the ticket by doing this: who tells of progress, or the result, has it. */
export function takesBy(
  deed: DeedName,
  personId: number,
  { ticket, community }: { ticket: Ticket; community: Community },
): boolean {
  const works = deed === "progress" || deed === "report";
  return works && allows(ticket.state, "accept") && may("accept", personId, ticket, community);
}

function isOpenTo(deed: DeedName, ticket: Ticket, now: Date): boolean {
  if (deed !== "dispute") return allows(ticket.state, deed);
  // A second voice while it is being done again is heard as well.
  if (ticket.returns > 0 && allows(ticket.state, "add")) return true;
  const closedAt = ticket.reportedAt ?? now;
  return allows(ticket.state, "dispute") && now.getTime() - closedAt.getTime() <= DISPUTE_MS;
}
