import type { Prisma } from "#prisma/client/client.ts";
import { gateOf, speakerOf } from "./prisma-rows.ts";
import { prismaTaps } from "./prisma-taps.ts";
import type { Talk } from "./talk.ts";

type Tx = Prisma.TransactionClient;
const SPEAKER = {
  select: { person: { include: { flat: { include: { building: true } } } } },
} satisfies Prisma.AccountDefaultArgs;

/** What has just been said, over one Prisma transaction. */
export function prismaTalk(tx: Tx): Talk {
  return {
    ...prismaTaps(tx),
    lines: async (chatId, { before, not }, limit) => {
      const rows = await tx.message.findMany({
        where: { chatId, id: { lt: before }, conversationId: { not } },
        select: {
          id: true,
          gate: true,
          account: { select: { personId: true } },
          tickets: { select: { ticketId: true } },
        },
        orderBy: { id: "desc" },
        take: limit,
      });
      return rows.map(({ id, gate, account, tickets }) => ({
        messageId: id,
        personId: account.personId,
        gate: gateOf(gate),
        ticketIds: tickets.map(({ ticketId }) => ticketId),
      }));
    },
    joiners: async (chatId, { after, not }) => {
      const rows = await tx.message.findMany({
        where: { chatId, id: { gt: after }, conversationId: { not }, gate: "join", handledAt: null },
        select: { id: true, replyTo: true, account: SPEAKER },
        orderBy: { id: "asc" },
      });
      return rows.map(({ id, replyTo, account }) => ({
        messageId: id,
        replyTo,
        person: speakerOf(account.person),
      }));
    },
    addVoices: async (cardMessageId, messageIds) => {
      const data = messageIds.map((messageId) => ({ cardMessageId, messageId }));
      await tx.cardVoice.createMany({ data, skipDuplicates: true });
    },
    voices: async (cardMessageId) => {
      const rows = await tx.cardVoice.findMany({
        where: { cardMessageId },
        select: { messageId: true, message: { select: { conversationId: true, account: SPEAKER } } },
        orderBy: { messageId: "asc" },
      });
      return rows.map(({ messageId, message: { conversationId, account } }) => ({
        messageId,
        conversationId,
        person: speakerOf(account.person),
      }));
    },
  };
}
