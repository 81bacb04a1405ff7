import type { Conversation, Heard } from "#src/intake/inbox.ts";
import { say } from "#src/dialogue/say.ts";
import type { Offered } from "#src/delivery/outbox.ts";
import { allows } from "#src/tickets/ticket.ts";
import { DANGER_BUTTON } from "#src/words.ts";
import { alarmWords, raiseIfPressing } from "./add-to-ticket.ts";
import type { Step } from "./house.ts";
import { lockAll } from "./join-ticket.ts";
import { suspectedIn } from "./offer-danger.ts";
import { reply, replyInPrivate } from "./reply.ts";

/**
 * 紧急 on the first words about a ticket: it is an emergency from now on, whose duty is rung, and the number to call is
 * said where it was tapped. A second tap changes nothing; one on what is over is told so. False for any other button.
 */
export async function tapOnDanger(
  step: Step,
  conversation: Conversation,
  { message, offered }: { message: Heard; offered: Offered },
): Promise<boolean> {
  if (message.press?.button !== DANGER_BUTTON || offered.ticketId === null) return false;
  const { texts, emergency } = step.house.flows;
  const [ticket] = await lockAll(step, [offered.ticketId]);
  if (!ticket) return true;
  if (!allows(ticket.state, "raise")) {
    const text = say(texts, "danger_over", { code: ticket.code });
    await replyInPrivate(step, { conversation, messageId: message.id }, { text });
    return true;
  }
  if (ticket.urgency === "emergency") return true;
  const actorId = conversation.person.id;
  const raised = await raiseIfPressing(step, ticket, {
    decision: { request: true, urgency: "emergency" },
    text: say(texts, "danger_tapped", {}),
    actorId,
  });
  const suspected = suspectedIn(offered.key);
  const kind = emergency.kinds.find((one) => one.kind === suspected);
  const call = kind?.call ?? say(texts, "danger_call", {});
  const inPrivate = conversation.chat.kind === "private";
  await reply(
    step,
    { conversation, messageId: message.id, ticketId: ticket.id },
    { text: alarmWords(step, raised, { call, inPrivate }), pressing: true },
  );
  return true;
}
