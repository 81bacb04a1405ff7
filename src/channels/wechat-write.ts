// What the house says, as WeChat can show it; pure.
import type { OutboundMessage } from "#src/message.ts";
import { numbered } from "./numbered.ts";

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
  return { texts: parts(whole), mentions: names ? [to.id] : [] };
}

const ENDS = /[\n。!?;!?;]/u;

/** Cut at the end of a sentence, where there is one in the second half. */
function parts(text: string): string[] {
  const signs = Array.from(text);
  if (signs.length <= LONGEST) return [text];
  let cut = LONGEST;
  while (cut > LONGEST / 2 && !ENDS.test(signs[cut - 1] ?? "")) cut -= 1;
  if (cut <= LONGEST / 2) cut = LONGEST;
  return [signs.slice(0, cut).join(""), ...parts(signs.slice(cut).join(""))];
}
