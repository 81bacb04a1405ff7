import type { Story } from "#test/helpers/story.ts";

/** Every text of a story's database as one string. */
export async function everything({ replayed: { database } }: Story): Promise<string> {
  const tables = await database.$queryRaw<
    { table_name: string }[]
  >`select table_name from information_schema.tables where table_schema = 'public' and table_name not like '\\_%'`;
  const rows = await Promise.all(
    tables.map(({ table_name }) => database.$queryRawUnsafe(`select * from "${table_name}"`)),
  );
  return JSON.stringify(rows, (_, value: unknown) => (typeof value === "bigint" ? String(value) : value));
}
