// Taking a post of the web chat back. The house hears of it first, the transcript shows it after.
import { Hono } from "hono";
import { z } from "zod";
import { perMinute, readJson, refuse, smallBody } from "./web-guard.ts";
import { recallTime } from "./web-live.ts";
import { chatOf, sender } from "./web-parts.ts";
import type { Env, Parts } from "./web-parts.ts";
import { TEXTS } from "./web-texts.ts";

const BODY_BYTES = 1_024;
const RECALLS_PER_MINUTE = 20;
const LARGEST_ID = 2_147_483_647;

const Recall = z.object({ post: z.int().positive().max(LARGEST_ID) });

export function recallRoutes(parts: Parts): Hono<Env> {
  const { posts, photos, hub, groups, clock } = parts;
  const mayRecall = perMinute(RECALLS_PER_MINUTE);
  const routes = new Hono<Env>();

  routes.post("/recalls", smallBody(BODY_BYTES, TEXTS.tooBig), async (c) => {
    const visitor = c.var.visitor;
    const recall = await readJson(c, Recall);
    if (recall === null) return refuse(c, 400, TEXTS.badRequest);
    const post = await posts.find(recall.post);
    const chat = post === null ? null : chatOf(groups, visitor, post.chat);
    if (post === null || chat === null) return refuse(c, 404, TEXTS.noPost);
    if (post.author !== visitor.account) return refuse(c, 403, TEXTS.notOwn);
    if (post.recalled) return c.json({}, 202);
    const now = clock.now();
    if (recallTime(post, visitor, now) === 0) return refuse(c, 409, TEXTS.recallLate);
    if (!mayRecall(visitor.account, now)) return refuse(c, 429, TEXTS.tooFast);
    const change = { ...sender(visitor, chat), id: String(post.id), at: now, change: "recall" } as const;
    if (!(await parts.handChange(change))) return refuse(c, 503, TEXTS.notRecalled);
    await posts.recall(post, now);
    await photos.remove(post.images);
    await hub.pump();
    return c.json({}, 202);
  });

  return routes;
}
