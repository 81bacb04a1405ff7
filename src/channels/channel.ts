// The port of every chat platform: what comes in is handed to `accept` and `follow`, what goes out is handed to `send`.
import type { InboundMessage, MessageChange, OutboundMessage } from "#src/message.ts";

export type Sent = { externalId: string };

export type Channel = {
  name: string;
  /** True when sending the same outbound id again shows nothing twice. */
  idempotent: boolean;
  /**
   * Begins to listen. A message is acknowledged to its platform only after `accept` has resolved, an edit or a recall of
   * an earlier one only after `follow` has.
   */
  start(
    accept: (message: InboundMessage) => Promise<void>,
    follow: (change: MessageChange) => Promise<void>,
  ): Promise<void>;
  /** Stops listening and lets go of every connection; safe to call twice. */
  stop(): Promise<void>;
  /** The id of the account's private chat with the bot, or null where the platform has none yet. */
  privateChat(accountId: string): string | null;
  /** Deletes what the channel itself keeps of an account and of what was said to it; a second time changes nothing. */
  erase(accountId: string): Promise<void>;
  /** Shows the message. Throws AppError channel_throttled, channel_unreachable or channel_failed. */
  send(message: OutboundMessage): Promise<Sent>;
};
