// Who is behind an account, where a channel has to know.
import type { PrismaClient } from "#prisma/client/client.ts";
import { mayAsk } from "#src/desk/permit.ts";
import type { Community } from "#src/routing/community.ts";

/** The person behind an account; null for a stranger. */
export async function personOf(
  database: PrismaClient,
  channel: string,
  externalId: string,
): Promise<number | null> {
  const where = { channel_externalId: { channel, externalId } };
  return (await database.account.findUnique({ where }))?.personId ?? null;
}

/** Whether the account is a member of staff's or an admin's: who may invite people may look after the channels. */
export async function isOfStaff(
  { database, community }: { database: PrismaClient; community: Community },
  channel: string,
  account: string,
): Promise<boolean> {
  const personId = await personOf(database, channel, account);
  return personId !== null && mayAsk("invite", personId, community);
}
