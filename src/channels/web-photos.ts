// Pictures of the web chat: the bytes under LINLI_HOME/photos, who may see them in Postgres.
import { randomBytes } from "node:crypto";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { PrismaClient, WebPhoto } from "#prisma/client/client.ts";

export const PHOTO_ID = /^[0-9a-f]{32}$/;

export type Photos = ReturnType<typeof webPhotos>;

export function webPhotos(database: PrismaClient, home: string) {
  const folder = join(home, "photos");
  return {
    /** Keeps the picture and returns its id; `type` is what imageType found. */
    async add(
      photo: { chat: string; owner: string; type: string; at: Date },
      bytes: Uint8Array,
    ): Promise<string> {
      const id = randomBytes(16).toString("hex");
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await writeFile(join(folder, id), bytes, { mode: 0o600, flag: "wx" });
      await database.webPhoto.create({ data: { id, ...photo } });
      return id;
    },

    /** How many of the ids are pictures this person put into this chat. */
    async owned(ids: string[], owner: string, chat: string): Promise<number> {
      return ids.length === 0 ? 0 : database.webPhoto.count({ where: { id: { in: ids }, owner, chat } });
    },

    async find(id: string): Promise<WebPhoto | null> {
      return PHOTO_ID.test(id) ? database.webPhoto.findUnique({ where: { id } }) : null;
    },

    async read(id: string): Promise<Uint8Array<ArrayBuffer>> {
      return new Uint8Array(await readFile(join(folder, id)));
    },

    /** Deletes these pictures. */
    async remove(ids: string[]): Promise<void> {
      for (const id of ids) await rm(join(folder, id), { force: true });
      await database.webPhoto.deleteMany({ where: { id: { in: ids } } });
    },

    /** Deletes all pictures that an account has sent. */
    async eraseOf(account: string): Promise<void> {
      const rows = await database.webPhoto.findMany({ where: { owner: account }, select: { id: true } });
      await this.remove(rows.map(({ id }) => id));
    },

    /** Deletes pictures taken in before the moment, but for those still needed; returns how many. */
    async purge(before: Date, isNeeded: (id: string) => Promise<boolean>): Promise<number> {
      const old = await database.webPhoto.findMany({ where: { at: { lt: before } }, select: { id: true } });
      let gone = 0;
      for (const { id } of old) {
        if (await isNeeded(id)) continue;
        await rm(join(folder, id), { force: true });
        await database.webPhoto.delete({ where: { id } });
        gone += 1;
      }
      return gone;
    },
  };
}
