// What the writers of a community share.
import type { Prisma } from "#prisma/client/client.ts";
import type { Report } from "./changes.ts";
import type { CommunityFile } from "./community.ts";

export type Tx = Prisma.TransactionClient;
/** One import under way; what is found out about it goes into the report. */
export type Import = { file: CommunityFile; channels: string[]; now: Date; report: Report };

const CHUNK = 2_000;

/** Does the work with so many of a long list at a time that a statement can carry them. */
export async function inChunks<T>(all: readonly T[], work: (some: T[]) => Promise<unknown>): Promise<void> {
  for (let from = 0; from < all.length; from += CHUNK) await work(all.slice(from, from + CHUNK));
}

export async function ids(rows: Promise<{ id: number; code: string }[]>): Promise<Map<string, number>> {
  return new Map((await rows).map((row) => [row.code, row.id]));
}

export function must(map: Map<string, number>, code: string): number {
  const id = map.get(code);
  if (id === undefined) throw new Error(`community: ${code} was checked but is not there`);
  return id;
}
