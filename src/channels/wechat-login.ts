// How far WeChat is from being ready: its state for operators, in words without a token.

export type LoginState = { text: string; qrCode: string | null };

export const READY = "ready";
export const BEGINNING: LoginState = { text: "connecting", qrCode: null };

/** wechaty's numbers of what becomes of a QR code. */
const SCAN: Record<number, string> = {
  1: "the QR code was refused, a new one comes",
  2: "waits for the QR code to be scanned",
  3: "the QR code was scanned, waits for it to be confirmed on the telephone",
  4: "confirmed, waits for the login",
  5: "the QR code is out of date, a new one comes",
};

/** After a `scan`. */
export function scanned({ status, qrcode }: { status: number; qrcode?: string }): LoginState {
  const isOpen = status === 2 || status === 5;
  return { text: SCAN[status] ?? "waits for the login", qrCode: isOpen ? (qrcode ?? null) : null };
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
