// What a recording leaves open until it is played: ticket codes, and which button a press meant.
import type { PrismaClient } from "#prisma/client/client.ts";
import type { Press } from "#src/message.ts";

const PLACEHOLDER = /\{\{T(\d+)\}\}/g;

/** Replaces {{T1}} by the code of the first ticket of this replay, and so on; one that does not exist yet stays as it is. */
export async function fillCodes(database: PrismaClient, text: string): Promise<string> {
  const wanted = [...text.matchAll(PLACEHOLDER)].map((match) => Number(match[1]));
  if (wanted.length === 0) return text;
  const tickets = await database.ticket.findMany({
    orderBy: { id: "asc" },
    select: { code: true },
    take: Math.max(...wanted, 0),
  });
  return text.replace(PLACEHOLDER, (whole, n: string) => tickets[Number(n) - 1]?.code ?? whole);
}

/**
 * The button that a press meant: of the named ticket, as if its card were at hand, else the newest one offered with
 * this text in this chat; null when none was.
 */
export async function findButton(
  database: PrismaClient,
  line: { chat: string; press: string; of?: string | undefined },
): Promise<Press | null> {
  const code = line.of === undefined ? null : await fillCodes(database, line.of);
  const rows = await database.outbound.findMany({
    where: {
      chat: { channel: "replay", externalId: line.chat },
      state: "sent",
      ...(code === null ? {} : { ticket: { code } }),
    },
    orderBy: { id: "desc" },
  });
  const offered = rows.find((row) => (row.buttons as string[]).includes(line.press));
  if (offered) return { outboundId: offered.id, ticketCode: null, button: line.press };
  return code === null ? null : { outboundId: null, ticketCode: code, button: line.press };
}
