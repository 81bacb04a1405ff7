import type { Prisma } from "#prisma/client/client.ts";
import type { Shown } from "./outbox.ts";

const MOST = 20;

/** What a person has been shown with buttons, see the port. */
export async function shownTo(
  tx: Prisma.TransactionClient,
  { chatId, personId }: { chatId: number; personId: number },
  since: Date,
): Promise<Shown[]> {
  const rows = await tx.outbound.findMany({
    where: {
      chatId,
      state: "sent",
      sentAt: { gte: since },
      OR: [{ personId }, { personId: null }],
      NOT: { buttons: { equals: [] } },
    },
    orderBy: [{ sentAt: "desc" }, { id: "desc" }],
    take: MOST,
    include: { ticket: { select: { state: true } } },
  });
  return rows.map((row) => ({
    id: row.id,
    externalId: row.externalId,
    ticketId: row.ticketId,
    state: row.ticket?.state ?? null,
    personal: row.personId !== null,
    buttons: row.buttons as string[],
    at: row.sentAt ?? row.sendAfter,
  }));
}
