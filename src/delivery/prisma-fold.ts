// Where in a chat a message belongs, and which waiting lines go out with it.
import type { Prisma } from "#prisma/client/client.ts";
import type { Image } from "#src/message.ts";
import { fold } from "./fold.ts";
import type { Line } from "./fold.ts";

type Tx = Prisma.TransactionClient;
export const WITH_CHATS = {
  chat: true,
  ticket: { include: { chat: true } },
} satisfies Prisma.OutboundInclude;
type Row = Prisma.OutboundGetPayload<{ include: { ticket: true } }>;

/** So many waiting lines are looked at; more than fit into one message. */
const LOOKED_AT = 300;
/** Ids of before a group has moved: its messages can be answered to no more. */
export const MOVED = "moved/";

/** The message in the row's chat that it answers, and the topic: of that message, else of the ticket's newest there. */
export async function placeIn(tx: Tx, row: Pick<Row, "chatId" | "messageId" | "ticketId">) {
  const { chatId, messageId, ticketId } = row;
  const message =
    messageId === null ? null : await tx.message.findFirst({ where: { id: messageId, chatId: chatId ?? 0 } });
  if (message) {
    const { externalId, press, recalledAt, thread } = message;
    const gone = press !== null || recalledAt !== null || externalId.startsWith(MOVED);
    return { replyTo: gone ? null : externalId, thread };
  }
  const about =
    ticketId === null
      ? null
      : await tx.message.findFirst({
          where: { chatId: chatId ?? 0, tickets: { some: { ticketId } } },
          orderBy: { id: "desc" },
          select: { thread: true },
        });
  return { replyTo: null, thread: about?.thread ?? null };
}

/** The lines of a group's backlog that go out with a claimed row, see `fold`; null where there is none. */
export async function foldWith(
  tx: Tx,
  { row, thread, tried, now }: { row: Row; thread: string | null; tried: boolean; now: Date },
) {
  const head = lineOf(row, { thread, tried });
  const where = {
    chatId: row.chatId,
    state: "pending" as const,
    id: { not: row.id },
    ticketId: { not: null },
  };
  if (head.special || (await tx.outbound.count({ where })) === 0) return null;
  const rows = await tx.outbound.findMany({
    where,
    include: { ticket: true },
    orderBy: { id: "asc" },
    take: LOOKED_AT,
  });
  const lines: Line[] = [];
  for (const waiting of rows) {
    const { thread: topic } = await placeIn(tx, waiting);
    lines.push(lineOf(waiting, { thread: topic, tried: waiting.claimedAt !== null }));
  }
  return fold(head, lines, now);
}

function lineOf(row: Row, { thread, tried }: { thread: string | null; tried: boolean }): Line {
  const { id, key, text, personId, sendAfter } = row;
  const taps = (row.buttons as string[]).length + (row.images as Image[]).length > 0;
  const signs = row.invites || row.pressing || row.reaction !== null;
  const special = taps || signs || row.ticket === null || row.ticket.private;
  return { id, key, text, addressed: personId !== null, special, thread, at: sendAfter, tried };
}
