import type { Prisma } from "#prisma/client/client.ts";
import { Prisma as Values } from "#prisma/client/client.ts";
import type { Image } from "#src/message.ts";
import type { People } from "./people.ts";

type Tx = Prisma.TransactionClient;

/**
 * Every column that leads to a person, and what becomes of it when they are erased. A test compares it with the schema,
 * so that a new table cannot be forgotten.
 */
export const PERSONAL: Record<string, string> = {
  "Person.name": "replaced",
  "Person.flatId": "emptied",
  "Member.personId": "an office must be given up first",
  "Account.personId": "stays with its id and name replaced",
  "Chat.personId": "stays with its id replaced",
  "Conversation.personId": "stays, its open question dropped",
  "Message.accountId": "stays without words and pictures",
  "Ticket.assigneeId": "an office must be given up first",
  "TicketReporter.personId": "stays: a household that nobody can name",
  "TicketEvent.actorId": "stays without words",
  "Outbound.personId": "stays without words",
  "MovedLimit.personId": "dropped: nobody is to be told any more",
  "BindingCode.personId": "dropped: nobody becomes them any more",
  "Rating.personId": "stays: stars that nobody can name",
  "WebPost.author": "emptied by the web chat",
  "WebPost.addressee": "emptied by the web chat",
  "WebPhoto.owner": "deleted by the web chat",
};

/** People over one Prisma transaction. */
export function prismaPeople(tx: Tx): People {
  return {
    data: async (personId, limit) => {
      const person = await tx.person.findUniqueOrThrow({
        where: { id: personId },
        include: { flat: { include: { building: true } }, accounts: true },
      });
      const where = { account: { personId }, NOT: { text: "", images: { equals: [] } } };
      const words = await tx.message.findMany({ where, orderBy: { id: "desc" }, take: limit });
      const tickets = await tx.ticket.findMany({
        where: { reporters: { some: { personId } } },
        select: { code: true },
        orderBy: { id: "asc" },
      });
      const { flat, accounts, name, createdAt } = person;
      return {
        name,
        flat: flat ? `${flat.building.number}栋${flat.unit}单元${flat.room}` : null,
        since: createdAt,
        accounts,
        messages: await tx.message.count({ where }),
        words: words.map(({ at, text }) => ({ at, text })),
        tickets: tickets.map(({ code }) => code),
        ratings: await tx.rating.count({ where: { personId } }),
      };
    },
    parts: async (personId) => {
      const rows = await tx.ticketMessage.findMany({ where: { message: { account: { personId } } } });
      return rows.map(({ ticketId, text, images }) => ({ ticketId, text, images: images as Image[] }));
    },
    erase: (personId, gone, now) => erase(tx, { personId, gone, now }),
  };
}

async function erase(
  tx: Tx,
  { personId, gone, now }: { personId: number; gone: string; now: Date },
): Promise<void> {
  const person = await tx.person.findUniqueOrThrow({ where: { id: personId }, include: { accounts: true } });
  const empty = { text: "", images: [] };
  const own = { message: { account: { personId } } };
  await tx.ticketMessage.updateMany({ where: own, data: empty });
  await tx.message.updateMany({
    where: { account: { personId } },
    data: { ...empty, press: Values.DbNull, handledAt: now },
  });
  await tx.$executeRaw`update "TicketEvent" set data = data - 'text' where "actorId" = ${personId}`;
  await tx.$executeRaw`
    update "Ticket" set place = place || '{"room": null}'::jsonb
    where place is not null and id in (select "ticketId" from "TicketReporter" where "personId" = ${personId} and first)`;
  for (const { name } of [person, ...person.accounts])
    if (name !== "") await rename(tx, { personId, name, gone });
  await tx.outbound.updateMany({ where: { personId }, data: { ...empty, buttons: [] } });
  await tx.outbound.updateMany({
    where: { personId, state: { in: ["pending", "held"] } },
    data: { state: "failed" },
  });
  await tx.movedLimit.deleteMany({ where: { personId } });
  await tx.bindingCode.deleteMany({ where: { OR: [{ personId }, { byId: personId }] } });
  await tx.conversation.updateMany({
    where: { personId },
    data: { awaiting: Values.DbNull, turnDueAt: null },
  });
  for (const { id } of person.accounts) {
    const data = { externalId: `gone-${id}`, name: gone, unreachableAt: now };
    await tx.account.update({ where: { id }, data });
  }
  for (const { id } of await tx.chat.findMany({ where: { personId, kind: "private" } })) {
    await tx.chat.update({ where: { id }, data: { externalId: `gone-${id}`, title: "" } });
  }
  await tx.person.update({ where: { id: personId }, data: { name: gone, flatId: null } });
}

/** What was said to others quotes a person as "name:words". */
async function rename(
  tx: Tx,
  { personId, name, gone }: { personId: number; name: string; gone: string },
): Promise<void> {
  await tx.$executeRaw`
    update "Outbound" set text = replace(text, ${`${name}:`}, ${`${gone}:`})
    where "ticketId" in (select "ticketId" from "TicketReporter" where "personId" = ${personId})
      and text like ${`%${name.replace(/[\\%_]/g, "\\$&")}:%`}`;
}
