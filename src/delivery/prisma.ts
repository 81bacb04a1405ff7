import type { Prisma } from "#prisma/client/client.ts";
import type { Image } from "#src/message.ts";
import { reword } from "#src/tickets/reword.ts";
import type { Outbox, Outgoing } from "./outbox.ts";
import { foldWith, placeIn, WITH_CHATS } from "./prisma-fold.ts";
import { aside, divert, invitation, privateChatOf, targetOf, unhold } from "./prisma-reach.ts";
import { shownTo } from "./prisma-shown.ts";

type Tx = Prisma.TransactionClient;

/** A row in hand for longer than this belonged to a process that died. */
const STALE_SECONDS = 60;
const OFFERED = 10;
const NOWHERE = { replyTo: null, thread: null };

/** Outbox over one Prisma transaction. */
export function prismaOutbox(tx: Tx): Outbox {
  return {
    put: async (notice, now) => {
      const chatId = await targetOf(tx, notice);
      if (chatId === undefined) return null;
      const state = chatId === null ? ("held" as const) : ("pending" as const);
      const [row] = await tx.outbound.createManyAndReturn({
        data: [{ ...notice, chatId, state, sendAfter: now }],
        skipDuplicates: true,
      });
      return row ? { id: row.id, chatId } : null;
    },
    isReachable: async (personId) => (await privateChatOf(tx, { personId, ticketId: null })) !== null,
    invitation: (held, now) => invitation(tx, held, now),
    unhold: (personId, now) => unhold(tx, personId, now),
    divert: (chatId, inHand, now) => divert(tx, { chatId, inHand, now }),
    aside: (id, now) => aside(tx, id, now),
    claim: (id, now) => claim(tx, id, now),
    sent: async ({ id, folded }, { externalId, doubtful = false }, now) => {
      const data = { state: "sent" as const, externalId, doubtful, sentAt: now };
      await tx.outbound.update({ where: { id }, data });
      if (folded.length === 0) return;
      const rest = { id: { in: folded }, state: "pending" as const };
      await tx.outbound.updateMany({ where: rest, data: { ...data, foldedId: id } });
    },
    repeat: async (id, after) => {
      await tx.outbound.update({
        where: { id },
        data: { state: "pending", doubtful: true, sendAfter: after },
      });
    },
    doubtful: () => tx.outbound.count({ where: { doubtful: true } }),
    retry: async (id, after, counted) => {
      const attempts = counted ? {} : { attempts: { decrement: 1 } };
      const data = after
        ? { state: "pending" as const, sendAfter: after, ...attempts }
        : { state: "failed" as const };
      await tx.outbound.update({ where: { id }, data });
    },
    reword: async (ticketId, rewording, dropped) => {
      const gone = new Set(dropped.map(({ ref }) => ref));
      const rows = await tx.outbound.findMany({ where: { ticketId } });
      for (const row of rows) {
        const shown = row.images as Image[];
        const images = shown.filter(({ ref }) => !gone.has(ref));
        const text = reword(row.text, rewording);
        if (text === row.text && images.length === shown.length) continue;
        await tx.outbound.update({ where: { id: row.id }, data: { text, images } });
      }
    },
    release: async () => {
      const rows = await tx.outbound.findMany({
        where: { state: "sending" },
        select: { id: true, chat: true },
      });
      const where = { id: { in: rows.map(({ id }) => id) } };
      await tx.outbound.updateMany({ where, data: { state: "pending" } });
      return rows.flatMap(({ chat }) => (chat ? [chat.channel] : []));
    },
    offered: async (id) => {
      const row = await tx.outbound.findUnique({ where: { id } });
      if (!row) return null;
      const { key, ticketId, personId, messageId } = row;
      return { id, key, ticketId, personId, messageId, buttons: row.buttons as string[] };
    },
    offeredTo: async (chatId, button, since) => {
      const where = {
        chatId,
        personId: null,
        sendAfter: { gte: since },
        buttons: { array_contains: [button] },
      };
      const rows = await tx.outbound.findMany({ where, orderBy: { id: "desc" }, take: OFFERED });
      return rows.map(({ key, sendAfter }) => ({ key, at: sendAfter }));
    },
    shown: (to, since) => shownTo(tx, to, since),
    due: (until, stale, limit) => tx.$queryRaw<{ id: number; at: Date }[]>`
      select id, "sendAfter" as at from (
        select distinct on ("chatId", doubtful) id, "sendAfter" from "Outbound"
        where state = 'pending' or (state = 'sending' and "claimedAt" < ${stale})
        order by "chatId", doubtful, pressing desc, id
      ) heads
      where "sendAfter" <= ${until} order by "sendAfter", id limit ${limit}`,
  };
}

async function claim(tx: Tx, id: number, now: Date): Promise<Outgoing | null> {
  // Two claims in one chat wait for each other here, so that the second sees what the first has in hand.
  await tx.$executeRaw`select 1 from "Chat" where id = (select "chatId" from "Outbound" where id = ${id}) for no key update`;
  const rows = await tx.$queryRaw<{ id: number; again: boolean; tried: boolean }[]>`
    with head as (
      select o.id, o.state = 'sending' as again, o."claimedAt" is not null as tried from "Outbound" o
      where o."chatId" = (select "chatId" from "Outbound" where id = ${id})
        and (o.state = 'pending' or (o.state = 'sending' and o."claimedAt" <= ${now}::timestamptz - make_interval(secs => ${STALE_SECONDS})))
        and not (o.doubtful and o."sendAfter" > ${now})
      order by o.pressing desc, o.id limit 1
    )
    update "Outbound" set state = 'sending', "claimedAt" = ${now}, attempts = attempts + 1
    from head
    where "Outbound".id = head.id
    and "sendAfter" <= ${now}
    and (state = 'pending' or "claimedAt" <= ${now}::timestamptz - make_interval(secs => ${STALE_SECONDS}))
    and not exists (
      select 1 from "Outbound" b
      where b."chatId" = "Outbound"."chatId" and b.state = 'sending' and b.id <> "Outbound".id
        and b."claimedAt" > ${now}::timestamptz - make_interval(secs => ${STALE_SECONDS})
    )
    returning "Outbound".id, head.again, head.tried`;
  const [claimed] = rows;
  if (!claimed) return null;
  const row = await tx.outbound.findUniqueOrThrow({
    where: { id: claimed.id },
    include: WITH_CHATS,
  });
  const { chat } = row;
  if (!chat) return null;
  const account = await addressed(tx, { ...row, chat });
  const place = chat.kind === "group" || row.messageId ? await placeIn(tx, row) : NOWHERE;
  const inGroup = chat.kind === "group";
  const folded = inGroup ? await foldWith(tx, { row, ...place, tried: claimed.tried, now }) : null;
  return {
    id: row.id,
    channel: chat.channel,
    attempts: row.attempts,
    folded: folded?.ids ?? [],
    doubtful: row.doubtful,
    again: claimed.again,
    message: {
      id: row.id,
      chat: { id: chat.externalId, kind: chat.kind },
      to: folded ? null : account && { id: account.externalId, name: account.name },
      text: folded?.text ?? row.text,
      buttons: row.buttons as string[],
      images: (row.images as Image[]).map((image) => ({
        channel: (row.ticket?.chat ?? chat).channel,
        ...image,
      })),
      ticketCode: folded ? null : (row.ticket?.code ?? null),
      replyTo: folded ? null : place.replyTo,
      thread: place.thread,
      pressing: row.pressing,
      invites: row.invites,
      reaction: row.reaction,
    },
  };
}

type Addressed = {
  personId: number | null;
  messageId: number | null;
  chat: { channel: string; externalId: string };
};

/** The addressee's account on the chat's channel; of several the one whose private chat it is, or that wrote what is answered. */
async function addressed(tx: Tx, { personId, messageId, chat }: Addressed) {
  if (personId === null) return null;
  const where = { personId, channel: chat.channel };
  const accounts = await tx.account.findMany({ where, orderBy: { id: "asc" } });
  const [first = null, ...more] = accounts;
  if (more.length === 0) return first;
  const message = messageId === null ? null : await tx.message.findUnique({ where: { id: messageId } });
  const own = accounts.find(({ externalId }) => externalId === chat.externalId);
  // An id that was not seen under the last login may be nobody's any more.
  const last = Math.max(...accounts.map(({ loginAt }) => loginAt?.getTime() ?? 0));
  const present = accounts.filter(({ loginAt }) => (loginAt?.getTime() ?? 0) === last);
  return own ?? present.find(({ id }) => id === message?.accountId) ?? present[0] ?? first;
}
