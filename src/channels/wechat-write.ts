// What the house says, as WeChat can show it; pure.
import type { OutboundMessage } from "#src/message.ts";
import { numbered } from "./numbered.ts";
import { splitText } from "./split.ts";

/** WeChat takes more, but nobody reads it. */
const LONGEST = 1_800;

export type Written = { texts: string[]; mentions: string[] };

/** The texts to send for a message, in order: the addressee of a group is named, choices are numbered. */
export function writeMessage(message: OutboundMessage, wayOut: string | null): Written {
  const { text, buttons, chat, to, invites } = message;
  const names = chat.kind === "group" && to !== null;
  const choices = buttons.length > 0 ? `\n回 ${numbered(buttons)}` : "";
  const way = wayOut === null ? "" : `,或打开 ${wayOut}`;
  const invitation = invites ? `\n加我好友私聊${way}` : "";
  const whole = `${names ? `@${to.name}\u2005` : ""}${text}${choices}${invitation}`;
  return { texts: splitText(whole, LONGEST), mentions: names ? [to.id] : [] };
}
