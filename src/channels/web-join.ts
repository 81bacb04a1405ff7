// The link that brings somebody from another channel: this browser's account becomes theirs, after one tap of their own.
import { randomBytes } from "node:crypto";
import { Hono } from "hono";
import { z } from "zod";
import type { Clock } from "#src/clock.ts";
import type { Door, Guest } from "./web-door.ts";
import { perMinute, readJson, refuse, smallBody } from "./web-guard.ts";
import type { Hub } from "./web-hub.ts";
import { joinPage } from "./web-join-page.ts";
import { sender } from "./web-parts.ts";
import type { Parts } from "./web-parts.ts";
import type { Post } from "./web-posts.ts";
import { cleanName, shortName } from "./web-session.ts";
import { GUEST_NAME, TEXTS } from "./web-texts.ts";

const PATH = "/chat/join";
const BODY_BYTES = 1_024;
const TRIES_PER_MINUTE = 60;
const ANSWER_MS = 10_000;
const Given = z.object({ code: z.string().min(1).max(64) });

export type JoinOptions = {
  /** As whom an account was made one with another person, and when; null where it has not been. */
  boundAs: (account: string) => Promise<{ name: string; at: Date } | null>;
};
type Options = JoinOptions & { demo: boolean; publicUrl: string | null; clock: Clock };

/** The link for a code, which stands where no server, log or referrer sees it; null where nobody could open it. */
export function joinAddress({ demo, publicUrl }: Pick<Options, "demo" | "publicUrl">, code: string) {
  return demo || publicUrl === null ? null : `${publicUrl.replace(/\/+$/, "")}${PATH}#bind=${code}`;
}

/** The page only asks; whoever looks at the link for a preview changes nothing. */
export function joinRoutes({ demo, clock, boundAs }: Options, door: Door, { hand, hub }: Parts): Hono {
  const routes = new Hono();
  const mayTry = perMinute(TRIES_PER_MINUTE);
  routes.get(PATH, (c) => {
    if (demo) return c.redirect("/");
    c.header("Cache-Control", "no-store");
    return c.html(joinPage());
  });
  routes.post(PATH, smallBody(BODY_BYTES, TEXTS.badRequest), async (c) => {
    const given = demo ? null : await readJson(c, Given);
    if (given === null) return refuse(c, demo ? 404 : 400, demo ? TEXTS.notFound : TEXTS.badRequest);
    if (!mayTry("all", clock.now())) return refuse(c, 429, TEXTS.crowded);
    const guest = door.guest(c);
    const before = await boundAs(guest.account);
    const answer = await answerTo({ hand, hub, clock }, guest, given.code);
    const after = await boundAs(guest.account);
    const isBound = after !== null && (!guest.known || after.at.getTime() !== before?.at.getTime());
    if (!guest.known) {
      if (isBound) door.keep(c, { account: guest.account, name: sessionName(after.name), flat: null });
      else door.await(c, guest);
    }
    // What asks something back is answered in the chat.
    if (isBound || (guest.known && (answer?.buttons.length ?? 0) > 0))
      return c.json({ account: guest.account });
    return answer === null ? refuse(c, 503, TEXTS.joinSlow) : refuse(c, 409, answer.text);
  });
  return routes;
}

function sessionName(name: string): string {
  return shortName(cleanName(name)) || GUEST_NAME;
}

/** Says the code to the house as this account would in private, and waits for what is said to that; null where it takes long. */
async function answerTo(
  { hand, hub, clock }: { hand: Parts["hand"]; hub: Hub; clock: Clock },
  { account, name }: Guest,
  code: string,
): Promise<Post | null> {
  let leave = () => {};
  let timer: NodeJS.Timeout | undefined;
  const said = new Promise<Post | null>((resolve) => {
    timer = setTimeout(() => resolve(null), ANSWER_MS);
    leave = hub.join({
      account,
      chats: [account],
      take: (event) => {
        if (event.kind === "post" && event.post.author === null) resolve(event.post);
      },
      end: () => resolve(null),
    });
  });
  try {
    const visitor = { account, name, note: "" };
    const taken = await hand({
      ...sender(visitor, { id: account, kind: "private", title: name }),
      id: `join-${randomBytes(9).toString("base64url")}`,
      at: clock.now(),
      text: `/绑定 ${code}`,
      images: [],
      replyTo: null,
      mention: false,
      press: null,
    });
    return taken ? await said : null;
  } finally {
    clearTimeout(timer);
    leave();
  }
}
