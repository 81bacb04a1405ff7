// A message as a channel hands it in: what a test says of it, and nothing else.
import type { InboundMessage } from "#src/message.ts";

type Named = "channel" | "chat" | "from" | "id" | "at";

export function inboundMessage(said: Pick<InboundMessage, Named> & Partial<InboundMessage>): InboundMessage {
  return { text: "", images: [], replyTo: null, mention: false, press: null, ...said };
}
