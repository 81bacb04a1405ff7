// The channel of a recorded chat: what is said goes to `emit` and nowhere else.
import { AppError } from "#src/errors.ts";
import type { OutboundMessage } from "#src/message.ts";
import type { Channel } from "./channel.ts";

/** `buttons`: whether those who talk there can tap them. */
export function replayChannel(emit: (message: OutboundMessage) => void, buttons = true): Channel {
  const shown = new Set<number>();
  return {
    name: "replay",
    idempotent: true,
    buttons,
    start: async () => {},
    stop: async () => {},
    privateChat: (accountId) => accountId,
    invitation: () => null,
    erase: async () => {},
    image: async () => {
      throw new AppError("not_found", "replay: expected no picture, since a recording has none");
    },
    send: async (message) => {
      // A recorded chat has no signs.
      if (!shown.has(message.id) && !message.reaction) emit(message);
      shown.add(message.id);
      return { externalId: `out-${message.id}` };
    },
  };
}
