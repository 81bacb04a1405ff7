// The pages and files that a browser asks for by address.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { Hono } from "hono";
import { etag } from "hono/etag";
import type { Door, WebPerson } from "./web-door.ts";
import { enterPage, peoplePage } from "./web-page.ts";
import type { Group, WorkbenchParts } from "./web-parts.ts";
import { PHOTO_BYTES } from "./web-photo-api.ts";
import { CLIENT_TEXTS, TEXTS } from "./web-texts.ts";
import { chatPage } from "./web-window.ts";
import { PHOTO_LIMIT, TEXT_LIMIT } from "./web-write.ts";

type SiteOptions = {
  demo: boolean;
  people: () => Promise<WebPerson[]>;
  groups: Group[];
  workbench: Pick<WorkbenchParts, "mayOpen">;
};

/** `/` is where one becomes somebody, `/chat` the window of whom one is. */
export function pageRoutes({ demo, people, groups, workbench }: SiteOptions, door: Door): Hono {
  const routes = new Hono();

  routes.get("/", async (c) => {
    c.header("Cache-Control", "no-store");
    if (demo) return c.html(peoplePage(await people()));
    if ((await door.ask(c)) !== null) return c.redirect("/chat");
    return c.html(enterPage(groups[0]?.title ?? TEXTS.product));
  });

  routes.get("/chat", async (c) => {
    const me = await door.ask(c);
    if (me === null) return c.redirect("/");
    door.renew(c);
    const own = { id: me.account, title: TEXTS.privateChat, kind: "private" } as const;
    const chats = [...groups.map(({ id, title }) => ({ id, title, kind: "group" as const })), own];
    const limits = { text: TEXT_LIMIT, photos: PHOTO_LIMIT, photoBytes: PHOTO_BYTES };
    c.header("Cache-Control", "no-store");
    const boot = { as: demo ? me.account : null, me, chats, limits, texts: CLIENT_TEXTS };
    return c.html(chatPage(boot, await workbench.mayOpen(me.account)));
  });

  return routes;
}

const SCRIPT = "text/javascript; charset=utf-8";
const STYLE = "text/css; charset=utf-8";

const FILES: Record<string, string> = {
  "web.css": STYLE,
  "web-hall.css": STYLE,
  "web-window.css": STYLE,
  "web-post.css": STYLE,
  "web-icon.svg": "image/svg+xml",
  "web-entry.js": SCRIPT,
  "web-join.js": SCRIPT,
  "web-workbench.js": SCRIPT,
  "web-client.js": SCRIPT,
  "web-client-composer.js": SCRIPT,
  "web-client-line.js": SCRIPT,
  "web-client-outbox.js": SCRIPT,
  "web-client-panel.js": SCRIPT,
  "web-client-view.js": SCRIPT,
};

/** Styles, scripts and the sign, read once; a browser asks each time whether its copy is still good. */
export function fileRoutes(): Hono {
  const routes = new Hono();
  for (const [name, type] of Object.entries(FILES)) {
    const body = readFileSync(new URL(name, import.meta.url));
    const mark = createHash("sha256").update(body).digest("base64url");
    routes.get(`/chat/files/${name}`, etag(), (c) =>
      c.body(body, 200, { "Content-Type": type, "Cache-Control": "no-cache", ETag: `"${mark}"` }),
    );
  }
  return routes;
}
