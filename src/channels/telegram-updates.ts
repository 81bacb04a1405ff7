// Which updates the house has taken, so that a copy is no work; and those that it failed at, to be tried again.
import { Prisma } from "#prisma/client/client.ts";
import type { PrismaClient } from "#prisma/client/client.ts";

export type TelegramUpdates = {
  /** Whether it is taken or waits. */
  has(id: number): Promise<boolean>;
  taken(id: number, at: Date): Promise<void>;
  /** Puts one aside with its body. */
  wait(id: number, body: object, at: Date): Promise<void>;
  /** The bodies that wait, in the order they came. */
  waiting(): Promise<unknown[]>;
  /** One that waited is taken: its body is forgotten. */
  forget(id: number): Promise<void>;
  /** Forgets the bodies of what this account did. */
  erase(account: string): Promise<void>;
  /** Forgets all that came before this moment; returns how many of them still waited. */
  purge(before: Date): Promise<number>;
};

const BATCH = 500;
const WAITS = { waiting: { not: Prisma.AnyNull } };

export function telegramUpdates(database: PrismaClient): TelegramUpdates {
  const table = database.telegramUpdate;
  return {
    has: async (id) => (await table.findUnique({ where: { id }, select: { id: true } })) !== null,
    taken: async (id, at) => {
      await database.$executeRaw`INSERT INTO "TelegramUpdate" ("id", "at") VALUES (${id}, ${at}) ON CONFLICT DO NOTHING`;
    },
    wait: async (id, body, at) => {
      await table.createMany({ data: [{ id, at, waiting: storable(body) }], skipDuplicates: true });
    },
    waiting: async () => {
      const rows = await table.findMany({ where: WAITS, orderBy: { id: "asc" }, take: BATCH });
      return rows.map((row) => row.waiting);
    },
    forget: async (id) => {
      await table.updateMany({ where: { id }, data: { waiting: Prisma.DbNull } });
    },
    erase: async (account) => {
      if (!/^\d+$/.test(account)) return;
      await database.$executeRaw`UPDATE "TelegramUpdate" SET "waiting" = NULL
        WHERE jsonb_path_exists("waiting", '$.*.from.id ? (@ == $id)', jsonb_build_object('id', ${account}::bigint))`;
    },
    purge: async (before) => {
      const old = { at: { lt: before } };
      const { count } = await table.deleteMany({ where: { ...old, ...WAITS } });
      await table.deleteMany({ where: old });
      return count;
    },
  };
}

/** Without what Postgres takes in no JSON. */
function storable(body: object): object {
  return JSON.parse(JSON.stringify(body), (_, value: unknown) =>
    typeof value === "string" ? value.toWellFormed().replaceAll("\0", "") : value,
  ) as object;
}
