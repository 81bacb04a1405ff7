// The door of the web chat: who is asking, how people come in, how they leave.
import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Hono } from "hono";
import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { z } from "zod";
import type { Clock } from "#src/clock.ts";
import { perMinute, readJson, refuse } from "./web-guard.ts";
import * as sessions from "./web-session.ts";
import type { Flat, Session } from "./web-session.ts";
import { BOT_NAME, GUEST_NAME, TEXTS } from "./web-texts.ts";

export type PersonGroup = "resident" | "member" | "staff";

/** Someone of the demonstration: `note` is what they do, such as 物业委员会主任. */
export type WebPerson = { account: string; name: string; note: string; group: PersonGroup };

/** Who is asking: `name` is what others see. */
export type Visitor = { account: string; name: string; note: string };

export type Guest = { account: string; name: string; known: boolean };

export type DoorOptions = {
  home: string;
  demo: boolean;
  people: () => Promise<WebPerson[]>;
  flatExists: (building: string, unit: string, room: string) => Promise<boolean>;
  clock: Clock;
  publicUrl: string | null;
};

export type Door = {
  ask(c: Context): Promise<Visitor | null>;
  /** Whoever comes by a link: somebody known here, or an account that is not let in yet. */
  guest(c: Context): Guest;
  /** Lets somebody in. */
  keep(c: Context, kept: Omit<Session, "expires">): void;
  /** Remembers a guest for a while: they come in as the account that has tried. */
  await(c: Context, guest: Guest): void;
  /** Signs the session of someone who came back after a while anew. */
  renew(c: Context): void;
  routes: Hono;
};

const COOKIE = "linli";
const GUEST_COOKIE = "linli-guest";
const GUEST_MS = 3_600_000;
const ENTRIES_PER_MINUTE = 60;

const Entry = z.object({
  name: z.string().max(200),
  flat: z.record(z.string(), z.string().max(20)).nullable(),
});

export function webDoor(options: DoorOptions): Door {
  const { demo, people, clock } = options;
  const key = openKey(options.home);
  const mayEnter = perMinute(ENTRIES_PER_MINUTE);

  const session = (c: Context): Session | null =>
    sessions.verifySession(getCookie(c, COOKIE) ?? "", key, clock.now());

  const keep = (c: Context, kept: Omit<Session, "expires">): void => {
    const value = sessions.signSession({ ...kept, expires: sessions.expiry(clock.now()) }, key);
    const secure = options.publicUrl?.startsWith("https:") ?? false;
    const maxAge = sessions.SESSION_DAYS * 86_400;
    setCookie(c, COOKIE, value, { httpOnly: true, sameSite: "Lax", path: "/", secure, maxAge });
    if (getCookie(c, GUEST_COOKIE) !== undefined) deleteCookie(c, GUEST_COOKIE, { path: "/chat" });
  };

  const newcomer = (c: Context): string =>
    sessions.verifySession(getCookie(c, GUEST_COOKIE) ?? "", key, clock.now())?.account ??
    `w-${randomBytes(12).toString("base64url")}`;

  const routes = new Hono();
  routes.post("/chat/enter", async (c) => {
    if (demo) return refuse(c, 404, TEXTS.notFound);
    const entry = await readJson(c, Entry);
    if (entry === null) return refuse(c, 400, TEXTS.badRequest);
    if (!mayEnter("all", clock.now())) return refuse(c, 429, TEXTS.crowded);
    const name = sessions.cleanName(entry.name);
    const fault = nameFault(name);
    if (fault !== null) return refuse(c, 400, fault);
    const flat = entry.flat === null ? null : readFlat(entry.flat);
    if (flat === "missing") return refuse(c, 400, TEXTS.flatMissing);
    if (flat !== null && !(await options.flatExists(flat.building, flat.unit, flat.room))) {
      return refuse(c, 400, TEXTS.flatUnknown);
    }
    keep(c, { account: newcomer(c), name, flat });
    return c.json({}, 201);
  });
  routes.post("/chat/leave", (c) => {
    deleteCookie(c, COOKIE, { path: "/" });
    return c.json({});
  });

  return {
    async ask(c) {
      if (demo) {
        const person = (await people()).find(({ account }) => account === c.req.query("as"));
        return person === undefined
          ? null
          : { account: person.account, name: person.name, note: person.note };
      }
      const known = session(c);
      return known === null ? null : { account: known.account, name: sessions.shownName(known), note: "" };
    },
    guest(c) {
      const known = session(c);
      return known === null
        ? { account: newcomer(c), name: GUEST_NAME, known: false }
        : { account: known.account, name: sessions.shownName(known), known: true };
    },
    keep,
    await(c, { account }) {
      const expires = clock.now().getTime() + GUEST_MS;
      const value = sessions.signSession({ account, name: GUEST_NAME, flat: null, expires }, key);
      const secure = options.publicUrl?.startsWith("https:") ?? false;
      setCookie(c, GUEST_COOKIE, value, {
        httpOnly: true,
        sameSite: "Lax",
        path: "/chat",
        secure,
        maxAge: GUEST_MS / 1000,
      });
    },
    renew(c) {
      const known = demo ? null : session(c);
      if (known !== null && sessions.isRenewable(known, clock.now())) keep(c, known);
    },
    routes,
  };
}

function nameFault(name: string): string | null {
  if (name === "") return TEXTS.nameMissing;
  if (Array.from(name).length > sessions.NAME_LENGTH) return TEXTS.nameLong;
  return name.normalize("NFKC").includes(BOT_NAME) ? TEXTS.nameTaken : null;
}

function readFlat(given: Record<string, string>): Flat | "missing" {
  const [building, unit, room] = [given["building"], given["unit"], given["room"]].map((part) =>
    sessions.cleanNumber(part ?? ""),
  );
  return building && unit && room ? { building, unit, room } : "missing";
}

/** The secret that sessions are signed with: made once, readable by the owner only. */
function openKey(home: string): Buffer {
  const file = join(home, "web-key");
  mkdirSync(home, { recursive: true, mode: 0o700 });
  try {
    writeFileSync(file, randomBytes(32).toString("hex"), { mode: 0o600, flag: "wx" });
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  }
  return Buffer.from(readFileSync(file, "utf8").trim(), "hex");
}
