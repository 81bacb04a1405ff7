// The door for the page's script: everything under it knows who is asking.
import { Hono } from "hono";
import { refuse } from "./web-guard.ts";
import type { Env, Parts } from "./web-parts.ts";
import { photoRoutes } from "./web-photo-api.ts";
import { readRoutes } from "./web-read.ts";
import { recallRoutes } from "./web-recall.ts";
import { TEXTS } from "./web-texts.ts";
import { writeRoutes } from "./web-write.ts";

/** `more`: further routes for those who are known. */
export function webApi(parts: Parts, more: Hono<Env>): Hono<Env> {
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
  api.route("/", more);
  return api;
}
