// How two people become one, and how the account that came last is taken off again.
import type { Prisma } from "#prisma/client/client.ts";
import { Prisma as Values } from "#prisma/client/client.ts";
import type { Parted } from "./bindings.ts";
import { PERSONAL } from "./personal.ts";
import { rename } from "./prisma-people.ts";

type Tx = Prisma.TransactionClient;
type Two = { from: number; to: number };

/** All that is one person's becomes another's, see the port. */
export async function join(tx: Tx, { from, to }: Two, now: Date): Promise<void> {
  // Whoever writes something for one of them at this moment waits here.
  await tx.$queryRaw`select 1 from "Person" where id in (${from}, ${to}) order by id for update`;
  await tx.account.updateMany({ where: { personId: from }, data: { boundAt: now } });
  await takeName(tx, { from, to });
  await mixConversations(tx, { from, to });
  await tx.$executeRaw`
    update "TicketReporter" k set first = k.first or o.first, at = least(k.at, o.at) from "TicketReporter" o
    where k."personId" = ${to} and o."personId" = ${from} and o."ticketId" = k."ticketId"`;
  for (const [path, { joined }] of Object.entries(PERSONAL)) {
    const [table, column] = path.split(".").map((name) => `"${name}"`);
    if (joined === "dropped") await tx.$executeRawUnsafe(`delete from ${table} where ${column} = $1`, from);
    const isMoved = joined === "moved" || typeof joined === "object";
    if (typeof joined === "object") {
      const same = joined.once.map((name) => `o."${name}" = ${table}."${name}"`).join(" and ");
      await tx.$executeRawUnsafe(
        `delete from ${table} where ${column} = $1 and exists (select 1 from ${table} o where o.${column} = $2 and ${same})`,
        from,
        to,
      );
    }
    if (isMoved)
      await tx.$executeRawUnsafe(`update ${table} set ${column} = $2 where ${column} = $1`, from, to);
  }
  await tx.$executeRaw`
    update "Person" k set "flatId" = coalesce(k."flatId", o."flatId") from "Person" o
    where k.id = ${to} and o.id = ${from}`;
  await tx.person.delete({ where: { id: from } });
}

/** Nobody could find the earlier name any more when the person is erased. */
async function takeName(tx: Tx, { from, to }: Two): Promise<void> {
  const [own, other] = await Promise.all(
    [from, to].map((id) => tx.person.findUniqueOrThrow({ where: { id }, select: { name: true } })),
  );
  if (own && other && own.name !== "" && own.name !== other.name)
    await rename(tx, { personId: from, name: own.name, gone: other.name });
}

/** Where both speak in one chat, the other's conversation goes into the one that may just be having its turn. */
async function mixConversations(tx: Tx, { from, to }: Two): Promise<void> {
  const both = await tx.$queryRaw<{ kept: number; gone: number }[]>`
    select k.id as kept, o.id as gone from "Conversation" k join "Conversation" o on o."chatId" = k."chatId"
    where k."personId" = ${from} and o."personId" = ${to} order by k.id for update`;
  for (const { kept, gone } of both) {
    await tx.message.updateMany({ where: { conversationId: gone }, data: { conversationId: kept } });
    await tx.$executeRaw`
      update "Conversation" k set awaiting = coalesce(o.awaiting, k.awaiting),
        "turnDueAt" = least(o."turnDueAt", k."turnDueAt"), "ticketAt" = greatest(o."ticketAt", k."ticketAt")
      from "Conversation" o where k.id = ${kept} and o.id = ${gone}`;
    await tx.conversation.delete({ where: { id: gone } });
  }
}

/** Takes the account that came last off its person, see the port. */
export async function part(tx: Tx, from: number, now: Date): Promise<Parted | null> {
  const newest = await tx.account.findFirst({
    where: { personId: from, boundAt: { not: null } },
    orderBy: [{ boundAt: "desc" }, { id: "asc" }],
  });
  if (!newest) return null;
  const accounts = await tx.account.findMany({ where: { personId: from, boundAt: newest.boundAt } });
  const ids = accounts.map(({ id }) => id);
  const person = await tx.person.create({ data: { name: newest.name, createdAt: now } });
  await tx.account.updateMany({ where: { id: { in: ids } }, data: { personId: person.id, boundAt: null } });
  const chats = await tx.chat.findMany({
    where: {
      kind: "private",
      personId: from,
      OR: [
        { messages: { some: { accountId: { in: ids } } } },
        ...accounts.map(({ channel, externalId }) => ({ channel, externalId })),
      ],
    },
  });
  const chatIds = chats.map(({ id }) => id);
  await tx.chat.updateMany({ where: { id: { in: chatIds } }, data: { personId: person.id } });
  await tx.conversation.updateMany({
    where: { personId: from, chatId: { in: chatIds } },
    data: { personId: person.id, awaiting: Values.DbNull },
  });
  await turnAway(tx, from, chatIds);
  return { personId: person.id, accounts };
}

/** What is still to be said to a person goes to a chat that is theirs, not to one that no longer is; without one it waits. */
async function turnAway(tx: Tx, personId: number, chatIds: number[]): Promise<void> {
  const other = await tx.chat.findFirst({ where: { personId, kind: "private" }, orderBy: { id: "asc" } });
  await tx.outbound.updateMany({
    where: { personId, chatId: { in: chatIds }, state: "pending" },
    data: other ? { chatId: other.id } : { chatId: null, state: "held" },
  });
}
