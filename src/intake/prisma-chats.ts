// What becomes of chats: groups come, go, move and are renamed; private chats open and close.
import type { Prisma } from "#prisma/client/client.ts";
import type { ChatChange } from "#src/message.ts";
import type { Chats, ChatTurn, Standing } from "./chats.ts";
import { estateOfAll } from "./prisma-meet.ts";
import { lockChat, move } from "./prisma-move.ts";

type Tx = Prisma.TransactionClient;

/** Chats over one Prisma transaction. */
export function prismaChats(tx: Tx): Chats {
  return {
    chatChanged: (change, now) => chatChanged(tx, change, now),
    talkOf: async (chatId, personId) => {
      const pair = { chatId, personId };
      await tx.conversation.createMany({ data: [pair], skipDuplicates: true });
      return (await tx.conversation.findUniqueOrThrow({ where: { chatId_personId: pair } })).id;
    },
  };
}

async function chatChanged(tx: Tx, given: ChatChange, now: Date): Promise<ChatTurn | null> {
  if (given.change === "opened" || given.change === "blocked") return privateTurned(tx, given, now);
  const { channel, chat } = given;
  if (given.change === "moved") {
    await move(tx, { channel, from: chat.id, to: given.to });
    return null;
  }
  if (given.change === "present") await know(tx, given);
  const before = await lockChat(tx, { channel, externalId: chat.id });
  if (!before || before.kind !== "group") return null;
  const data = {
    // A change that the house has concluded by itself brings no title.
    ...(chat.title === "" ? {} : { title: chat.title }),
    ...(given.change === "present" ? { leftAt: null, mutedAt: null, hears: given.hears } : {}),
    ...(given.change === "muted" ? { mutedAt: before.mutedAt ?? now, leftAt: null } : {}),
    ...(given.change === "left" ? { leftAt: before.leftAt ?? now } : {}),
  };
  const after = await tx.chat.update({ where: { id: before.id }, data });
  const { id: chatId, title } = after;
  return { kind: "group", chatId, title, before: standingOf(before), after: standingOf(after) };
}

function standingOf({ leftAt, mutedAt, hears }: Standing): Standing {
  return { leftAt, mutedAt, hears };
}

/** A group is known from when the bot is in it. */
async function know(tx: Tx, { channel, chat }: ChatChange): Promise<void> {
  const row = { channel, externalId: chat.id, kind: "group" as const, title: chat.title };
  await tx.chat.createMany({ data: [{ ...row, estateId: await estateOfAll(tx) }], skipDuplicates: true });
}

/** A person opens or closes their private chat; both platforms' ways to name it are known. */
async function privateTurned(tx: Tx, given: ChatChange, now: Date): Promise<ChatTurn | null> {
  const { channel, chat, change } = given;
  const open = change === "opened";
  const byName = { channel_externalId: { channel, externalId: chat.id } };
  const known = await tx.chat.findUnique({ where: byName });
  const account =
    (await tx.account.findUnique({ where: byName })) ??
    (known?.personId
      ? await tx.account.findFirst({ where: { channel, personId: known.personId }, orderBy: { id: "asc" } })
      : null);
  // Who has never been met has nothing waiting for them.
  if (!account) return null;
  const { id, personId } = account;
  const turns = { id, unreachableAt: open ? { not: null } : null };
  const { count } = await tx.account.updateMany({
    where: turns,
    data: { unreachableAt: open ? null : now },
  });
  if (open && !known) {
    const row = { channel, externalId: chat.id, kind: "private" as const, title: "", personId };
    await tx.chat.createMany({ data: [{ ...row, estateId: await estateOfAll(tx) }], skipDuplicates: true });
  }
  const chatId = (await tx.chat.findUnique({ where: byName }))?.id ?? null;
  return {
    kind: "private",
    chatId,
    personId,
    account: { id, channel },
    open,
    turned: count > 0,
    fresh: open && !known,
  };
}
