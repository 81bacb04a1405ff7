import { Prisma } from "#prisma/client/client.ts";
import type { Image } from "#src/message.ts";
import type { Conversation, Heard, Inbox } from "./inbox.ts";
import { prismaChats } from "./prisma-chats.ts";
import { meet } from "./prisma-meet.ts";
import { prismaTalk } from "./prisma-talk.ts";
import { NEWEST, SHAPE, conversationOf, heardOf } from "./prisma-rows.ts";

type Tx = Prisma.TransactionClient;

/** Inbox over one Prisma transaction. */
export function prismaInbox(tx: Tx): Inbox {
  return {
    ...prismaTalk(tx),
    ...prismaChats(tx),
    meet: (message, privateChat, now) => meet(tx, message, { privateChat, now }),
    groups: async () => {
      const select = { id: true, title: true, mode: true, paused: true };
      return tx.chat.findMany({ where: { kind: "group" }, select, orderBy: { id: "asc" } });
    },
    setGroups: async (ids, change) => {
      await tx.chat.updateMany({ where: { id: { in: ids }, kind: "group" }, data: change });
    },
    reference: async (chatId, externalId) => {
      const message = await tx.message.findUnique({
        where: { chatId_externalId: { chatId, externalId } },
        include: { tickets: NEWEST },
      });
      if (message) {
        const { id: messageId, conversationId } = message;
        const ticketIds = message.tickets.map(({ ticketId }) => ticketId);
        return { ours: false, ticketIds, messageId, conversationId };
      }
      // Lines that went out as one message are all answered by one answer.
      const ours = await tx.outbound.findMany({ where: { chatId, externalId }, orderBy: { id: "desc" } });
      const [last] = ours;
      if (!last) return null;
      const ticketIds = [...new Set(ours.flatMap(({ ticketId }) => (ticketId === null ? [] : [ticketId])))];
      const messageId = ours.length === 1 ? last.messageId : null;
      return { ours: true, ticketIds, messageId, conversationId: null };
    },
    receive: (conversation, message) => receive(tx, conversation, message),
    lock: async (conversationId) => {
      const found = await tx.$queryRaw<
        unknown[]
      >`select 1 from "Conversation" where id = ${conversationId} for update`;
      if (found.length === 0) return null;
      const row = await tx.conversation.findUniqueOrThrow({ where: { id: conversationId }, include: SHAPE });
      const newest = row.messages.at(-1) ?? (await tx.message.findFirst({ where: { conversationId } }));
      if (!newest) return null;
      const account = await tx.account.findUniqueOrThrow({ where: { id: newest.accountId } });
      return { conversation: conversationOf(row, account), messages: row.messages.map(heardOf) };
    },
    handled: async (conversationId, { keep, forget, again }, now) => {
      if (keep.length > 0) {
        await tx.message.updateMany({ where: { id: { in: keep } }, data: { handledAt: now } });
      }
      if (forget.length > 0) {
        const data = { handledAt: now, text: "", images: [], press: Prisma.DbNull };
        await tx.message.updateMany({ where: { id: { in: forget } }, data });
      }
      await tx.conversation.update({
        where: { id: conversationId },
        data: { turnDueAt: again, failures: 0 },
      });
    },
    await: async (conversationId, question) => {
      await tx.$executeRaw`update "Conversation" set awaiting = ${question ? JSON.stringify(question) : null}::jsonb where id = ${conversationId}`;
    },
    written: async (ids) => {
      const where = { id: { in: [...ids] }, handledAt: { not: null }, tickets: { none: {} } };
      const rows = await tx.message.findMany({ where, orderBy: { id: "asc" } });
      const kept = rows.filter(({ text, images }) => text !== "" || (images as Image[]).length > 0);
      const [first] = kept;
      return first ? { conversationId: first.conversationId, messages: kept.map(heardOf) } : null;
    },
    pictures: async (conversationId, since) => {
      const where = { conversationId, at: { gte: since }, text: "", tickets: { none: {} } };
      const rows = await tx.message.findMany({
        where: { ...where, NOT: { images: { equals: [] } } },
        orderBy: { id: "asc" },
      });
      return rows.map(heardOf);
    },
    message: async (id) => {
      const row = await tx.message.findUnique({ where: { id }, include: { tickets: NEWEST } });
      if (!row) return null;
      const { editedAt, recalledAt } = row;
      const tickets = row.tickets.map((part) => ({ ...part, images: part.images as Image[] }));
      return { ...heardOf(row), tickets, handled: row.handledAt !== null, editedAt, recalledAt };
    },
    forget: async (id) => {
      await tx.message.update({ where: { id }, data: { text: "", images: [] } });
    },
    forgetBefore: async (at) => {
      const where = {
        handledAt: { lt: at },
        tickets: { none: {} },
        NOT: { text: "", images: { equals: [] } },
      };
      const { count } = await tx.message.updateMany({
        where,
        data: { text: "", images: [], press: Prisma.DbNull },
      });
      return count;
    },
    changed: async ({ channel, chat, from, id: externalId }) => {
      const row = await tx.message.findFirst({
        where: { externalId, chat: { channel, externalId: chat.id }, account: { externalId: from.id } },
        select: { id: true, conversationId: true },
      });
      return row && { messageId: row.id, conversationId: row.conversationId };
    },
    edit: async (id, words) => {
      await tx.message.update({ where: { id }, data: words });
      await tx.ticketMessage.updateMany({ where: { messageId: id }, data: { text: words.text } });
    },
    hearAgain: async (id, { at, due }) => {
      const data = { at, handledAt: null };
      await tx.ticketMessage.deleteMany({ where: { messageId: id } });
      const { conversationId } = await tx.message.update({ where: { id }, data });
      await tx.conversation.update({ where: { id: conversationId }, data: { turnDueAt: due } });
      return { messageId: id, conversationId, turnDueAt: due };
    },
    recall: async (id, at) => {
      await tx.message.update({ where: { id }, data: { text: "", images: [], recalledAt: at } });
      await tx.ticketMessage.updateMany({ where: { messageId: id }, data: { text: "", images: [] } });
    },
    gathering: async (chatId, { before, not }) => {
      const rows = await tx.conversation.findMany({
        where: {
          chatId,
          id: { not },
          turnDueAt: { not: null },
          messages: { some: { handledAt: null, gate: "request", id: { lt: before } } },
        },
        include: { messages: { where: { handledAt: null }, select: { id: true } } },
        orderBy: { turnDueAt: "asc" },
      });
      return rows.flatMap(({ id, turnDueAt, messages }) =>
        turnDueAt
          ? [{ conversationId: id, dueAt: turnDueAt, messageIds: messages.map((message) => message.id) }]
          : [],
      );
    },
    holdChat: async (chatId) => {
      await tx.$executeRaw`select pg_advisory_xact_lock(hashtext('linli-chat'), ${chatId}::int)`;
    },
    failed: async (conversationId, now) => {
      const { failures, turnDueAt } = await tx.conversation.update({
        where: { id: conversationId },
        data: { failures: { increment: 1 } },
      });
      if (!turnDueAt) return null;
      const again = new Date(now.getTime() + Math.min(1000 * 2 ** failures, 3_600_000));
      await tx.conversation.update({ where: { id: conversationId }, data: { turnDueAt: again } });
      return again;
    },
    due: async (until, limit) => {
      const rows = await tx.conversation.findMany({
        where: { turnDueAt: { lte: until } },
        select: { id: true, turnDueAt: true },
        orderBy: [{ turnDueAt: "asc" }, { id: "asc" }],
        take: limit,
      });
      return rows.flatMap(({ id, turnDueAt }) => (turnDueAt ? [{ id, at: turnDueAt }] : []));
    },
  };
}

async function receive(
  tx: Tx,
  conversation: Conversation,
  message: Heard & { thread?: string | null; due: Date | null },
) {
  const { due, id: _, press, images, ...kept } = message;
  const [row] = await tx.message.createManyAndReturn({
    data: [
      {
        ...kept,
        images,
        ...(press ? { press } : {}),
        chatId: conversation.chat.id,
        conversationId: conversation.id,
        accountId: conversation.account.id,
        handledAt: due ? null : message.at,
      },
    ],
    skipDuplicates: true,
  });
  if (!row || !due) return null;
  await tx.conversation.update({ where: { id: conversation.id }, data: { turnDueAt: due } });
  return { messageId: row.id, conversationId: conversation.id, turnDueAt: due };
}
