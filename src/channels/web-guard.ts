// What every request to the web chat must pass: it comes from our own page, is of our kind, small, and not too frequent.
import type { Context, MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { secureHeaders } from "hono/secure-headers";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { ZodType } from "zod";
import { TEXTS } from "./web-texts.ts";

/** Answers with a line that the page shows as it is. */
export function refuse(c: Context, status: ContentfulStatusCode, error: string): Response {
  return c.json({ error }, status);
}

/** Nothing inline, nothing from elsewhere, in no frame. */
export const safeHeaders: MiddlewareHandler = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'"],
    imgSrc: ["'self'", "blob:"],
    connectSrc: ["'self'"],
    formAction: ["'self'"],
    baseUri: ["'none'"],
    frameAncestors: ["'none'"],
  },
  xFrameOptions: "DENY",
  referrerPolicy: "same-origin",
  strictTransportSecurity: false,
  permissionsPolicy: { geolocation: [], camera: [], microphone: [] },
});

/** Lets a POST through only when the browser says that our own page sent it. */
export function ownOrigin(publicUrl: string | null): MiddlewareHandler {
  const known = publicUrl === null ? null : new URL(publicUrl).origin;
  return async (c, next) => {
    if (c.req.method === "GET" || c.req.method === "HEAD") return next();
    const origin = c.req.header("origin") ?? "";
    const host = URL.canParse(origin) ? new URL(origin).host : null;
    const own =
      host !== null && (origin === known || host === (c.req.header("host") ?? new URL(c.req.url).host));
    return own ? next() : refuse(c, 403, TEXTS.wrongOrigin);
  };
}

export function smallBody(bytes: number, tooBig: string): MiddlewareHandler {
  return bodyLimit({ maxSize: bytes, onError: (c) => refuse(c, 413, tooBig) });
}

/** The JSON body as the schema has it, or null; a form of another site's cannot have this content type. */
export async function readJson<T>(c: Context, schema: ZodType<T>): Promise<T | null> {
  if (!/^application\/json\s*(?:;|$)/i.test(c.req.header("content-type") ?? "")) return null;
  const body: unknown = await c.req.json().catch(() => null);
  const parsed = schema.safeParse(body);
  return parsed.success ? parsed.data : null;
}

const MINUTE = 60_000;
const MANY_KEYS = 10_000;

/** Counts per key over the minute past; the answer says whether one more is allowed, and counts it if so. */
export function perMinute(limit: number): (key: string, now: Date) => boolean {
  const taken = new Map<string, number[]>();
  return (key, now) => {
    const since = now.getTime() - MINUTE;
    if (taken.size > MANY_KEYS) {
      for (const [other, times] of taken) if ((times.at(-1) ?? 0) <= since) taken.delete(other);
    }
    const times = (taken.get(key) ?? []).filter((at) => at > since);
    taken.set(key, times);
    if (times.length >= limit) return false;
    times.push(now.getTime());
    return true;
  };
}
