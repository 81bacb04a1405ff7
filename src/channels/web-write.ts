// Writing into the web chat: posts and presses. The house takes them first, the transcript shows them after.
import { Hono } from "hono";
import { z } from "zod";
import type { WebPost } from "#prisma/client/client.ts";
import { perMinute, readJson, refuse, smallBody } from "./web-guard.ts";
import { mayPress, view } from "./web-live.ts";
import { chatOf, sender } from "./web-parts.ts";
import type { ChatRef, Env, Parts } from "./web-parts.ts";
import { PHOTO_ID } from "./web-photos.ts";
import type { Visitor } from "./web-door.ts";
import { BOT_ADDRESSED, TEXTS } from "./web-texts.ts";

export const TEXT_LIMIT = 4_000;
export const PHOTO_LIMIT = 3;
// Room enough that a text far over the limit is still read, and refused with its length.
const BODY_BYTES = 512 * 1024;
const POSTS_PER_MINUTE = 20;
const PRESSES_PER_MINUTE = 60;
const LARGEST_ID = 2_147_483_647;

const Draft = z.object({
  chat: z.string(),
  text: z.string(),
  images: z.array(z.string().regex(PHOTO_ID)),
  replyTo: z.int().positive().max(LARGEST_ID).nullable(),
  key: z.string().regex(/^[\w-]{8,64}$/),
});
type Draft = z.infer<typeof Draft>;
const Tap = z.object({ post: z.int().positive().max(LARGEST_ID), button: z.string() });

export function writeRoutes(parts: Parts): Hono<Env> {
  const { posts, hub, groups, clock } = parts;
  const mayPost = perMinute(POSTS_PER_MINUTE);
  const mayTap = perMinute(PRESSES_PER_MINUTE);
  const routes = new Hono<Env>();
  routes.use(smallBody(BODY_BYTES, TEXTS.tooBig));

  routes.post("/posts", async (c) => {
    const visitor = c.var.visitor;
    const given = await readJson(c, Draft);
    if (given === null) return refuse(c, 400, TEXTS.badRequest);
    const draft = { ...given, text: cleanText(given.text), images: [...new Set(given.images)] };
    const chat = chatOf(groups, visitor, draft.chat);
    if (chat === null) return refuse(c, 404, TEXTS.noChat);
    const fault = faultOf(draft);
    if (fault !== null) return refuse(c, 400, fault);
    const owned = await parts.photos.owned(draft.images, visitor.account, chat.id);
    if (owned !== draft.images.length) return refuse(c, 404, TEXTS.noPhoto);
    if (!mayPost(visitor.account, clock.now())) return refuse(c, 429, TEXTS.tooFast);
    const row = await keep(parts, visitor, draft);
    const sent = row.seq !== null || (await send(parts, visitor, { chat, row }));
    const post = sent ? await posts.find(row.id) : null;
    return post === null
      ? refuse(c, 503, TEXTS.notTaken)
      : c.json({ post: view(post, visitor, clock.now()) }, 202);
  });

  routes.post("/presses", async (c) => {
    const visitor = c.var.visitor;
    const tap = await readJson(c, Tap);
    if (tap === null) return refuse(c, 400, TEXTS.badRequest);
    const post = await posts.find(tap.post);
    const chat = post === null ? null : chatOf(groups, visitor, post.chat);
    if (post === null || chat === null) return refuse(c, 404, TEXTS.noPost);
    if (post.outboundId === null || !post.buttons.includes(tap.button) || !mayPress(post, visitor)) {
      return refuse(c, 403, TEXTS.noButton);
    }
    if (!mayTap(visitor.account, clock.now())) return refuse(c, 429, TEXTS.tooFast);
    const taken = await parts.hand({
      ...sender(visitor, chat),
      id: pressId(post.id, visitor.account, tap.button, clock.now()),
      at: clock.now(),
      text: "",
      images: [],
      replyTo: null,
      mention: false,
      press: { outboundId: post.outboundId, ticketCode: null, button: tap.button },
    });
    if (!taken) return refuse(c, 503, TEXTS.notTaken);
    if (!REPEATABLE.includes(tap.button)) {
      await posts.press(post.id, visitor.account, tap.button);
      hub.tell(visitor.account, { kind: "press", post: post.id, button: tap.button });
    }
    return c.json({ again: REPEATABLE.includes(tap.button) }, 202);
  });

  return routes;
}

/** Buttons that only ask for words: each tap is one of its own, two within a few seconds are the same. */
export const REPEATABLE = ["进展", "办结", "退单"];
const SAME_TAP_MS = 5_000;

function pressId(post: number, account: string, button: string, now: Date): string {
  const tap = REPEATABLE.includes(button) ? `-${Math.floor(now.getTime() / SAME_TAP_MS)}` : "";
  return `press-${post}-${account}-${button}${tap}`;
}

/** The row of this draft: a new one, or the one an earlier attempt with the same key left. */
async function keep({ posts, clock }: Parts, visitor: Visitor, draft: Draft): Promise<WebPost> {
  const { chat, text, images, key } = draft;
  const origin = draft.replyTo === null ? null : await posts.find(draft.replyTo);
  const replyTo = origin?.chat === chat ? origin.id : null;
  const who = { author: visitor.account, authorName: visitor.name, clientKey: key };
  return posts.add({ ...who, chat, text, images, replyTo, at: clock.now() });
}

/** Hands the post to the house and publishes it; false when the house did not take it and it may be tried again. */
async function send(
  parts: Parts,
  visitor: Visitor,
  { chat, row }: { chat: ChatRef; row: WebPost },
): Promise<boolean> {
  if (row.chat !== chat.id) return false;
  const taken = await parts.hand({
    ...sender(visitor, chat),
    id: String(row.id),
    at: row.at,
    text: row.text,
    images: row.images.map((ref) => ({ ref })),
    replyTo: row.replyTo === null ? null : String(row.replyTo),
    mention: BOT_ADDRESSED.test(row.text),
    press: null,
  });
  if (!taken) return false;
  await parts.posts.publish(row.id);
  await parts.hub.pump();
  return true;
}

const INVISIBLE = /[\s\p{Cc}\p{Cf}]/gu;

/** The text as it may be stored: no NUL, which Postgres refuses, and no half characters. */
function cleanText(text: string): string {
  return text.toWellFormed().replaceAll("\0", "").trim();
}

function faultOf({ text, images }: Draft): string | null {
  const length = Array.from(text).length;
  if (length > TEXT_LIMIT) return TEXTS.long(TEXT_LIMIT, length);
  if (images.length > PHOTO_LIMIT) return TEXTS.photoMany;
  return images.length === 0 && text.replaceAll(INVISIBLE, "") === "" ? TEXTS.empty : null;
}
