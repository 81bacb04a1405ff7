// What outlives a restart: when WeChat was surely heard last, and which groups spoke around then. No words.
import type { PrismaClient } from "#prisma/client/client.ts";

export type Signs = {
  /** When it surely heard last; null before the first time. */
  last(): Promise<Date | null>;
  keep(at: Date): Promise<void>;
  /** The groups in which somebody has spoken since then, of those that it is in. */
  groups(since: Date): Promise<{ id: string; title: string }[]>;
};

const CHANNEL = "wechat";

export function wechatSigns(database: PrismaClient): Signs {
  return {
    last: async () => (await database.lastSign.findUnique({ where: { channel: CHANNEL } }))?.at ?? null,
    keep: async (at) => {
      const where = { channel: CHANNEL };
      await database.lastSign.upsert({ where, create: { ...where, at }, update: { at } });
    },
    groups: async (since) => {
      const where = { channel: CHANNEL, kind: "group" as const, leftAt: null };
      const rows = await database.chat.findMany({
        where: { ...where, messages: { some: { at: { gte: since } } } },
        orderBy: { id: "asc" },
      });
      return rows.map(({ externalId, title }) => ({ id: externalId, title }));
    },
  };
}
