// Where a person can be reached, and what becomes of what is said to them while they cannot.
import type { Prisma } from "#prisma/client/client.ts";
import { isPast, mayInvite } from "./held.ts";
import type { Diverted, Held, Notice, Outbox, Unheld } from "./outbox.ts";

type Tx = Prisma.TransactionClient;
type Addressed = { personId: number | null; ticketId: number | null; messageId?: number | null };

/** The chat that a notice goes to: null where it is held, undefined where nobody is to read it. */
export async function targetOf(tx: Tx, notice: Notice): Promise<number | null | undefined> {
  if (notice.chatId !== null) {
    const chat = await tx.chat.findUniqueOrThrow({ where: { id: notice.chatId } });
    if (chat.kind === "private" || speaksIn(chat, notice)) return chat.id;
  }
  if (notice.personId === null || notice.reaction || notice.invites) return undefined;
  const found = await privateChatOf(tx, notice);
  if (found !== null) return found;
  await holdPerson(tx, notice.personId);
  return privateChatOf(tx, notice);
}

type Group = { mode: string; paused: boolean; leftAt: Date | null; mutedAt: Date | null };

/** Whether Linli may and wants to say this in a group. */
function speaksIn({ mode, paused, leftAt, mutedAt }: Group, notice: Partial<Notice>): boolean {
  if (leftAt !== null || mutedAt !== null) return false;
  if (notice.pressing) return true;
  if (paused) return false;
  return mode === "answer" || (mode === "listen" && notice.reaction !== undefined);
}

/** Who opens a private chat and what is to be said to them meet here: one of the two sees the other. */
async function holdPerson(tx: Tx, personId: number): Promise<void> {
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtext('linli-held'), ${personId}::int)`;
}

/**
 * The person's private chat on a reachable account: first the one in which they have just spoken, then one on the channel
 * of their words or of the ticket, then the oldest.
 */
export async function privateChatOf(
  tx: Tx,
  { personId, ticketId, messageId = null }: Addressed,
  not: number | null = null,
): Promise<number | null> {
  if (personId === null) return null;
  const ticket = ticketId
    ? await tx.ticket.findUnique({
        where: { id: ticketId },
        select: { chat: { select: { channel: true } } },
      })
    : null;
  const accounts = await tx.account.findMany({ where: { personId } });
  const reachable = accounts.filter(({ unreachableAt }) => unreachableAt === null);
  const closed = new Set(
    accounts
      .filter(({ unreachableAt }) => unreachableAt !== null)
      .map(({ channel, externalId }) => `${channel} ${externalId}`),
  );
  const chats = await tx.chat.findMany({
    where: {
      kind: "private",
      personId,
      channel: { in: reachable.map((account) => account.channel) },
      ...(not === null ? {} : { id: { not } }),
    },
    orderBy: { id: "asc" },
  });
  const open = chats.filter(({ channel, externalId }) => !closed.has(`${channel} ${externalId}`));
  if (open.length < 2) return open[0]?.id ?? null;
  const spoken = await spokenIn(tx, { personId, messageId });
  const chat =
    open.find(({ id }) => id === spoken?.id) ??
    open.find(({ channel }) => channel === (spoken ?? ticket?.chat)?.channel);
  return (chat ?? open[0])?.id ?? null;
}

/** The chat of the message that a notice answers, where it is the addressee's own. */
async function spokenIn(tx: Tx, { messageId, personId }: { messageId: number | null; personId: number }) {
  if (messageId === null) return null;
  const where = { id: messageId, account: { personId } };
  const message = await tx.message.findFirst({ where, select: { chat: true } });
  return message?.chat ?? null;
}

/** See the port. */
export async function unhold(tx: Tx, personId: number, now: Date): Promise<Unheld[]> {
  await holdPerson(tx, personId);
  const rows = await tx.outbound.findMany({
    where: { personId, state: "held" },
    include: { ticket: { include: { events: { orderBy: { id: "desc" }, take: 1, select: { at: true } } } } },
    orderBy: { id: "asc" },
  });
  const unheld: Unheld[] = [];
  for (const { id, key, ticket, ticketId, sendAfter, asks } of rows) {
    const movedAt = ticket?.events[0]?.at ?? null;
    const past = isPast({ key, at: sendAfter, movedAt }, now);
    const chatId = past ? null : await privateChatOf(tx, { personId, ticketId });
    if (!past && chatId === null) continue;
    const data = past
      ? { state: "failed" as const }
      : { state: "pending" as const, chatId, sendAfter: now, attempts: 0 };
    await tx.outbound.update({ where: { id }, data });
    if (!past) unheld.push({ id, ticketId, asks });
  }
  return unheld;
}

/** See the port. */
export async function divert(
  tx: Tx,
  { chatId, inHand, now }: { chatId: number; inHand: number | null; now: Date },
): Promise<Diverted> {
  const rows = await tx.outbound.findMany({
    where: { chatId, OR: [{ state: "pending" }, ...(inHand === null ? [] : [{ id: inHand }])] },
    orderBy: { id: "asc" },
  });
  const diverted: Diverted = { moved: [], held: [] };
  for (const { id, personId, ticketId, messageId, invites, reaction, state } of rows) {
    if (state !== "pending" && state !== "sending") continue;
    if (personId === null || invites || reaction !== null) {
      await tx.outbound.update({ where: { id }, data: { state: "failed" } });
      continue;
    }
    await holdPerson(tx, personId);
    const other = await privateChatOf(tx, { personId, ticketId }, chatId);
    const data = { chatId: other, sendAfter: now, attempts: 0, claimedAt: null };
    await tx.outbound.update({
      where: { id },
      data: { ...data, state: other === null ? "held" : "pending" },
    });
    if (other === null) diverted.held.push({ personId, ticketId, messageId });
    else diverted.moved.push(id);
  }
  return diverted;
}

/** See the port. */
export async function aside(tx: Tx, id: number, now: Date): Promise<boolean> {
  const row = await tx.outbound.findUniqueOrThrow({ where: { id } });
  const chatId = await privateChatOf(tx, row, row.chatId);
  if (chatId === null) return false;
  const data = { chatId, state: "pending" as const, sendAfter: now, attempts: 0, claimedAt: null };
  await tx.outbound.update({ where: { id }, data });
  return true;
}

/** See the port. */
export async function invitation(
  tx: Tx,
  { personId, ticketId, messageId }: Held,
  now: Date,
): ReturnType<Outbox["invitation"]> {
  const reports = await tx.ticketReporter.findMany({ where: { personId, ticketId: ticketId ?? 0 } });
  const ticket = await tx.ticket.findUnique({ where: { id: ticketId ?? 0 } });
  // Who has only joined a neighbour's matter sees in the group how it goes: twenty of them are no twenty lines.
  if (ticket?.private === false && reports.some(({ first }) => !first)) return null;
  const message = await tx.message.findUnique({ where: { id: messageId ?? 0 } });
  const spoke = await tx.$queryRaw<{ chatId: number }[]>`
    select c."chatId" from "Conversation" c join "Chat" g on g.id = c."chatId" and g.kind = 'group'
    where c."personId" = ${personId}
    order by (select max(m.id) from "Message" m where m."conversationId" = c.id) desc nulls last`;
  const ids = [...reports, ...(message ? [message] : []), ...spoke].map(({ chatId }) => chatId);
  const groups = await tx.chat.findMany({ where: { id: { in: ids }, kind: "group" } });
  const group = ids.flatMap((id) => groups.find((chat) => chat.id === id && speaksIn(chat, {})) ?? [])[0];
  if (!group) return null;
  if (!(await isTime(tx, { personId, chatId: group.id }, now))) return null;
  // The number of a private matter is nobody else's business.
  const there =
    message?.chatId === group.id ? message : await wordsOf(tx, { personId, ticketId, chatId: group.id });
  const named = ticket && !ticket.private ? ticket.id : null;
  return { chatId: group.id, ticketId: named, messageId: there?.id ?? null };
}

/** Whether the person may be shown the way in this group (again), see `mayInvite`. */
async function isTime(tx: Tx, { personId, chatId }: { personId: number; chatId: number }, now: Date) {
  const where = { personId, chatId, invites: true };
  const last = await tx.outbound.findFirst({ where, orderBy: { id: "desc" } });
  if (!last) return true;
  const before = { personId, state: "held" as const, sendAfter: { lte: last.sendAfter } };
  const answered = (await tx.outbound.count({ where: before })) === 0;
  return mayInvite(last.sendAfter, { answered, now });
}

type Words = { personId: number; ticketId: number | null; chatId: number };

/** What a person has said about a ticket in a group, last. */
function wordsOf(tx: Tx, { personId, ticketId, chatId }: Words) {
  const tickets = { some: { ticketId: ticketId ?? 0 } };
  return tx.message.findFirst({
    where: { chatId, tickets, account: { personId } },
    orderBy: { id: "desc" },
  });
}
