// Brings a database to the schema of this version with Prisma's ordinary migrations, offline.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { DiffTarget, MigrationList } from "@prisma/schema-engine-wasm";
import { AppError } from "#src/errors.ts";
import { withEngine } from "./engine.ts";

const PRISMA = resolve(import.meta.dirname, "../../prisma");
export const MIGRATIONS = join(PRISMA, "migrations");
const LOCK = "migration_lock.toml";
const LOCK_TEXT = 'provider = "postgresql"\n';
const FILTERS = { externalTables: [], externalEnums: [] };

/**
 * Applies the migrations that the database lacks and returns their names. Several processes may do so at once.
 * Throws AppError bad_input for a migration that was edited after it was applied, that failed before, or
 * that this version does not know.
 */
export function migrate(url: string, folder = MIGRATIONS): Promise<string[]> {
  const migrationsList = readMigrations(folder);
  return withEngine(url, async (engine) => {
    const found = await engine.diagnoseMigrationHistory({
      migrationsList,
      optInToShadowDatabase: false,
      filters: FILTERS,
    });
    const [edited] = found.editedMigrationNames;
    if (edited) throw fault(edited, "was changed after it was applied; restore it and write a new one");
    const [failed] = found.failedMigrationNames;
    if (failed)
      throw fault(
        failed,
        "has failed before; put the database right, then delete its row in _prisma_migrations",
      );
    if (found.history && "unpersistedMigrationNames" in found.history) {
      const unknown = found.history.unpersistedMigrationNames.join(", ");
      throw fault(unknown, "is in the database but not in this version; install the version that made it");
    }
    const applied = engine.applyMigrations({ migrationsList, filters: FILTERS });
    const names = await applied.catch((error: Error) => {
      throw doesNotApply(error);
    });
    return names.appliedMigrationNames;
  });
}

/** The SQL that leads from the migrations to schema.prisma; empty when they agree. Needs a server to try them on. */
export function diff(url: string, folder = MIGRATIONS): Promise<string> {
  const from: DiffTarget = { tag: "migrations", ...readMigrations(folder) };
  const schema = { path: "schema.prisma", content: readFileSync(join(PRISMA, "schema.prisma"), "utf8") };
  const to: DiffTarget = { tag: "schemaDatamodel", files: [schema] };
  return withEngine(url, async (engine) => {
    const found = await engine.diff({ from, to, script: true, exitCode: true, filters: FILTERS });
    return found.exitCode === 0 ? "" : (found.stdout ?? "");
  });
}

/** Writes what `diff` finds as a new migration and returns its folder, or null when there is nothing to write. */
export async function draftMigration(url: string, name: string, now: Date): Promise<string | null> {
  if (!/^[a-z][a-z0-9_]*$/.test(name)) {
    throw new AppError(
      "bad_input",
      `migration name: expected lower_snake letters, got ${JSON.stringify(name)}`,
    );
  }
  const sql = await diff(url);
  if (sql === "") return null;
  const stamp = now.toISOString().replace(/\D/g, "").slice(0, 14);
  const folder = join(MIGRATIONS, `${stamp}_${name}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "migration.sql"), sql.trimStart());
  writeFileSync(join(MIGRATIONS, LOCK), LOCK_TEXT);
  return folder;
}

/** The migrations on disk in the order they are applied, in the engine's words. */
export function readMigrations(folder: string): MigrationList {
  const names = existsSync(folder) ? readdirSync(folder, { withFileTypes: true }) : [];
  const folders = names.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return {
    baseDir: folder,
    lockfile: { path: LOCK, content: LOCK_TEXT },
    shadowDbInitScript: "",
    migrationDirectories: folders.sort().map((name) => ({
      path: name,
      migrationFile: {
        path: "migration.sql",
        content: { tag: "ok", value: readFileSync(join(folder, name, "migration.sql"), "utf8") },
      },
    })),
  };
}

/** The engine's errors end in a trace of its own functions, which alone names the migration. */
function doesNotApply(cause: Error): AppError {
  const [, name] = /migration_name="([^"]+)"/.exec(cause.message) ?? [];
  const [reason = ""] = cause.message
    .replace("external connector error", "")
    .trim()
    .split(/\n +0: /);
  return name ? fault(name, `does not apply: ${reason}`) : new AppError("bad_input", reason, { cause });
}

function fault(migration: string, what: string): AppError {
  return new AppError("bad_input", `prisma/migrations/${migration}: ${what}`);
}
