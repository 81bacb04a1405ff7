// The port of every chat platform: what comes in is handed to its inlet, what goes out is handed to `send`.
import type { ChatChange, InboundMessage, MessageChange, OutboundMessage } from "#src/message.ts";
import type { Picture } from "./picture.ts";

export type Sent = {
  externalId: string;
  /** The platform may or may not have taken it: it did not say so in time. */
  doubtful?: boolean;
};

/** Where a channel hands what it hears; each may be told the same thing twice. */
export type Inlet = {
  accept(message: InboundMessage): Promise<void>;
  /** An edit or a recall of an earlier message. */
  follow(change: MessageChange): Promise<void>;
  /** What has become of a chat. */
  followChat(change: ChatChange): Promise<void>;
};

export type Channel = {
  name: string;
  /** True when sending the same outbound id again shows nothing twice. */
  idempotent: boolean;
  /** False where people cannot tap: then they answer what is offered in words, and the house reads them. */
  buttons: boolean;
  /** Begins to listen. What is heard is acknowledged to the platform only after the inlet has resolved. */
  start(inlet: Inlet): Promise<void>;
  /** Whether the platform answers at present; a channel that is its own platform does not say. */
  answers?(): boolean;
  /** Stops listening and lets go of every connection; safe to call twice. */
  stop(): Promise<void>;
  /** The id of the account's private chat with the bot, or null where only the person can open one. */
  privateChat(accountId: string): string | null;
  /** The address that opens a private chat with the bot here and says this code; null where there is none. */
  invitation(code: string): string | null;
  /** Where anybody finds this channel, without a code; null or nothing where there is no such place. */
  address?: string | null;
  /** True where an account may be shut out any day: its people are shown another way in while there is time. */
  frail?: boolean;
  /** Deletes what the channel itself keeps of an account and of what was said to it; a second time changes nothing. */
  erase(accountId: string): Promise<void>;
  /** A picture that came in here, to be shown on another channel. Throws AppError not_found or channel_failed. */
  image(ref: string): Promise<Picture>;
  /** Shows the message. Throws AppError channel_throttled, channel_unreachable or channel_failed. */
  send(message: OutboundMessage): Promise<Sent>;
};
