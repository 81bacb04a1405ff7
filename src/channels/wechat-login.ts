// How far WeChat is from being ready: its state for operators, in words without a token.

export type LoginKind = "connecting" | "scan" | "scanned" | "ready" | "out" | "failed";
export type LoginState = { kind: LoginKind; text: string; qrCode: string | null };

/** The same for those who look at it later: since when, and what was not heard. */
export type LoginStatus = LoginState & {
  since: Date;
  /** Since when messages may have been lost; null while all is well. */
  deafSince: Date | null;
  /** The last gap that is over. */
  gap: { from: Date; until: Date } | null;
};

export const READY = "ready";
export const BEGINNING: LoginState = { kind: "connecting", text: "connecting", qrCode: null };
export const LOGGED_IN: LoginState = { kind: "ready", text: READY, qrCode: null };
export const LOGGED_OUT: LoginState = {
  kind: "out",
  text: "logged out, waits for the login",
  qrCode: null,
};

/** A login that does not come about, and why. */
export function failed(text: string): LoginState {
  return { kind: "failed", text, qrCode: null };
}

type Scan = { kind: LoginKind; text: string };
/** wechaty's numbers of what becomes of a QR code. */
const SCAN: Record<number, Scan> = {
  1: { kind: "connecting", text: "the QR code was refused, a new one comes" },
  2: { kind: "scan", text: "waits for the QR code to be scanned" },
  3: {
    kind: "scanned",
    text: "the QR code was scanned, waits for it to be confirmed on the telephone",
  },
  4: { kind: "scanned", text: "confirmed, waits for the login" },
  5: { kind: "scan", text: "the QR code is out of date, a new one comes" },
};
const UNKNOWN: Scan = { kind: "connecting", text: "waits for the login" };

/** After a `scan`. */
export function scanned({ status, qrcode }: { status: number; qrcode?: string }): LoginState {
  const isOpen = status === 2 || status === 5;
  return { ...(SCAN[status] ?? UNKNOWN), qrCode: isOpen ? (qrcode ?? null) : null };
}

const FAILURES: { fits: RegExp; text: string }[] = [
  {
    fits: /UNAUTHENTICATED|Invalid Wechaty TOKEN|"code":16\b/,
    text: "WECHATY_PUPPET_SERVICE_TOKEN: expected the token of this gateway, got another one",
  },
  {
    fits: /requires a SNI|SERVICE_TOKEN not found/,
    text: "WECHATY_PUPPET_SERVICE_TOKEN: expected a token such as insecure_… with the name of its certificate before it",
  },
  {
    fits: /certificate|wrong version number|SSL|TLS|packet length/i,
    text: "WECHATY_PUPPET_SERVICE_NO_TLS_INSECURE_CLIENT or …_TLS_CA_CERT: expected the gateway's own kind of TLS",
  },
  {
    fits: /UNAVAILABLE|ECONNREFUSED|ENOTFOUND|ETIMEDOUT|DEADLINE|NO CLIENT|"code":14\b/,
    text: "WECHATY_PUPPET_SERVICE_ENDPOINT: expected a gateway there, nobody answers",
  },
];

/** What an `error` of a puppet means to an operator; null where it says nothing about the connection. Never the error's own words. */
export function failureOf(error: unknown): string | null {
  const { gerror, data, message } = (error ?? {}) as Record<string, unknown>;
  const words = [gerror, data, message].filter((one) => typeof one === "string").join(" ");
  return FAILURES.find(({ fits }) => fits.test(words))?.text ?? null;
}
