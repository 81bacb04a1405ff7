// An account goes by another id: it stays who it is, with all that is theirs.
import type { Prisma } from "#prisma/client/client.ts";
import type { Renamed } from "./identities.ts";
import { isSeen } from "./likeness.ts";
import type { NewId } from "./likeness.ts";
import { join } from "./prisma-join.ts";
import { pourInto } from "./prisma-move.ts";

type Tx = Prisma.TransactionClient;
type Account = Prisma.AccountGetPayload<object>;
type When = { loginAt: Date; now: Date };

/** See the port. */
export async function giveId(
  tx: Tx,
  { accountId, to }: NewId,
  { loginAt, now }: When,
): Promise<Renamed | null> {
  const account = await tx.account.findUniqueOrThrow({ where: { id: accountId } });
  const { channel, externalId: from, unreachableAt } = account;
  const fresh = await tx.account.findUnique({ where: { channel_externalId: { channel, externalId: to } } });
  if (fresh && !(await isNobodyElse(tx, account, fresh))) return null;
  if (fresh) await fold(tx, { account, fresh }, now);
  // The old id may have been written to since the login, in vain.
  const again = unreachableAt !== null && isSeen({ loginAt: unreachableAt }, loginAt);
  await tx.account.update({
    where: { id: accountId },
    data: { externalId: to, loginAt, ...(again ? { unreachableAt: null } : {}) },
  });
  const chatId = await carryPrivate(tx, { channel, from, to });
  return {
    personId: account.personId,
    folded: fresh && fresh.personId !== account.personId ? fresh.personId : null,
    reopened: again ? chatId : null,
  };
}

/** Whether the other account is nothing but the new id: no office, no account beside it, and nobody said that it is another. */
async function isNobodyElse(tx: Tx, account: Account, fresh: Account): Promise<boolean> {
  if (fresh.personId === account.personId) return true;
  const { personId } = fresh;
  if ((await tx.member.count({ where: { personId } })) > 0) return false;
  if ((await tx.account.count({ where: { personId } })) > 1) return false;
  const apart = { knownAccountId: account.id, freshAccountId: fresh.id, same: false };
  return (await tx.doubt.count({ where: apart })) === 0;
}

async function fold(tx: Tx, { account, fresh }: { account: Account; fresh: Account }, now: Date) {
  if (fresh.personId !== account.personId)
    await join(tx, { from: fresh.personId, to: account.personId }, now);
  const where = { accountId: fresh.id };
  const data = { accountId: account.id };
  await tx.message.updateMany({ where, data });
  await tx.bindingTry.updateMany({ where, data });
  await tx.account.delete({ where: { id: fresh.id } });
}

/** A private chat that is called by its account's id goes with it; returns it, null where there is none. */
async function carryPrivate(
  tx: Tx,
  { channel, from, to }: { channel: string; from: string; to: string },
): Promise<number | null> {
  const named = (externalId: string) =>
    tx.chat.findFirst({ where: { channel, externalId, kind: "private" } });
  const old = await named(from);
  const fresh = await named(to);
  if (!old) return fresh?.id ?? null;
  if (fresh) await pourInto(tx, { from: fresh.id, to: old.id });
  await tx.chat.update({ where: { id: old.id }, data: { externalId: to } });
  return old.id;
}
