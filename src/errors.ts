// One error for the whole house, with a closed list of codes.

export type ErrorCode =
  /** Settings, flows, community or another file of the operator's is wrong. */
  | "bad_input"
  /** Something the house relies on cannot be reached or is too old. */
  | "service_unavailable"
  /** The platform asks to wait; `retryAfter` says how many seconds. */
  | "channel_throttled"
  /** The person or chat cannot be reached on this channel any more. */
  | "channel_unreachable"
  /** The platform failed in some other way; trying again may help. */
  | "channel_failed"
  /** A row that must exist does not: a defect of ours. */
  | "not_found"
  /** Two changes met; the step is to be run again. */
  | "conflict";

export class AppError extends Error {
  readonly code: ErrorCode;
  readonly retryAfter: number | null;

  constructor(code: ErrorCode, message: string, options: { cause?: unknown; retryAfter?: number } = {}) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.name = "AppError";
    this.code = code;
    this.retryAfter = options.retryAfter ?? null;
  }
}

/** Never the message: a database's error quotes the text it was given. */
export function faultName(error: unknown): string {
  if (error instanceof AppError) return error.code;
  return error instanceof Error ? error.name : typeof error;
}
