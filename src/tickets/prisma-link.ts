import type { Prisma } from "#prisma/client/client.ts";
import type { Image } from "#src/message.ts";
import type { Linked } from "./store.ts";

type Tx = Prisma.TransactionClient;

/** Keeps with a ticket what of a message is about it, once. */
export async function link(tx: Tx, ticketId: number, { id: messageId, text, images }: Linked): Promise<void> {
  const key = { ticketId_messageId: { ticketId, messageId } };
  const known = await tx.ticketMessage.findUnique({ where: key });
  if (!known) {
    const { message } = await tx.ticketMessage.create({
      data: { ticketId, messageId, text, images },
      include: { message: true },
    });
    const where = { id: message.conversationId };
    await tx.conversation.update({ where, data: { ticketAt: message.at } });
    return;
  }
  // Another part of the message may turn out to be about the same ticket.
  const before = known.images as Image[];
  const fresh = images.filter(({ ref }) => before.every((image) => image.ref !== ref));
  const data = {
    text: known.text.includes(text) ? known.text : `${known.text}\n${text}`,
    images: [...before, ...fresh],
  };
  await tx.ticketMessage.update({ where: key, data });
}
