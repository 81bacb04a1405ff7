// How a sender is met: the account, the person, the chats and the conversation, made on first sight.
import type { Prisma } from "#prisma/client/client.ts";
import type { InboundMessage } from "#src/message.ts";
import type { Conversation } from "./inbox.ts";
import { SHAPE, conversationOf } from "./prisma-rows.ts";

type Tx = Prisma.TransactionClient;

/** The sender's conversation, see the port. */
export async function meet(
  tx: Tx,
  message: InboundMessage,
  { privateChat, now }: { privateChat: string | null; now: Date },
): Promise<Conversation> {
  const { channel } = message;
  const byAccount = { channel_externalId: { channel, externalId: message.from.id } };
  const byChat = { channel_externalId: { channel, externalId: message.chat.id } };
  let account = await tx.account.findUnique({ where: byAccount });
  let chat = await tx.chat.findUnique({ where: byChat });
  if (!account || !chat) {
    // First sight: one at a time, so that two first messages at once make one person.
    await tx.$executeRaw`select pg_advisory_xact_lock(hashtext('linli-meet'))`;
    account =
      (await tx.account.findUnique({ where: byAccount })) ??
      (await tx.account.create({
        data: {
          channel,
          externalId: message.from.id,
          name: message.from.name,
          person: { create: { name: message.from.name, createdAt: now } },
        },
      }));
    chat = (await tx.chat.findUnique({ where: byChat })) ?? (await createChat(tx, message, account.personId));
    if (privateChat !== null)
      await ensurePrivateChat(tx, { channel, externalId: privateChat, personId: account.personId });
  }
  const isBack = account.unreachableAt !== null && message.chat.kind === "private";
  if (account.name !== message.from.name || isBack) {
    // Who writes in private can be reached there again.
    const data = { name: message.from.name, ...(isBack ? { unreachableAt: null } : {}) };
    account = await tx.account.update({ where: { id: account.id }, data });
  }
  // Who hears a group is in it.
  if (chat.leftAt !== null && chat.leftAt < message.at)
    chat = await tx.chat.update({ where: { id: chat.id }, data: { leftAt: null } });
  const pair = { chatId: chat.id, personId: account.personId };
  const found = await tx.conversation.findUnique({ where: { chatId_personId: pair }, include: SHAPE });
  if (found) return conversationOf(found, account);
  await tx.conversation.createMany({ data: [pair], skipDuplicates: true });
  const row = await tx.conversation.findUniqueOrThrow({ where: { chatId_personId: pair }, include: SHAPE });
  return conversationOf(row, account);
}

/** A group nobody has assigned belongs to the estate, where there is only one. */
export async function estateOfAll(tx: Tx): Promise<number | null> {
  const estates = await tx.estate.findMany({ take: 2 });
  return estates.length === 1 ? (estates[0]?.id ?? null) : null;
}

async function createChat(tx: Tx, message: InboundMessage, personId: number) {
  const { kind, title } = message.chat;
  const estateId = await estateOfAll(tx);
  const owner = kind === "private" ? { personId } : {};
  return tx.chat.create({
    data: { channel: message.channel, externalId: message.chat.id, kind, title, estateId, ...owner },
  });
}

async function ensurePrivateChat(
  tx: Tx,
  chat: { channel: string; externalId: string; personId: number },
): Promise<void> {
  const estateId = await estateOfAll(tx);
  await tx.chat.createMany({
    data: [{ ...chat, kind: "private", title: "", estateId }],
    skipDuplicates: true,
  });
}
