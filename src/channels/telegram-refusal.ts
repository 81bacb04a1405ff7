// What Telegram's refusals and a broken line mean for whoever called. Nothing of a text, a token or an address goes on.
import { TelegramError } from "telegraf";
import { AppError } from "#src/errors.ts";
import type { ErrorCode } from "#src/errors.ts";
import { NOT_CONNECTED } from "./telegram-agent.ts";

export type Refusal =
  /** Wait; the error's `retryAfter` says how many seconds. */
  | { kind: "throttled" }
  /** The person has blocked the bot or is gone, the bot is not in the group, or may not write there. */
  | { kind: "unreachable" }
  /** The entities of the text are wrong. */
  | { kind: "parse" }
  /** The topic is gone or closed. */
  | { kind: "thread_not_found" }
  | { kind: "reply_not_found" }
  /** The group goes on under another id. */
  | { kind: "migrated"; to: string }
  | { kind: "too_long" }
  /** No connection came about: Telegram has nothing of it. */
  | { kind: "not_sent" }
  /** The line broke, or no answer came in time: Telegram may have taken it. */
  | { kind: "unknown" }
  /** The token is not, or no longer, that of a bot. */
  | { kind: "unauthorized" }
  /** Somebody else asks for this bot's updates, or a webhook is set. */
  | { kind: "conflict" }
  /** Telegram itself, or a proxy before it, is broken for the moment. */
  | { kind: "server_error"; status: number }
  | { kind: "refused"; status: number };

const CODES: Partial<Record<Refusal["kind"], ErrorCode>> = {
  throttled: "channel_throttled",
  unreachable: "channel_unreachable",
};

/** Telegram asks to wait and does not say how long. */
const UNSAID_WAIT = 30;

/** The error that a failed call becomes. */
export function refusalError(method: string, error: unknown): AppError {
  const refusal = refusalFrom(error);
  const status = error instanceof TelegramError && Number.isInteger(error.code) ? ` (${error.code})` : "";
  const wait = refusal.kind === "throttled" ? { retryAfter: waitOf(error) } : {};
  const code = CODES[refusal.kind] ?? "channel_failed";
  return new AppError(code, `telegram ${method}: ${refusal.kind}${status}`, { cause: refusal, ...wait });
}

/** What an error of a call was about, or null for any other error. */
export function refusalOf(error: unknown): Refusal | null {
  if (!(error instanceof AppError)) return null;
  const { cause } = error;
  return typeof cause === "object" && cause !== null && "kind" in cause ? (cause as Refusal) : null;
}

function waitOf(error: unknown): number {
  const asked = error instanceof TelegramError ? error.parameters?.retry_after : undefined;
  return typeof asked === "number" && asked > 0 ? asked : UNSAID_WAIT;
}

function refusalFrom(error: unknown): Refusal {
  return error instanceof TelegramError ? spoken(error) : { kind: isUnsent(error) ? "not_sent" : "unknown" };
}

/** 504: a proxy has passed it on, and has not heard back. */
const BY_STATUS: Record<number, "unauthorized" | "unreachable" | "conflict" | "throttled" | "unknown"> = {
  401: "unauthorized",
  403: "unreachable",
  409: "conflict",
  429: "throttled",
  504: "unknown",
};

/** Telegram has no codes for these, only sentences. That pictures alone are forbidden makes no chat unreachable. */
const BY_WORDS: [RegExp, Exclude<Refusal["kind"], "migrated" | "server_error" | "refused">][] = [
  [/can't parse entities|ENTITY_|ENTITIES_/i, "parse"],
  [/thread not found|TOPIC_(CLOSED|DELETED|ID_INVALID)|topic closed/i, "thread_not_found"],
  [/message to (be replied|reply) not found|replied message not found|REPLY_MESSAGE/i, "reply_not_found"],
  [/(message|caption|text) is too long|(MESSAGE|CAPTION)_TOO_LONG/i, "too_long"],
  [/(chat|user) not found|PEER_ID_INVALID|user is deactivated|USER_DEACTIVATED/i, "unreachable"],
  [/rights to send (text messages|a message)|need administrator rights/i, "unreachable"],
  [/CHAT_(WRITE|SEND_PLAIN)_FORBIDDEN|CHAT_RESTRICTED|USER_IS_BLOCKED/i, "unreachable"],
];

function spoken({ response }: TelegramError): Refusal {
  // A proxy in between may answer anything.
  const status = Number.isInteger(response.error_code) ? response.error_code : 0;
  const to = response.parameters?.migrate_to_chat_id;
  if (to !== undefined) return { kind: "migrated", to: String(to) };
  const known = BY_STATUS[status];
  if (known !== undefined) return { kind: known };
  // So it answers to what is no token at all; of an unknown method it says more.
  if (status === 404 && response.description === "Not Found") return { kind: "unauthorized" };
  const kind = BY_WORDS.find(([words]) => words.test(response.description ?? ""))?.[1];
  if (status === 400 && kind) return { kind };
  return { kind: status >= 500 ? "server_error" : "refused", status };
}

const UNSENT = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL)$/;
const BAD_CERTIFICATE = /^(CERT_|ERR_TLS_|ERR_SSL_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|EPROTO)/;
/** Of a time-out or reset only the words tell whether there was a connection (none at all: several addresses failed). */
const WHILE_CONNECTING = /reason: ($|connect |getaddrinfo |Client network socket disconnected before secure)/;
/** A page instead of an answer: something else stands where Telegram is expected. */
const A_PAGE = /reason: Unexpected token/;

function isUnsent(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  if (code === NOT_CONNECTED || UNSENT.test(code) || BAD_CERTIFICATE.test(code)) return true;
  return WHILE_CONNECTING.test(error.message) || A_PAGE.test(error.message);
}
