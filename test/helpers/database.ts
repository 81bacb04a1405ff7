// A database of one's own per test file: migrated, empty, gone afterwards.
import { randomBytes } from "node:crypto";
import { inject } from "vitest";
import { dropDatabase, freshDatabase } from "#src/database/template.ts";

export type TestDatabase = { url: string; drop(): Promise<void> };

/** Clones a fresh database; call it in beforeAll and `drop` it in afterAll. */
export async function testDatabase(): Promise<TestDatabase> {
  const adminUrl = inject("adminUrl");
  const name = `test_${randomBytes(6).toString("hex")}`;
  const url = await freshDatabase(adminUrl, name);
  return { url, drop: () => dropDatabase(adminUrl, name) };
}
