import type { Prisma } from "#prisma/client/client.ts";
import type { Contact } from "#src/message.ts";
import type { Conversation } from "./inbox.ts";
import type { Doubt, Identities, Login, Pair } from "./identities.ts";
import type { Namesake } from "./likeness.ts";
import { move } from "./prisma-move.ts";
import { giveId } from "./prisma-rename.ts";

type Tx = Prisma.TransactionClient;
/** No more than so many are asked about at once. */
const MOST = 2;

/** People and groups that are known again, over one Prisma transaction. */
export function prismaIdentities(tx: Tx): Identities {
  return {
    settled: (sender, chat, login) => settled(tx, { sender, chat }, login),
    // The same lock as that of a first sight.
    hold: async () => {
      await tx.$executeRaw`select pg_advisory_xact_lock(hashtext('linli-meet'))`;
    },
    known: async (channel, contacts) => {
      const ids = contacts.map(({ id }) => id);
      const marks = contacts.flatMap(({ stable }) => stable ?? []);
      const rows = await tx.account.findMany({
        where: { channel, OR: [{ externalId: { in: ids } }, { stable: { in: marks } }] },
        orderBy: { id: "asc" },
      });
      return rows.map(({ id, externalId, stable, loginAt }) => ({
        accountId: id,
        id: externalId,
        stable,
        loginAt,
      }));
    },
    giveId: (newId, loginAt, now) => giveId(tx, newId, { loginAt, now }),
    namesakeRooms: (chatId) => namesakeRooms(tx, chatId),
    namesakes: (conversation, login) => namesakes(tx, conversation, login),
    moveRoom: (room) => move(tx, { ...room, anew: false }),
    see: async ({ accountId, chatId }, stable, loginAt) => {
      await tx.$executeRaw`
        update "Account" set "loginAt" = greatest("loginAt", ${loginAt}), stable = coalesce(${stable}, stable)
        where id = ${accountId}`;
      await tx.$executeRaw`
        update "Chat" set "loginAt" = greatest("loginAt", ${loginAt}) where id = ${chatId}`;
    },
    doubt: async (pair, loginAt) => {
      const data = [{ ...columnsOf(pair), loginAt }];
      const [row] = await tx.doubt.createManyAndReturn({ data, skipDuplicates: true });
      return row?.id ?? null;
    },
    openDoubt: (id) => openDoubt(tx, id),
    answer: async (id, same, now) => {
      await tx.doubt.updateMany({ where: { id }, data: { same, answeredAt: now } });
    },
    answerJoined: async (personId, now) => {
      const where = { answeredAt: null, knownAccount: { personId }, freshAccount: { personId } };
      const rows = await tx.doubt.findMany({ where, orderBy: { id: "asc" } });
      const ids = rows.map(({ id }) => id);
      await tx.doubt.updateMany({ where: { id: { in: ids } }, data: { same: true, answeredAt: now } });
      return rows.flatMap(({ knownAccountId }) => knownAccountId ?? []);
    },
    close: async (id, now) => {
      const { channel, externalId } = await tx.account.update({
        where: { id },
        data: { unreachableAt: now },
      });
      return (await tx.chat.findFirst({ where: { channel, externalId, kind: "private" } }))?.id ?? null;
    },
  };
}

function columnsOf({ kind, known, fresh }: Pair) {
  return kind === "account"
    ? { knownAccountId: known, freshAccountId: fresh }
    : { knownChatId: known, freshChatId: fresh };
}

async function settled(
  tx: Tx,
  { sender, chat }: { sender: Contact; chat: string },
  { channel, loginAt }: Login,
): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    select 1 from "Account" a join "Person" p on p.id = a."personId"
    join "Chat" c on c.channel = a.channel and c."externalId" = ${chat}
    where a.channel = ${channel} and a."externalId" = ${sender.id}
      and a."loginAt" >= ${loginAt} and c."loginAt" >= ${loginAt}
      and (${sender.stable}::text is null or a.stable = ${sender.stable})
      and (p."createdAt" < ${loginAt} or exists (
        select 1 from "Conversation" t join "Message" m on m."conversationId" = t.id
        where t."chatId" = c.id and t."personId" = p.id))`;
  return rows.length > 0;
}

async function namesakeRooms(tx: Tx, chatId: number) {
  const fresh = await tx.chat.findUniqueOrThrow({ where: { id: chatId } });
  const { channel, title, kind, loginAt } = fresh;
  const isNew = loginAt === null && (await tx.message.count({ where: { chatId } })) === 0;
  if (kind !== "group" || title === "" || !isNew) return [];
  const rooms = await tx.chat.findMany({
    where: { channel, title, kind: "group", id: { not: chatId } },
    orderBy: { id: "desc" },
    take: MOST,
  });
  return Promise.all(
    rooms.map(async ({ id, externalId, mode, paused, loginAt: seenAt, leftAt }) => ({
      chatId: id,
      externalId,
      mode,
      paused,
      loginAt: seenAt,
      leftAt,
      speakers: await tx.$queryRaw<Contact[]>`
        select distinct a."externalId" as id, a.stable from "Conversation" t
        join "Account" a on a."personId" = t."personId" and a.channel = ${channel} where t."chatId" = ${id}`,
    })),
  );
}

type Row = { accountId: number; stable: string | null; loginAt: Date | null; here: boolean };

async function namesakes(
  tx: Tx,
  { chat, person, account }: Conversation,
  { channel, loginAt }: Login,
): Promise<(Namesake & { accountId: number })[]> {
  const rows = await tx.$queryRaw<(Row & { name: string; personName: string })[]>`
    select distinct on (p.id) a.id as "accountId", a.name, p.name as "personName", a.stable, a."loginAt",
      exists (select 1 from "Conversation" t where t."personId" = p.id and t."chatId" = ${chat.id}) as here
    from "Account" a join "Person" p on p.id = a."personId"
    where a.channel = ${channel} and p.id <> ${person.id} and (a.name = ${account.name} or p.name = ${account.name})
      and a."externalId" not like 'gone-%'
      and not exists (select 1 from "Account" o
        where o."personId" = p.id and o.channel = ${channel} and o."loginAt" >= ${loginAt})
      and (p."flatId" is not null
        or exists (select 1 from "TicketReporter" r where r."personId" = p.id)
        or exists (select 1 from "Member" m where m."personId" = p.id and m."leftAt" is null))
      and exists (select 1 from "Person" n where n.id = ${person.id} and n."createdAt" >= ${loginAt})
      and not exists (select 1 from "Conversation" t join "Message" m on m."conversationId" = t.id
        where t."chatId" = ${chat.id} and t."personId" = ${person.id})
    order by p.id desc, a."loginAt" desc nulls last limit ${MOST}`;
  return rows.map(({ name, personName, ...row }) => ({ ...row, names: [name, personName] }));
}

async function openDoubt(tx: Tx, id: number): Promise<Doubt | null> {
  const found = await tx.$queryRaw<
    unknown[]
  >`select 1 from "Doubt" where id = ${id} and "answeredAt" is null for update`;
  if (found.length === 0) return null;
  const include = {
    knownAccount: { include: { person: { include: { accounts: true } } } },
    freshAccount: { include: { person: { include: { accounts: true } } } },
    knownChat: true,
    freshChat: true,
  };
  const row = await tx.doubt.findUniqueOrThrow({ where: { id }, include });
  const { knownAccount, freshAccount, knownChat, freshChat, loginAt } = row;
  const since = (at: Date | null) => at !== null && at >= loginAt;
  if (knownChat && freshChat) {
    const { channel, externalId: from } = knownChat;
    const { externalId: to, title } = freshChat;
    return { id, kind: "chat", channel, title, from, to, seen: since(knownChat.loginAt) };
  }
  if (!knownAccount || !freshAccount) return null;
  const { channel, externalId, person } = freshAccount;
  const own = await tx.chat.findFirst({ where: { channel, externalId, kind: "private" } });
  return {
    id,
    kind: "account",
    seen: knownAccount.person.accounts.some((one) => one.channel === channel && since(one.loginAt)),
    known: { accountId: knownAccount.id, personId: knownAccount.personId },
    fresh: {
      personId: person.id,
      name: freshAccount.name,
      accounts: person.accounts.length,
      privateChat: own?.id ?? null,
    },
  };
}
