import { tell } from "./change-ticket.ts";
import type { Step } from "./house.ts";

const SEEN = "👀";

/** A sign at a message of a group in the place of a line: it has been heard. One for each message. */
export async function nod(step: Step, chatId: number, messageId: number): Promise<void> {
  const draft = { to: { chatId, personId: null }, text: "", buttons: [], reaction: SEEN };
  await tell(step, [draft], { key: `reaction-${messageId}`, ticketId: null, messageId });
}
