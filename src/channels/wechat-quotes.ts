// Which message a quote means where memory does not reach: of before a restart. Only what was kept anyway is looked at.
import type { PrismaClient } from "#prisma/client/client.ts";
import { fitsQuote } from "./wechat-marks.ts";
import { writeMessage } from "./wechat-write.ts";

export type Quotes = {
  /** The id of the newest message with these words: one of ours in this chat, or one there that a ticket is about. */
  find(chat: string, quoted: string): Promise<string | null>;
};

/** So many of the latest are looked at. */
const MOST = 200;

/** `wayOut`: see `writeMessage`, since it is looked for as it was shown. */
export function wechatQuotes(database: PrismaClient, wayOut: string | null): Quotes {
  return {
    find: async (externalId, quoted) => {
      const fits = fitsQuote(quoted);
      if (fits === null) return null;
      const chat = await database.chat.findUnique({
        where: { channel_externalId: { channel: "wechat", externalId } },
      });
      if (!chat) return null;
      const said = await ours(database, chat, wayOut);
      const told = await theirs(database, chat.id);
      const found = [...said, ...told].filter(({ texts }) => texts.some(fits));
      return found.toSorted((a, b) => b.at.getTime() - a.at.getTime())[0]?.id ?? null;
    },
  };
}

type Line = { id: string; at: Date; texts: string[] };
type Chat = { id: number; externalId: string; kind: "group" | "private" };

/** What we have said there; lines that went out as one message are one. */
async function ours(database: PrismaClient, chat: Chat, wayOut: string | null): Promise<Line[]> {
  const rows = await database.outbound.findMany({
    where: { chatId: chat.id, state: "sent", externalId: { not: null } },
    orderBy: { id: "desc" },
    take: MOST,
  });
  const people = rows.flatMap(({ personId }) => (personId === null ? [] : [personId]));
  const accounts = await database.account.findMany({
    where: { channel: "wechat", personId: { in: people } },
  });
  return rows.flatMap((row) => {
    const { id, externalId, sentAt, foldedId, personId, invites, ticketId } = row;
    if (externalId === null || foldedId !== null) return [];
    const folded = rows.filter((other) => other.foldedId === id).toReversed();
    const text = [row.text, ...folded.map((other) => other.text)].join("\n");
    const named = folded.length > 0 ? [] : accounts.filter((account) => account.personId === personId);
    const shown = (to: { id: string; name: string } | null) =>
      writeMessage(
        {
          id,
          chat: { id: chat.externalId, kind: chat.kind },
          to,
          text,
          buttons: row.buttons as string[],
          images: [],
          ticketCode: ticketId === null ? null : "",
          invites,
        },
        wayOut,
      ).texts;
    const texts = [null, ...named.map(({ externalId: account, name }) => ({ id: account, name }))].flatMap(
      shown,
    );
    return [{ id: externalId, at: sentAt ?? row.sendAfter, texts }];
  });
}

async function theirs(database: PrismaClient, chatId: number): Promise<Line[]> {
  const rows = await database.message.findMany({
    where: { chatId, text: { not: "" }, tickets: { some: {} } },
    orderBy: { id: "desc" },
    take: MOST,
  });
  return rows.map(({ externalId, at, text }) => ({ id: externalId, at, texts: [text] }));
}
