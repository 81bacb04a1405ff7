import { createHash, randomBytes } from "node:crypto";
import type { Prisma } from "#prisma/client/client.ts";
import { CODE_BYTES, codeFrom } from "./binding-code.ts";
import type { Binding, Bindings } from "./bindings.ts";
import { join, part } from "./prisma-join.ts";

type Tx = Prisma.TransactionClient;

/** Codes and the people they bring together, over one Prisma transaction. */
export function prismaBindings(tx: Tx): Bindings {
  return {
    make: async ({ personId, byId, expiresAt }, now) => {
      const kind = byId === personId ? byId : { not: personId };
      const before = await tx.bindingCode.findMany({ where: { personId, byId: kind, usedAt: null } });
      const voided = before.map(({ id }) => id);
      await forgetTold(tx, voided);
      await tx.bindingCode.deleteMany({ where: { id: { in: voided } } });
      const code = codeFrom(randomBytes(CODE_BYTES));
      const data = { hash: hashOf(code), personId, byId, at: now, expiresAt };
      const { id } = await tx.bindingCode.create({ data });
      return { id, code };
    },
    find: async (by, now) => {
      const which = "code" in by ? { hash: hashOf(by.code) } : by;
      const row = await tx.bindingCode.findFirst({ where: which, select: { id: true } });
      if (!row) return null;
      const [held] = await tx.$queryRaw<Binding[]>`
        select id, "personId", "byId" from "BindingCode"
        where id = ${row.id} and "usedAt" is null and "expiresAt" > ${now} for update`;
      return held ?? null;
    },
    spend: async (id, now) => {
      await tx.bindingCode.updateMany({ where: { id }, data: { usedAt: now } });
      await forgetTold(tx, [id]);
    },
    forget: async (now) => {
      const over = await tx.bindingCode.findMany({ where: { expiresAt: { lte: now }, usedAt: null } });
      const ids = over.map(({ id }) => id);
      await forgetTold(tx, ids);
      await tx.bindingCode.deleteMany({ where: { id: { in: ids } } });
    },
    tries: (accountId, since) => tx.bindingTry.count({ where: { accountId, at: { gt: since } } }),
    tried: async (accountId, at, since) => {
      await tx.bindingTry.deleteMany({ where: { at: { lte: since } } });
      await tx.bindingTry.create({ data: { accountId, at } });
    },
    unbound: async (personIds) => {
      const rows = await tx.account.findMany({
        where: { personId: { in: personIds } },
        orderBy: { id: "asc" },
      });
      return personIds.filter((personId) => {
        const [, ...more] = rows.filter((row) => row.personId === personId);
        return more.every(({ unreachableAt }) => unreachableAt !== null);
      });
    },
    privateChats: async (personId) => {
      const accounts = await tx.account.findMany({ where: { personId, unreachableAt: null } });
      const channel = { in: accounts.map((account) => account.channel) };
      const where = { kind: "private" as const, personId, channel };
      return (await tx.chat.findMany({ where, orderBy: { id: "asc" } })).map(({ id }) => id);
    },
    join: (people, now) => join(tx, people, now),
    part: (personId, now) => part(tx, personId, now),
  };
}

function hashOf(code: string): string {
  return createHash("sha256").update(code).digest("hex");
}

/** Empties what was said of these codes, and does not say it where that is still to come. */
async function forgetTold(tx: Tx, ids: number[]): Promise<void> {
  for (const id of ids) {
    const where = { key: { startsWith: `code-${id}-` } };
    await tx.outbound.updateMany({ where, data: { text: "" } });
    await tx.outbound.updateMany({
      where: { ...where, state: { in: ["pending", "held"] } },
      data: { state: "failed" },
    });
  }
}
