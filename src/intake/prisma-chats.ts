// What becomes of chats: groups come, go, move and are renamed; private chats open and close.
import type { Prisma } from "#prisma/client/client.ts";
import type { ChatChange } from "#src/message.ts";

type Tx = Prisma.TransactionClient;

/** Writes down what has become of a chat, see the port. */
export async function chatChanged(tx: Tx, given: ChatChange, now: Date): Promise<number | null> {
  const { channel, chat } = given;
  const known = await tx.chat.findUnique({
    where: { channel_externalId: { channel, externalId: chat.id } },
  });
  if (given.change === "opened" || given.change === "blocked") {
    const unreachableAt = given.change === "blocked" ? now : null;
    await tx.account.updateMany({ where: { channel, externalId: chat.id }, data: { unreachableAt } });
    return known?.id ?? null;
  }
  if (given.change === "moved") return known && move(tx, { channel, id: known.id, to: given.to });
  if (!known && given.change !== "present") return null;
  const data = {
    title: chat.title,
    ...(given.change === "present" ? { leftAt: null, mutedAt: null, hears: given.hears } : {}),
    ...(given.change === "muted" ? { mutedAt: now, leftAt: null } : {}),
    ...(given.change === "left" ? { leftAt: now } : {}),
  };
  if (known) return (await tx.chat.update({ where: { id: known.id }, data })).id;
  const estates = await tx.estate.findMany({ take: 2 });
  const estateId = estates.length === 1 ? (estates[0]?.id ?? null) : null;
  const row = { channel, externalId: chat.id, kind: chat.kind, estateId, ...data };
  const [made] = await tx.chat.createManyAndReturn({ data: [row], skipDuplicates: true });
  return made?.id ?? null;
}

/** The chat goes on under its new id; where that is known already, only what it was is kept. */
async function move(tx: Tx, { channel, id, to }: { channel: string; id: number; to: string }) {
  const there = await tx.chat.findUnique({ where: { channel_externalId: { channel, externalId: to } } });
  if (there) return there.id;
  await tx.chat.update({ where: { id }, data: { externalId: to } });
  return id;
}
