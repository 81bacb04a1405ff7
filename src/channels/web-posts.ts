// The web chat's own transcript in Postgres: what its people and the bot wrote, in one order that all readers share.
import type { PrismaClient, WebPost } from "#prisma/client/client.ts";

export type Post = WebPost & { seq: number; quote: Quote | null };
type Quote = {
  id: number;
  name: string;
  bot: boolean;
  text: string;
  images: number;
  recalled: boolean;
};

type Draft = Pick<WebPost, "chat" | "author" | "authorName" | "text" | "at"> &
  Partial<Pick<WebPost, "clientKey" | "addressee" | "images" | "buttons" | "replyTo" | "outboundId">>;

export type Posts = ReturnType<typeof webPosts>;

const QUOTE_LENGTH = 80;
const PUBLISH_LOCK = 5_462_001;
/** In the place of an account that was erased. */
const GONE = "gone";
const GONE_NAME = "已注销";

export function webPosts(database: PrismaClient) {
  const quoted = (rows: WebPost[]): Promise<Post[]> => withQuotes(database, rows);
  return {
    /** Stores an unpublished post; a second one with the same client key or outbox row is the first. */
    async add(
      draft: Draft & ({ author: string; clientKey: string } | { outboundId: number }),
    ): Promise<WebPost> {
      await database.webPost.createMany({ data: [draft], skipDuplicates: true });
      const where =
        "outboundId" in draft && draft.outboundId !== undefined
          ? { outboundId: draft.outboundId }
          : { author: draft.author, clientKey: draft.clientKey ?? "" };
      return database.webPost.findFirstOrThrow({ where });
    },

    /** Gives the post its place in the transcript; a published one keeps its own. */
    async publish(id: number): Promise<void> {
      // Under the lock places become visible in rising order, so a reader who has place n has all below it.
      // They are drawn from the ids' sequence since that never goes back, even when the table is purged empty.
      await database.$transaction([
        database.$executeRaw`SELECT pg_advisory_xact_lock(${PUBLISH_LOCK})`,
        database.$executeRaw`UPDATE "WebPost" SET "seq" = nextval(pg_get_serial_sequence('"WebPost"', 'id'))
          WHERE "id" = ${id} AND "seq" IS NULL`,
      ]);
    },

    /** The last place given so far, 0 when there is none. */
    async last(): Promise<number> {
      const { _max } = await database.webPost.aggregate({ _max: { seq: true } });
      return _max.seq ?? 0;
    },

    /** Posts and recalls after a place, oldest first; of all chats when none are named. */
    async after(seq: number, limit: number, chats?: string[]): Promise<Post[]> {
      const where = { seq: { gt: seq }, ...(chats === undefined ? {} : { chat: { in: chats } }) };
      return quoted(await database.webPost.findMany({ where, orderBy: { seq: "asc" }, take: limit }));
    },

    /**
     * Empties a post that its writer takes back, and says so in the transcript, at its end: windows that missed it hear
     * of it like of any post. The second time it changes nothing.
     */
    async recall({ id, chat, author, authorName, images }: Post, at: Date): Promise<void> {
      const said = { chat, author, authorName, text: "", recalls: id, at };
      // The bot may have shown the pictures to the member who works on the matter.
      const shown = images.map(
        (image) => database.$executeRaw`UPDATE "WebPost" SET "images" = array_remove("images", ${image})
          WHERE ${image} = ANY("images")`,
      );
      await database.$transaction([
        // First, as in `publish`: who holds a post must never wait for who holds the lock.
        database.$executeRaw`SELECT pg_advisory_xact_lock(${PUBLISH_LOCK})`,
        ...shown,
        database.webPost.update({ where: { id }, data: { text: "", images: [], recalled: true } }),
        database.webPost.createMany({ data: [said], skipDuplicates: true }),
        database.$executeRaw`UPDATE "WebPost" SET "seq" = nextval(pg_get_serial_sequence('"WebPost"', 'id'))
          WHERE "recalls" = ${id} AND "seq" IS NULL`,
      ]);
    },

    /** The newest posts of a chat before a place (null: the newest of all), oldest first. */
    async before(chat: string, seq: number | null, limit: number): Promise<Post[]> {
      const where = { chat, recalls: null, seq: seq === null ? { not: null } : { lt: seq } };
      const rows = await database.webPost.findMany({ where, orderBy: { seq: "desc" }, take: limit });
      return quoted(rows.reverse());
    },

    /** A published post, or null. */
    async find(id: number): Promise<Post | null> {
      const where = { id, recalls: null, seq: { not: null } };
      return (await quoted(await database.webPost.findMany({ where })))[0] ?? null;
    },

    /** The outbox rows by which the bot has shown the picture in one of the chats. */
    async showing(photoId: string, chats: string[]): Promise<number[]> {
      const where = { images: { has: photoId }, chat: { in: chats }, author: null, seq: { not: null } };
      const rows = await database.webPost.findMany({ where, select: { outboundId: true } });
      return rows.flatMap(({ outboundId }) => (outboundId === null ? [] : [outboundId]));
    },

    /** Keeps that the account pressed the button. */
    async press(id: number, account: string, button: string): Promise<void> {
      const tap = `${account} ${button}`;
      const where = { id, NOT: { presses: { has: tap } } };
      await database.webPost.updateMany({ where, data: { presses: { push: tap } } });
    },

    /** Deletes an account's private chat, and empties what it wrote and was told elsewhere. */
    async erase(account: string): Promise<void> {
      const gone = { text: "", images: [], buttons: [], recalled: true };
      await database.$transaction([
        database.webPost.deleteMany({ where: { chat: account } }),
        database.webPost.updateMany({
          where: { author: account },
          data: { ...gone, author: GONE, authorName: GONE_NAME },
        }),
        database.webPost.updateMany({ where: { addressee: account }, data: { ...gone, addressee: GONE } }),
      ]);
    },

    /** Deletes posts written before the moment; returns how many. */
    async purge(before: Date): Promise<number> {
      return (await database.webPost.deleteMany({ where: { at: { lt: before } } })).count;
    },
  };
}

/** The buttons of the post that the account has pressed. */
export function pressedBy(post: Post, account: string): string[] {
  const prefix = `${account} `;
  return post.presses.filter((tap) => tap.startsWith(prefix)).map((tap) => tap.slice(prefix.length));
}

async function withQuotes(database: PrismaClient, rows: WebPost[]): Promise<Post[]> {
  const ids = rows.flatMap((row) => (row.replyTo === null ? [] : [row.replyTo]));
  const origins = ids.length === 0 ? [] : await database.webPost.findMany({ where: { id: { in: ids } } });
  const byId = new Map(origins.map((row) => [row.id, row]));
  return rows.flatMap((row) => {
    const origin = row.replyTo === null ? undefined : byId.get(row.replyTo);
    return row.seq === null
      ? []
      : [{ ...row, seq: row.seq, quote: origin === undefined ? null : quote(origin) }];
  });
}

function quote(post: WebPost): Quote {
  const { id, authorName: name, recalled } = post;
  const text = Array.from(post.text).slice(0, QUOTE_LENGTH).join("");
  return { id, name, bot: post.author === null, text, images: post.images.length, recalled };
}
