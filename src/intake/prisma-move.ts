// A group goes on under another id: what is kept of it goes with it.
import type { Prisma } from "#prisma/client/client.ts";
import { Prisma as Values } from "#prisma/client/client.ts";

type Tx = Prisma.TransactionClient;

/**
 * Every column that leads to a chat, and what becomes of it when two rows of one group become one. A test compares it
 * with the schema, so that a new table cannot be forgotten.
 */
export const MOVING: Record<string, string> = {
  "Conversation.chatId": "one for each person: what is open in both is open in the one left",
  "Message.chatId": "goes over",
  "Ticket.chatId": "goes over",
  "TicketReporter.chatId": "goes over",
  "Outbound.chatId": "goes over",
  "Doubt.knownChatId": "the doubt is over with the row that it is about",
  "Doubt.freshChatId": "the doubt is over with the row that it is about",
};

/** `anew`: whether the platform counts messages anew under the new id. */
type Moving = { channel: string; from: string; to: string; anew?: boolean };

/**
 * The group `from` is called `to` from now on; where messages have come under the new id already, the two rows become
 * the older one. A second time changes nothing.
 */
export async function move(tx: Tx, { channel, from, to, anew = true }: Moving): Promise<void> {
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtext('linli-move'))`;
  const old = await lockChat(tx, { channel, externalId: from });
  const fresh = await lockChat(tx, { channel, externalId: to });
  if (!old || old.kind !== "group") return;
  if (anew) await renameMessages(tx, old.id, from);
  const data = { externalId: to, leftAt: null };
  if (!fresh) {
    await tx.chat.update({ where: { id: old.id }, data });
    return;
  }
  await pourInto(tx, { from: fresh.id, to: old.id });
  // What the bot may do is what it was last told; what it is to do is what somebody has said.
  const { title, leftAt, mutedAt, hears, mode, paused, estateId } = fresh;
  await tx.chat.update({
    where: { id: old.id },
    data: {
      externalId: to,
      title: title === "" ? old.title : title,
      leftAt,
      mutedAt,
      hears,
      mode: mode === "answer" ? old.mode : mode,
      paused: old.paused || paused,
      estateId: old.estateId ?? estateId,
    },
  });
}

/** All that hangs on one chat hangs on the other, and the one is no more; what came under both stays once. */
export async function pourInto(tx: Tx, { from, to }: Ids): Promise<void> {
  await tx.$executeRaw`
    update "Message" o set "externalId" = 'moved/' || o.id || '/' || o."externalId" from "Message" f
    where o."chatId" = ${to} and f."chatId" = ${from} and f."externalId" = o."externalId"`;
  await carryOver(tx, { from, to });
  await tx.chat.delete({ where: { id: from } });
}

/** Under the new id the platform counts messages anew: the old ones' ids must not be taken for theirs. */
async function renameMessages(tx: Tx, chatId: number, from: string): Promise<void> {
  const prefix = `moved/${from}/`;
  await tx.$executeRaw`
    update "Message" set "externalId" = ${prefix} || "externalId",
      "replyTo" = case when "replyTo" is null then null else ${prefix} || "replyTo" end
    where "chatId" = ${chatId} and "externalId" not like 'moved/%'`;
  await tx.$executeRaw`
    update "Outbound" set "externalId" = ${prefix} || "externalId"
    where "chatId" = ${chatId} and "externalId" is not null and "externalId" not like 'moved/%'`;
}

type Ids = { from: number; to: number };

async function carryOver(tx: Tx, { from, to }: Ids): Promise<void> {
  await tx.$queryRaw`select 1 from "Conversation" where "chatId" in (${from}, ${to}) order by id for update`;
  for (const conversation of await tx.conversation.findMany({ where: { chatId: from } })) {
    const pair = { chatId: to, personId: conversation.personId };
    const there = await tx.conversation.findUnique({ where: { chatId_personId: pair } });
    if (there) await joinTalk(tx, conversation, there);
    else await tx.conversation.update({ where: { id: conversation.id }, data: { chatId: to } });
  }
  const where = { chatId: from };
  const data = { chatId: to };
  await tx.message.updateMany({ where, data });
  await tx.ticket.updateMany({ where, data });
  await tx.ticketReporter.updateMany({ where, data });
  await tx.outbound.updateMany({ where, data });
}

type Talk = Prisma.ConversationGetPayload<object>;

/** What a person has said under both ids is one conversation. */
async function joinTalk(tx: Tx, fresh: Talk, there: Talk): Promise<void> {
  await tx.message.updateMany({
    where: { conversationId: fresh.id },
    data: { conversationId: there.id },
  });
  const awaiting = fresh.awaiting ?? there.awaiting;
  const turns = [fresh.turnDueAt, there.turnDueAt].filter((at) => at !== null);
  await tx.conversation.update({
    where: { id: there.id },
    data: {
      awaiting: awaiting ?? Values.DbNull,
      ticketAt: fresh.ticketAt ?? there.ticketAt,
      // The later one: what still comes to rest is not hurried.
      turnDueAt: turns.toSorted((a, b) => b.getTime() - a.getTime())[0] ?? null,
    },
  });
  await tx.conversation.delete({ where: { id: fresh.id } });
}

/** The chat's row, held until the transaction ends: of two changes at once the second sees what the first has made. */
export async function lockChat(tx: Tx, { channel, externalId }: { channel: string; externalId: string }) {
  await tx.$queryRaw`
    select 1 from "Chat" where channel = ${channel} and "externalId" = ${externalId} for no key update`;
  return tx.chat.findUnique({ where: { channel_externalId: { channel, externalId } } });
}
