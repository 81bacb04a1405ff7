import type { Prisma } from "#prisma/client/client.ts";
import { Prisma as Values } from "#prisma/client/client.ts";
import type { Image } from "#src/message.ts";
import type { People } from "./people.ts";

type Tx = Prisma.TransactionClient;

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
    home: async (personId) => {
      const include = { flat: { include: { building: true } } };
      const { flat } = await tx.person.findUniqueOrThrow({ where: { id: personId }, include });
      if (!flat) return null;
      const { unit, room, building } = flat;
      const place = { building: building.number, unit, room, spot: null };
      return { flatId: flat.id, estateId: building.estateId, place };
    },
    moveIn: async (personId, flatId) => {
      const flat =
        flatId === null
          ? null
          : await tx.flat.findUnique({ where: { id: flatId }, include: { building: true } });
      if (flatId !== null && !flat) return false;
      await tx.person.update({ where: { id: personId }, data: { flatId } });
      if (flat) {
        const { estateId } = flat.building;
        await tx.chat.updateMany({ where: { personId, kind: "private" }, data: { estateId } });
      }
      return true;
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
  await tx.bindingTry.deleteMany({ where: { account: { personId } } });
  await forgetDoubts(
    tx,
    person.accounts.map(({ id }) => id),
  );
  await tx.conversation.updateMany({
    where: { personId },
    data: { awaiting: Values.DbNull, turnDueAt: null },
  });
  for (const { id } of person.accounts) {
    const data = { externalId: `gone-${id}`, name: gone, stable: null, unreachableAt: now };
    await tx.account.update({ where: { id }, data });
  }
  for (const { id } of await tx.chat.findMany({ where: { personId, kind: "private" } })) {
    await tx.chat.update({ where: { id }, data: { externalId: `gone-${id}`, title: "" } });
  }
  await tx.person.update({ where: { id: personId }, data: { name: gone, flatId: null } });
}

/** Staff may have been asked whether an account is this person's: neither the question nor its words stay. */
async function forgetDoubts(tx: Tx, ids: number[]): Promise<void> {
  const where = { OR: [{ knownAccountId: { in: ids } }, { freshAccountId: { in: ids } }] };
  for (const { id } of await tx.doubt.findMany({ where })) {
    const asked = { key: { startsWith: `doubt-${id}-` } };
    await tx.outbound.updateMany({ where: asked, data: { text: "", buttons: [] } });
    const waiting = { ...asked, state: { in: ["pending" as const, "held" as const] } };
    await tx.outbound.updateMany({ where: waiting, data: { state: "failed" } });
  }
  await tx.doubt.deleteMany({ where });
}

/** What was said to others of a person's tickets quotes them as "name:words": gives them another name there. */
export async function rename(
  tx: Tx,
  { personId, name, gone }: { personId: number; name: string; gone: string },
): Promise<void> {
  await tx.$executeRaw`
    update "Outbound" set text = replace(text, ${`${name}:`}, ${`${gone}:`})
    where "ticketId" in (select "ticketId" from "TicketReporter" where "personId" = ${personId})
      and text like ${`%${name.replace(/[\\%_]/g, "\\$&")}:%`}`;
}
