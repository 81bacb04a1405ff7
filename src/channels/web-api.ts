// The door for the page's script: everything under it knows who is asking.
import { Hono } from "hono";
import { perMinute, refuse, smallBody } from "./web-guard.ts";
import { chatOf, chatsOf } from "./web-parts.ts";
import type { Env, Parts } from "./web-parts.ts";
import { imageType } from "./web-photos.ts";
import { readRoutes } from "./web-read.ts";
import { recallRoutes } from "./web-recall.ts";
import { TEXTS } from "./web-texts.ts";
import { writeRoutes } from "./web-write.ts";

export const PHOTO_BYTES = 8 * 1024 * 1024;
const PHOTOS_PER_MINUTE = 30;

export function webApi(parts: Parts): Hono<Env> {
  const api = new Hono<Env>();
  api.use(async (c, next) => {
    const visitor = await parts.ask(c);
    if (visitor === null) return refuse(c, 401, TEXTS.signedOut);
    c.set("visitor", visitor);
    c.header("Cache-Control", "no-store");
    return next();
  });
  api.route("/", photoRoutes(parts));
  api.route("/", readRoutes(parts));
  api.route("/", writeRoutes(parts));
  api.route("/", recallRoutes(parts));
  return api;
}

function photoRoutes({ photos, groups, clock, maySeePhoto }: Parts): Hono<Env> {
  const mayUpload = perMinute(PHOTOS_PER_MINUTE);
  const routes = new Hono<Env>();

  routes.post("/photos", smallBody(PHOTO_BYTES, TEXTS.photoBig), async (c) => {
    const visitor = c.var.visitor;
    const chat = chatOf(groups, visitor, c.req.query("chat") ?? "");
    if (chat === null) return refuse(c, 404, TEXTS.noChat);
    if (!mayUpload(visitor.account, clock.now())) return refuse(c, 429, TEXTS.tooFast);
    const bytes = new Uint8Array(await c.req.arrayBuffer());
    const type = imageType(bytes);
    if (type === null) return refuse(c, 415, TEXTS.photoKind);
    const id = await photos.add({ chat: chat.id, owner: visitor.account, type, at: clock.now() }, bytes);
    return c.json({ id }, 201);
  });

  routes.get("/photos/:id", async (c) => {
    const visitor = c.var.visitor;
    const photo = await photos.find(c.req.param("id"));
    if (photo === null) return refuse(c, 404, TEXTS.noPhoto);
    const inChat = chatsOf(groups, visitor).includes(photo.chat);
    if (!inChat && !(await maySeePhoto(visitor.account, photo.id))) return refuse(c, 404, TEXTS.noPhoto);
    c.header("Cache-Control", "private, max-age=86400, immutable");
    c.header("Content-Type", photo.type);
    return c.body(await photos.read(photo.id));
  });

  return routes;
}
