// Which tickets a piece of talk could be about, by SQL that indexes answer however many tickets there are.
import { Prisma } from "#prisma/client/client.ts";
import type { AlikeQuery, AlikeRow } from "./store.ts";

type Tx = Prisma.TransactionClient;
export type About = { chatId: number; personId: number; since: Date };

const OPEN = Prisma.sql`('found', 'routed', 'accepted', 'handling', 'returned', 'reported')`;
const MOST = 50;
const MOST_ALIKE = 100;
/** The words by which a ticket was opened stand in its first messages. */
const FIRST_WORDS = 5;

/** The newest open tickets since a moment: those of the person, and those of the chat. */
export async function aboutIds(tx: Tx, { chatId, personId, since }: About): Promise<number[]> {
  const rows = await tx.$queryRaw<{ id: number }[]>`
    (select t.id from "TicketReporter" r join "Ticket" t on t.id = r."ticketId"
     where r."personId" = ${personId} and t.state in ${OPEN} and t."createdAt" >= ${since}
     order by t.id desc limit ${MOST})
    union
    (select t.id from "Ticket" t
     where t."chatId" = ${chatId} and t.state in ${OPEN} and t."createdAt" >= ${since}
     order by t."createdAt" desc limit ${MOST})`;
  return rows.map(({ id }) => id);
}

/** See the port. */
export async function alike(tx: Tx, query: AlikeQuery): Promise<AlikeRow[]> {
  const { estateId, chatId, category, matter, since } = query;
  const where =
    estateId === null
      ? Prisma.sql`t."chatId" = ${chatId} and t.category = ${category}`
      : Prisma.sql`t."estateId" = ${estateId} and t.category = ${category}`;
  return tx.$queryRaw<AlikeRow[]>`
    select t.id, t.place, coalesce(said.text, '') as text, coalesce(last.at, t."createdAt") as "lastAt"
    from "Ticket" t
    left join lateral (
      select string_agg(w.text, E'\\n' order by w."messageId") as text
      from (select text, "messageId" from "TicketMessage" where "ticketId" = t.id order by "messageId" limit ${FIRST_WORDS}) w
    ) said on true
    left join lateral (
      select m.at from "TicketMessage" tm join "Message" m on m.id = tm."messageId"
      where tm."ticketId" = t.id order by tm."messageId" desc limit 1
    ) last on true
    where ${where} and t.matter = ${matter} and t."createdAt" >= ${since}
      and t.state in ('found', 'routed', 'accepted', 'handling', 'returned') and not t.private
    order by t."createdAt" desc limit ${MOST_ALIKE}`;
}
