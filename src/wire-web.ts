// What the web chat asks of the house: who can be whom in the demonstration, which flats exist, who may see a photo.
import type { PrismaClient } from "#prisma/client/client.ts";
import type { Clock } from "#src/clock.ts";
import type { Config } from "#src/config.ts";
import type { Log } from "#src/log.ts";
import type { Role } from "#src/words.ts";
import { webChannel } from "#src/channels/web.ts";
import { drawQrCode } from "#src/channels/wechat-puppet.ts";
import type { WorkbenchParts } from "#src/channels/web-parts.ts";
import type { WebChannel, WebChatOptions, WebPerson } from "#src/channels/web.ts";
import { may } from "#src/desk/permit.ts";
import type { Texts } from "#src/dialogue/texts.ts";
import { committeeName, officesOf } from "#src/routing/community.ts";
import type { Community } from "#src/routing/community.ts";
import { prismaTickets } from "#src/tickets/prisma.ts";
import { isOfStaff, personOf } from "#src/wire-staff.ts";

export type WebParts = {
  database: PrismaClient;
  config: Config;
  community: Community;
  texts: Texts;
  clock: Clock;
  log: Log;
  /** A picture that another channel has. */
  image: WebChatOptions["image"];
  /** How it stands with WeChat. */
  wechat: WorkbenchParts["wechat"];
};

/** The web chat with its groups and people as the database has them. */
export async function wireWeb(parts: WebParts): Promise<WebChannel> {
  const { database, config, clock, log } = parts;
  const groups = await database.chat.findMany({
    where: { channel: "web", kind: "group" },
    orderBy: { id: "asc" },
  });
  return webChannel({
    database,
    home: config.home,
    demo: config.demo,
    people: () => people(parts),
    groups: groups.map(({ externalId, title }) => ({ id: externalId, title })),
    flatExists: async (building, unit, room) =>
      (await database.flat.count({ where: { unit, room, building: { number: building } } })) > 0,
    maySeePhoto: (account, photoId) => maySeePhoto(parts, account, photoId),
    isNeeded: async (photoId) => (await ticketsWith(database, photoId)).length > 0,
    isShown: async ({ ref }, ids) =>
      (await database.outbound.count({ where: { id: { in: ids }, images: { array_contains: [{ ref }] } } })) >
      0,
    boundAs: async (account) => {
      const name = { channel: "web", externalId: account };
      const known = await database.account.findUnique({
        where: { channel_externalId: name },
        include: { person: true },
      });
      return known?.boundAt ? { name: known.person.name, at: known.boundAt } : null;
    },
    image: parts.image,
    workbench: {
      mayOpen: (account) => isOfStaff(parts, "web", account),
      wechat: parts.wechat,
      drawQr: (address) => drawQrCode(address, "svg").catch(() => null),
    },
    clock,
    publicUrl: config.publicUrl,
    log,
  });
}

const OFFICE_GROUPS: Partial<Record<Role, WebPerson["group"]>> = { staff: "staff", admin: "staff" };

async function people({ database, community, texts }: WebParts): Promise<WebPerson[]> {
  const accounts = await database.account.findMany({
    where: { channel: "web" },
    include: { person: true },
    orderBy: { id: "asc" },
  });
  return accounts.map(({ externalId, personId, person }) => {
    const [office] = officesOf(community, personId);
    const group = office ? (OFFICE_GROUPS[office.role] ?? "member") : "resident";
    const committee =
      office && office.committeeId !== null ? committeeName(community, office.committeeId) : "";
    const role = office ? texts.words.roles[office.role] : "";
    return {
      account: externalId,
      name: person.name,
      note: [committee, role].filter(Boolean).join(" "),
      group,
    };
  });
}

async function maySeePhoto(
  { database, community }: WebParts,
  account: string,
  photoId: string,
): Promise<boolean> {
  const personId = await personOf(database, "web", account);
  if (personId === null) return false;
  for (const ticketId of await ticketsWith(database, photoId)) {
    const ticket = await database.$transaction((tx) => prismaTickets(tx).lock(ticketId));
    if (ticket && may("read_words", personId, ticket, community)) return true;
  }
  return false;
}

async function ticketsWith(database: PrismaClient, photoId: string): Promise<number[]> {
  const rows = await database.ticketMessage.findMany({
    where: { images: { array_contains: [{ ref: photoId }] }, message: { chat: { channel: "web" } } },
    select: { ticketId: true },
  });
  return rows.map(({ ticketId }) => ticketId);
}
