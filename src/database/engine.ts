// Prisma's own schema engine as WebAssembly: the same as the CLI's, without its download.
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { PrismaPg } from "@prisma/adapter-pg";
import {
  bindMigrationAwareSqlAdapterFactory,
  ColumnTypeEnum,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
} from "@prisma/driver-adapter-utils";
import pg from "pg";
import * as wasm from "@prisma/schema-engine-wasm/schema_engine_bg";

type Engine = wasm.SchemaEngine;

/** What @types/node and the package's own types leave out. */
type Exports = Record<string, () => void>;
declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object, imports: object) => { exports: Exports };
};
type Glue = { __wbg_set_wasm(exports: Exports): void };

let loaded = false;

function load(): void {
  if (loaded) return;
  loaded = true;
  const file = createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm/schema_engine_bg");
  const module = new WebAssembly.Module(readFileSync(file.replace(/\.js$/, ".wasm")));
  const { exports } = new WebAssembly.Instance(module, { "./schema_engine_bg.js": wasm });
  (wasm as unknown as Glue).__wbg_set_wasm(exports);
  exports["__wbindgen_start"]?.();
}

/** Runs `work` with an engine on the database of the connection string, and leaves no connection behind. */
export async function withEngine<T>(url: string, work: (engine: Engine) => Promise<T>): Promise<T> {
  load();
  const pool = quietPool(url);
  const shadows = shadowDatabases(url, pool);
  const adapter: SqlMigrationAwareDriverAdapterFactory = {
    provider: "postgres",
    adapterName: "@prisma/adapter-pg",
    connect: () => adapt(pool),
    connectToShadowDb: shadows.connect,
  };
  try {
    const bound = bindMigrationAwareSqlAdapterFactory(adapter);
    const engine = await wasm.SchemaEngine.new({ datamodels: undefined }, () => {}, bound);
    try {
      return await work(engine);
    } finally {
      engine.free();
    }
  } finally {
    await shadows.drop();
    await pool.end();
  }
}

/** A connection that the server ends while we close it must not bring the process down. */
function quietPool(connectionString: string): pg.Pool {
  const pool = new pg.Pool({ connectionString, max: 2 });
  pool.on("error", () => {});
  pool.on("connect", (client) => client.on("error", () => {}));
  return pool;
}

const CHAR = 18;
const CHAR_ARRAY = 1002;

/**
 * The adapter refuses the catalogue's type "char", which the engine reads when it looks at constraints: here it
 * passes as an array of them, and is a single one again on the way out.
 */
async function adapt(pool: pg.Pool): Promise<SqlDriverAdapter> {
  const query = pool.query.bind(pool) as (...args: unknown[]) => Promise<pg.QueryResult>;
  pool.query = (async (...args: unknown[]) => {
    const result = await query(...args);
    for (const field of result.fields ?? []) if (field.dataTypeID === CHAR) field.dataTypeID = CHAR_ARRAY;
    return result;
  }) as typeof pool.query;
  const adapter = await new PrismaPg(pool).connect();
  const queryRaw = adapter.queryRaw.bind(adapter);
  const { Character, CharacterArray } = ColumnTypeEnum;
  adapter.queryRaw = async (sql) => {
    const found = await queryRaw(sql);
    const columnTypes = found.columnTypes.map((type) => (type === CharacterArray ? Character : type));
    return { ...found, columnTypes };
  };
  return adapter;
}

/** The adapter's own shadow database would be the real one, as the connection string's name wins over the new one. */
function shadowDatabases(url: string, pool: pg.Pool) {
  const made: { name: string; pool: pg.Pool }[] = [];
  return {
    connect: async () => {
      const name = `linli_shadow_${randomUUID()}`;
      await pool.query(`create database "${name}" template template0`);
      const shadow = quietPool(withName(url, name));
      made.push({ name, pool: shadow });
      return adapt(shadow);
    },
    drop: async () => {
      for (const shadow of made) {
        await shadow.pool.end();
        await pool.query(`drop database if exists "${shadow.name}" with (force)`);
      }
    },
  };
}

/** The connection string with another database's name in it. */
export function withName(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}
