import { asPiece } from "#src/intake/gather.ts";
import { addToTicket } from "./add-to-ticket.ts";
import type { Done } from "./done.ts";

/** 补充: what follows the code is more about the ticket, as if it had been said without a command. */
export async function add({ step, conversation, ticket, text, images, message }: Done): Promise<void> {
  const piece = asPiece([{ ...message, text, images: [...message.images, ...images] }]);
  await addToTicket(step, conversation, { piece, ticket });
}
