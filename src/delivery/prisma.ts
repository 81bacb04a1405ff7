import type { Prisma } from "#prisma/client/client.ts";
import type { Image } from "#src/message.ts";
import { reword } from "#src/tickets/reword.ts";
import type { Notice, Outbox, Outgoing } from "./outbox.ts";
import { shownTo } from "./prisma-shown.ts";

type Tx = Prisma.TransactionClient;

/** A row in hand for longer than this belonged to a process that died. */
const STALE_SECONDS = 60;
const OFFERED = 10;

/** Outbox over one Prisma transaction. */
export function prismaOutbox(tx: Tx): Outbox {
  return {
    put: async (notice, now) => {
      const silent = notice.chatId !== null && !notice.pressing && (await isSilent(tx, notice.chatId));
      const chatId = (silent ? null : notice.chatId) ?? (await privateChatOf(tx, notice));
      if (chatId === null) return null;
      const { key, text, buttons, images, ticketId, messageId, personId } = notice;
      const [row] = await tx.outbound.createManyAndReturn({
        data: [{ key, chatId, personId, ticketId, messageId, text, buttons, images, sendAfter: now }],
        skipDuplicates: true,
      });
      return row ? { id: row.id } : null;
    },
    claim: (id, now) => claim(tx, id, now),
    sent: async (id, externalId, now) => {
      await tx.outbound.update({ where: { id }, data: { state: "sent", externalId, sentAt: now } });
    },
    retry: async (id, after) => {
      const data = after ? { state: "pending" as const, sendAfter: after } : { state: "failed" as const };
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
      await tx.outbound.updateMany({ where: { state: "sending" }, data: { state: "pending" } });
    },
    unreachable: (id, now) => unreachable(tx, id, now),
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
    due: async (until, stale, limit) => {
      const rows = await tx.outbound.findMany({
        where: {
          OR: [
            { state: "pending", sendAfter: { lte: until } },
            { state: "sending", claimedAt: { lt: stale } },
          ],
        },
        orderBy: [{ sendAfter: "asc" }, { id: "asc" }],
        take: limit,
      });
      return rows.map((row) => ({ id: row.id, at: row.sendAfter }));
    },
  };
}

/** Whether a chat is a group where Linli says nothing. */
async function isSilent(tx: Tx, id: number): Promise<boolean> {
  const where = { id, kind: "group" as const, OR: [{ mode: { not: "answer" as const } }, { paused: true }] };
  return (await tx.chat.count({ where })) > 0;
}

/**
 * The person's private chat on a reachable account: first the one in which they have just spoken, then one on the channel
 * of their words or of the ticket, then the oldest.
 */
async function privateChatOf(tx: Tx, notice: Notice, not: number | null = null): Promise<number | null> {
  if (notice.personId === null) return null;
  const ticket = notice.ticketId
    ? await tx.ticket.findUnique({
        where: { id: notice.ticketId },
        select: { chat: { select: { channel: true } } },
      })
    : null;
  const accounts = await tx.account.findMany({ where: { personId: notice.personId, unreachableAt: null } });
  const chats = await tx.chat.findMany({
    where: {
      kind: "private",
      personId: notice.personId,
      channel: { in: accounts.map((account) => account.channel) },
      ...(not === null ? {} : { id: { not } }),
    },
    orderBy: { id: "asc" },
  });
  if (chats.length < 2) return chats[0]?.id ?? null;
  const spoken = await spokenIn(tx, notice);
  const chat =
    chats.find(({ id }) => id === spoken?.id) ??
    chats.find(({ channel }) => channel === (spoken ?? ticket?.chat)?.channel);
  return (chat ?? chats[0])?.id ?? null;
}

/** The chat of the message that a notice answers, where it is the addressee's own. */
async function spokenIn(tx: Tx, { messageId, personId }: Notice) {
  if (messageId === null || personId === null) return null;
  const where = { id: messageId, account: { personId } };
  const message = await tx.message.findFirst({ where, select: { chat: true } });
  return message?.chat ?? null;
}

async function claim(tx: Tx, id: number, now: Date): Promise<Outgoing | null> {
  // Two claims in one chat wait for each other here, so that the second sees what the first has in hand.
  await tx.$executeRaw`select 1 from "Chat" where id = (select "chatId" from "Outbound" where id = ${id}) for no key update`;
  const rows = await tx.$queryRaw<{ id: number }[]>`
    update "Outbound" set state = 'sending', "claimedAt" = ${now}, attempts = attempts + 1
    where id = (
      select o.id from "Outbound" o
      where o."chatId" = (select "chatId" from "Outbound" where id = ${id})
        and (o.state = 'pending' or (o.state = 'sending' and o."claimedAt" <= ${now}::timestamptz - make_interval(secs => ${STALE_SECONDS})))
      order by o.id limit 1
    )
    and "sendAfter" <= ${now}
    and (state = 'pending' or "claimedAt" <= ${now}::timestamptz - make_interval(secs => ${STALE_SECONDS}))
    and not exists (
      select 1 from "Outbound" b
      where b."chatId" = "Outbound"."chatId" and b.state = 'sending' and b.id <> "Outbound".id
        and b."claimedAt" > ${now}::timestamptz - make_interval(secs => ${STALE_SECONDS})
    )
    returning id`;
  const [claimed] = rows;
  if (!claimed) return null;
  const row = await tx.outbound.findUniqueOrThrow({
    where: { id: claimed.id },
    include: { chat: true, ticket: { include: { chat: true } } },
  });
  const account = await addressed(tx, row);
  return {
    id: row.id,
    channel: row.chat.channel,
    attempts: row.attempts,
    message: {
      id: row.id,
      chat: { id: row.chat.externalId, kind: row.chat.kind },
      to: account && { id: account.externalId, name: account.name },
      text: row.text,
      buttons: row.buttons as string[],
      images: (row.images as Image[]).map((image) => ({
        channel: (row.ticket ?? row).chat.channel,
        ...image,
      })),
      ticketCode: row.ticket?.code ?? null,
      replyTo: null,
      thread: null,
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
  return own ?? accounts.find(({ id }) => id === message?.accountId) ?? first;
}

async function unreachable(tx: Tx, id: number, now: Date): Promise<boolean> {
  const row = await tx.outbound.findUniqueOrThrow({ where: { id }, include: { chat: true } });
  if (row.chat.kind === "private" && row.personId !== null) {
    await tx.account.updateMany({
      where: { personId: row.personId, channel: row.chat.channel },
      data: { unreachableAt: now },
    });
  }
  const notice = {
    ...row,
    buttons: row.buttons as string[],
    images: row.images as Image[],
    chatId: null,
    personId: row.personId ?? 0,
  };
  const other =
    row.chat.kind === "private" && row.personId !== null ? await privateChatOf(tx, notice, row.chatId) : null;
  const data =
    other === null
      ? { state: "failed" as const }
      : { state: "pending" as const, chatId: other, sendAfter: now };
  await tx.outbound.update({ where: { id }, data });
  return other !== null;
}
