// Pictures that another channel has: the web chat keeps where they are, and fetches them when somebody looks.
import { createHash } from "node:crypto";
import type { PrismaClient } from "#prisma/client/client.ts";
import type { Image } from "#src/message.ts";

export type Borrowed = ReturnType<typeof webBorrowed>;

export function webBorrowed(database: PrismaClient) {
  return {
    /** Keeps where the picture is and returns the id by which it is asked for here: each time the same. */
    async add({ channel = "", ref }: Image, at: Date): Promise<string> {
      // Not to be guessed: the reference is known to the platform and to us.
      const id = createHash("sha256").update(`${channel} ${ref}`).digest("hex").slice(0, 32);
      await database.webBorrowedPhoto.upsert({
        where: { id },
        create: { id, channel, ref, at },
        update: { at },
      });
      return id;
    },

    async find(id: string): Promise<{ channel: string; ref: string } | null> {
      return database.webBorrowedPhoto.findUnique({ where: { id }, select: { channel: true, ref: true } });
    },

    /** Forgets those not shown since the moment: the posts that showed them are gone as well. */
    async purge(before: Date): Promise<void> {
      await database.webBorrowedPhoto.deleteMany({ where: { at: { lt: before } } });
    },
  };
}
