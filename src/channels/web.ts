// The web chat: a platform of its own. Its pages and script are served here, its transcript is kept here.
import { Hono } from "hono";
import type { Context } from "hono";
import type { PrismaClient } from "#prisma/client/client.ts";
import { AppError, faultName } from "#src/errors.ts";
import type { Log } from "#src/log.ts";
import type { InboundMessage, MessageChange, OutboundMessage } from "#src/message.ts";
import type { Channel, Inlet, Sent } from "./channel.ts";
import { webApi } from "./web-api.ts";
import { webDoor } from "./web-door.ts";
import type { Door, DoorOptions } from "./web-door.ts";
import { ownOrigin, refuse, safeHeaders } from "./web-guard.ts";
import { webHub } from "./web-hub.ts";
import { joinAddress, joinRoutes } from "./web-join.ts";
import type { JoinOptions } from "./web-join.ts";
import { webBorrowed } from "./web-borrowed.ts";
import type { Group, Parts, PhotoParts, WorkbenchParts } from "./web-parts.ts";
import { webPhotos } from "./web-photos.ts";
import { webPosts } from "./web-posts.ts";
import { fileRoutes, pageRoutes } from "./web-site.ts";
import { BOT_NAME, TEXTS } from "./web-texts.ts";
import { workbenchRoutes } from "./web-workbench.ts";

export type { WebPerson } from "./web-door.ts";

export type WebChatOptions = DoorOptions &
  PhotoParts &
  JoinOptions & {
    database: PrismaClient;
    /** The groups; everyone is in all of them. */
    groups: Group[];
    workbench: WorkbenchParts;
    log: Log;
  };

export type WebChannel = Channel & {
  /** Owns `/` and everything under `/chat`. */
  app: Hono;
  /** Deletes posts and photos older than 30 days, but for photos still needed; returns how many. */
  purge(now: Date): Promise<{ posts: number; photos: number }>;
};

const KEPT_MS = 30 * 86_400_000;
const BEAT_MS = 15_000;

export function webChannel(options: WebChatOptions): WebChannel {
  const { groups, clock, log } = options;
  const posts = webPosts(options.database);
  const photos = webPhotos(options.database, options.home);
  const borrowed = webBorrowed(options.database);
  const hub = webHub(posts);
  let inlet: Inlet | null = null;
  let beat: NodeJS.Timeout | null = null;

  const give = async (id: string, handing: Promise<void> | undefined): Promise<boolean> => {
    if (handing === undefined) return false;
    try {
      await handing;
      return true;
    } catch (error) {
      log.error({ channel: "web", message: id, error: faultName(error) }, "message not taken");
      return false;
    }
  };
  const door = webDoor(options);
  const { maySeePhoto, isNeeded, isShown, image } = options;
  const parts = {
    posts,
    photos,
    borrowed,
    hub,
    groups,
    clock,
    log,
    maySeePhoto,
    isNeeded,
    isShown,
    image,
    hand: (message: InboundMessage) => give(message.id, inlet?.accept(message)),
    handChange: (change: MessageChange) => give(change.id, inlet?.follow(change)),
    ask: (c: Context) => door.ask(c),
  };

  return {
    name: "web",
    idempotent: true,
    buttons: true,
    app: site(options, door, parts),
    privateChat: (accountId) => accountId,
    invitation: (code) => joinAddress(options, code),
    address: options.demo ? null : options.publicUrl,

    async start(into) {
      inlet = into;
      await hub.pump();
      beat ??= setInterval(() => {
        hub.beat().catch((error: unknown) => {
          log.warn({ channel: "web", error: faultName(error) }, "could not look for new posts");
        });
      }, BEAT_MS).unref();
    },

    stop() {
      inlet = null;
      if (beat !== null) clearInterval(beat);
      beat = null;
      hub.close();
      return Promise.resolve();
    },

    async send(message): Promise<Sent> {
      if (message.chat.kind === "group" && groups.every((group) => group.id !== message.chat.id)) {
        throw new AppError("channel_unreachable", `web chat: no group "${message.chat.id}"`);
      }
      // The web chat has no signs.
      if (message.reaction) return { externalId: `sign-${message.id}` };
      const images: string[] = [];
      for (const { kind, channel = "web", ref } of message.images)
        if (!kind) images.push(channel === "web" ? ref : await borrowed.add({ channel, ref }, clock.now()));
      const row = await posts.add({ ...outboundDraft(message), images, at: clock.now() });
      if (row.seq === null) await posts.publish(row.id);
      await hub.pump();
      return { externalId: String(row.id) };
    },

    async erase(account) {
      await posts.erase(account);
      await photos.eraseOf(account);
    },

    async image(ref) {
      const photo = await photos.find(ref);
      if (!photo) throw new AppError("not_found", "web chat: expected a photo, which is gone");
      return { type: photo.type, bytes: await photos.read(ref) };
    },

    async purge(now) {
      const before = new Date(now.getTime() - KEPT_MS);
      await borrowed.purge(before);
      return { posts: await posts.purge(before), photos: await photos.purge(before, isNeeded) };
    },
  };
}

function outboundDraft(message: OutboundMessage) {
  const { id: outboundId, text, buttons, to } = message;
  const from = { author: null, authorName: BOT_NAME, addressee: to?.id ?? null };
  return {
    outboundId,
    chat: message.chat.id,
    text: text.toWellFormed().replaceAll("\0", ""),
    buttons,
    ...from,
  };
}

function site(options: WebChatOptions, door: Door, parts: Parts): Hono {
  const app = new Hono();
  app.use("/", safeHeaders);
  app.use("/chat/*", safeHeaders, ownOrigin(options.publicUrl));
  app.onError((error, c) => {
    options.log.error({ channel: "web", path: c.req.path, error: faultName(error) }, "request failed");
    return refuse(c, 500, TEXTS.notTaken);
  });
  app.route("/", fileRoutes());
  app.route("/", pageRoutes(options, door));
  app.route("/", door.routes);
  app.route("/", joinRoutes(options, door, parts));
  app.route("/chat", webApi(parts, workbenchRoutes(options)));
  return app;
}
