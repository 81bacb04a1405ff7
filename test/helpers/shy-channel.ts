// A platform like those on which only people open private chats, and on which a story says what goes wrong.
import { AppError } from "#src/errors.ts";
import type { Channel, Sent } from "#src/channels/channel.ts";
import type { OutboundMessage } from "#src/message.ts";

/** What becomes of a message that is sent: it throws, or says how it went; null: it is shown. */
export type Trouble = (message: OutboundMessage) => Sent | null;

export type ShyChannel = Channel & { trouble: Trouble };

/** What is shown goes to `emit`, signs as well; sending the same again shows it twice. */
export function shyChannel(emit: (message: OutboundMessage) => void): ShyChannel {
  let count = 0;
  const channel: ShyChannel = {
    name: "shy",
    idempotent: false,
    buttons: true,
    trouble: () => null,
    start: async () => {},
    stop: async () => {},
    privateChat: () => null,
    invitation: () => null,
    erase: async () => {},
    image: async () => {
      throw new AppError("not_found", "shy: expected no picture, since a story has none");
    },
    send: async (message) => {
      const said = channel.trouble(message);
      if (!said || said.doubtful) emit(message);
      return said ?? { externalId: `shy-${++count}` };
    },
  };
  return channel;
}
