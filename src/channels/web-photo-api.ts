// Pictures on their way into the web chat and out of it: who may send one where, and who may see which.
import { Hono } from "hono";
import type { Context } from "hono";
import { AppError } from "#src/errors.ts";
import { imageType } from "./picture.ts";
import type { Picture } from "./picture.ts";
import { perMinute, refuse, smallBody } from "./web-guard.ts";
import { chatOf, chatsOf } from "./web-parts.ts";
import type { Env, Parts } from "./web-parts.ts";
import { TEXTS } from "./web-texts.ts";

export const PHOTO_BYTES = 8 * 1024 * 1024;
const PHOTOS_PER_MINUTE = 30;
/** Each is a call to another platform. */
const BORROWED_PER_MINUTE = 60;

export function photoRoutes(parts: Parts): Hono<Env> {
  const { posts, photos, borrowed, groups, clock, maySeePhoto, isShown } = parts;
  const mayUpload = perMinute(PHOTOS_PER_MINUTE);
  const mayBorrow = perMinute(BORROWED_PER_MINUTE);
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
    const { account } = c.var.visitor;
    const id = c.req.param("id");
    const chats = chatsOf(groups, c.var.visitor);
    const shown = await posts.showing(id, chats);
    const photo = await photos.find(id);
    if (photo !== null) {
      const may = chats.includes(photo.chat) || shown.length > 0 || (await maySeePhoto(account, id));
      if (!may) return refuse(c, 404, TEXTS.noPhoto);
      return answer(c, { type: photo.type, bytes: await photos.read(id) });
    }
    const image = await borrowed.find(id);
    if (image === null || !(await isShown(image, shown))) return refuse(c, 404, TEXTS.noPhoto);
    if (!mayBorrow(account, clock.now())) return refuse(c, 429, TEXTS.tooFast);
    const picture = await borrow(parts, image);
    return "type" in picture ? answer(c, picture) : refuse(c, picture.status, TEXTS.noPhoto);
  });

  return routes;
}

async function borrow(
  { image, log }: Parts,
  { channel, ref }: { channel: string; ref: string },
): Promise<Picture | { status: 404 | 503 }> {
  try {
    return await image({ channel, ref });
  } catch (error) {
    const code = error instanceof AppError ? error.code : "channel_failed";
    log.warn({ channel: "web", from: channel, code }, "picture not borrowed");
    return { status: code === "not_found" ? 404 : 503 };
  }
}

function answer(c: Context, { type, bytes }: Picture): Response {
  c.header("Cache-Control", "private, max-age=86400, immutable");
  c.header("Content-Type", type);
  return c.body(bytes);
}
