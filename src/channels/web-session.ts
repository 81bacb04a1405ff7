// Who is on the other side of the browser, outside the demonstration: a signed note kept in a cookie.
import { createHmac, timingSafeEqual } from "node:crypto";
import { z } from "zod";

export const NAME_LENGTH = 20;

const Flat = z.strictObject({ building: z.string(), unit: z.string(), room: z.string() });
export type Flat = z.infer<typeof Flat>;

export const Session = z.strictObject({
  account: z.string().regex(/^w-[\w-]{16,}$/),
  name: z.string().min(1).max(NAME_LENGTH),
  /** Null for people who live elsewhere. */
  flat: Flat.nullable(),
  /** Milliseconds since 1970. */
  expires: z.int(),
});
export type Session = z.infer<typeof Session>;

const DAY = 86_400_000;
export const SESSION_DAYS = 180;
const RENEW_DAYS = 150;

// Control, zero-width and direction marks: a name made of them looks empty or like another's.
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** The name as it may be shown: one line, nothing invisible, single spaces, no broken surrogates. */
export function cleanName(name: string): string {
  return name.toWellFormed().replaceAll(INVISIBLE, "").replaceAll(/\s+/gu, " ").trim();
}

/** As much of a name as a session takes. */
export function shortName(name: string): string {
  const fits = (kept: string, sign: string) =>
    kept.length + sign.length <= NAME_LENGTH ? kept + sign : kept;
  return Array.from(name).reduce(fits, "").trim();
}

/** A building, unit or room number as the register has it: "3号楼" and "３" are "3". */
export function cleanNumber(number: string): string {
  return number
    .normalize("NFKC")
    .replaceAll(/[^0-9A-Za-z-]/g, "")
    .toUpperCase();
}

/** What others see: "3-2-501 张阿姨", or the name alone where there is no flat. */
export function shownName(session: Pick<Session, "name" | "flat">): string {
  if (session.flat === null) return session.name;
  const { building, unit, room } = session.flat;
  return `${building}-${unit}-${room} ${session.name}`;
}

/** The moment a session made or renewed now ends, in milliseconds since 1970. */
export function expiry(now: Date): number {
  return now.getTime() + SESSION_DAYS * DAY;
}

/** Whether the session is old enough to be signed anew, so that people who come back stay themselves. */
export function isRenewable(session: Session, now: Date): boolean {
  return session.expires - now.getTime() < RENEW_DAYS * DAY;
}

/** The cookie's value: the session and its HMAC-SHA256, both base64url. */
export function signSession(session: Session, key: Buffer): string {
  const body = Buffer.from(JSON.stringify(session)).toString("base64url");
  return `${body}.${signature(body, key).toString("base64url")}`;
}

/** The session a cookie's value stands for; null when it was changed, forged, cut or has ended. */
export function verifySession(value: string, key: Buffer, now: Date): Session | null {
  const [body, mark, ...rest] = value.split(".");
  if (body === undefined || mark === undefined || rest.length > 0) return null;
  const given = Buffer.from(mark, "base64url");
  const wanted = signature(body, key);
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return null;
  const session = Session.safeParse(JSON.parse(Buffer.from(body, "base64url").toString("utf8")));
  return session.success && session.data.expires > now.getTime() ? session.data : null;
}

function signature(body: string, key: Buffer): Buffer {
  return createHmac("sha256", key).update(body).digest();
}
