// One embedded Postgres for the whole run, stopped after it; each test file clones its own database from it.
import { resolve } from "node:path";
import type { TestProject } from "vitest/node";
import { startEmbedded } from "#src/database/embedded.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Connection string of a user who may create databases. */
    adminUrl: string;
  }
}

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const embedded = await startEmbedded(resolve(import.meta.dirname, "../../.data/test"));
  project.provide("adminUrl", embedded.url);
  return () => embedded.stop();
}
