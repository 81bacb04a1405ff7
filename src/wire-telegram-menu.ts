// Which commands Telegram's menus show: from the table of commands and the table of rights, by who holds which office.
import type { PrismaClient } from "#prisma/client/client.ts";
import type { Menus } from "#src/channels/telegram-menu.ts";
import type { CommandName } from "#src/desk/command.ts";
import { aliasOf, menuFor } from "#src/desk/menu.ts";
import { officesOf } from "#src/routing/community.ts";
import type { Community } from "#src/routing/community.ts";

/** In a group hardly anybody gives commands: one says what is the matter. */
const IN_GROUPS: CommandName[] = ["mine", "help"];

/** The menus as they are to be now; of those who hold an office only whoever has written in private has one of their own. */
export async function menusOf(database: PrismaClient, community: Community): Promise<Menus> {
  const personIds = [...new Set(community.members.map(({ personId }) => personId))];
  const chats = await database.chat.findMany({
    where: { channel: "telegram", kind: "private", personId: { in: personIds }, messages: { some: {} } },
    select: { externalId: true, personId: true },
    orderBy: { id: "asc" },
  });
  const people = chats.map(({ externalId, personId }) => {
    const roles = officesOf(community, personId ?? 0).map(({ role }) => role);
    return { chat: externalId, commands: menuFor(roles).map(aliasOf) };
  });
  return { group: IN_GROUPS.map(aliasOf), resident: menuFor([]).map(aliasOf), people };
}
