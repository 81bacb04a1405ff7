// Reading the web chat: pages of the transcript and the live line.
import { faultName } from "#src/errors.ts";
import { Hono } from "hono";
import { streamSSE } from "hono/streaming";
import { z } from "zod";
import { refuse } from "./web-guard.ts";
import { live, view } from "./web-live.ts";
import { chatOf, chatsOf } from "./web-parts.ts";
import type { Env, Parts } from "./web-parts.ts";
import { TEXTS } from "./web-texts.ts";

const PAGE = 40;

const Place = z.coerce.number().int().min(0).max(2_147_483_647);

export function readRoutes({ posts, hub, groups, clock, log }: Parts): Hono<Env> {
  const routes = new Hono<Env>();

  routes.get("/posts", async (c) => {
    const visitor = c.var.visitor;
    const chat = c.req.query("chat");
    if (chat !== undefined && chatOf(groups, visitor, chat) === null) return refuse(c, 404, TEXTS.noChat);
    const chats = chat === undefined ? chatsOf(groups, visitor) : [chat];
    const before = Place.safeParse(c.req.query("before"));
    // Taken before reading: what is published meanwhile is seen twice rather than never.
    const cursor = await posts.last();
    const pages = chats.map(async (id) => {
      const rows = await posts.before(id, before.success ? before.data : null, PAGE);
      return {
        chat: id,
        more: rows.length === PAGE,
        posts: rows.map((post) => view(post, visitor, clock.now())),
      };
    });
    return c.json({ cursor, chats: await Promise.all(pages) });
  });

  routes.get("/news", async (c) => {
    const after = Place.safeParse(c.req.query("after"));
    if (!after.success) return refuse(c, 400, TEXTS.badRequest);
    const rows = await posts.after(after.data, PAGE, chatsOf(groups, c.var.visitor));
    return c.json({ posts: rows.map((post) => view(post, c.var.visitor, clock.now())) });
  });

  routes.get("/stream", async (c) => {
    const visitor = c.var.visitor;
    // A browser that reconnects names the last post it saw; one that opens says where its page ended.
    const from = Place.safeParse(c.req.header("last-event-id") ?? c.req.query("after"));
    const after = from.success ? from.data : await posts.last();
    c.header("X-Accel-Buffering", "no");
    const window = { visitor, chats: chatsOf(groups, visitor), after };
    return streamSSE(c, (stream) =>
      // The line ends, and the browser comes back for the rest.
      live(stream, window, { posts, hub, clock }).catch((error: unknown) => {
        log.warn({ channel: "web", error: faultName(error) }, "a window's line broke");
      }),
    );
  });

  return routes;
}
