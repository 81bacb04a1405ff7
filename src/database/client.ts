// The one way to the database: a pool of connections with Prisma on it.
import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { PrismaClient } from "#prisma/client/client.ts";
import { AppError } from "#src/errors.ts";
import { statementNames } from "./statements.ts";

export type Database = {
  prisma: PrismaClient;
  /** The same connections without Prisma, for typed SQL on the hot path. */
  pool: pg.Pool;
  /** Waits for the queries in hand and closes every connection. Safe to call twice. */
  close(): Promise<void>;
};

export type DatabaseOptions = {
  /** Most connections at once. */
  connections?: number;
  /** Told when a connection that nobody uses breaks; the pool replaces it by itself. */
  onError?: (error: Error) => void;
};

const PROBE_TIMEOUT = 5_000;

/** Opens a pool on the connection string; nothing connects before the first query, so `probe` it first. */
export function openDatabase(url: string, options: DatabaseOptions = {}): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.connections ?? 10,
    application_name: "linli",
  });
  pool.on("error", options.onError ?? (() => {}));
  // One that the server ends while the pool is closing has no other listener any more.
  pool.on("connect", (client) => client.on("error", () => {}));
  const adapter = new PrismaPg(pool, { statementNameGenerator: statementNames() });
  const prisma = new PrismaClient({ adapter });
  let closed: Promise<void> | null = null;
  const close = async () => {
    await prisma.$disconnect();
    await pool.end();
  };
  return { prisma, pool, close: () => (closed ??= close()) };
}

/** Asks the server one question. Throws AppError service_unavailable naming host, port and database. */
export async function probe(url: string): Promise<void> {
  const place = describe(url);
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: PROBE_TIMEOUT });
  client.on("error", () => {});
  try {
    await client.connect();
    await client.query("select 1");
  } catch (cause) {
    const reason = reasonOf(cause);
    throw new AppError("service_unavailable", `database ${place} does not answer: ${reason}`, { cause });
  } finally {
    await client.end().catch(() => {});
  }
}

/** Host, port and database of a connection string, never its password. Throws AppError bad_input. */
export function describe(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (!parsed || !/^postgres(ql)?:$/.test(parsed.protocol) || parsed.pathname.length < 2) {
    throw new AppError("bad_input", "DATABASE_URL: expected postgresql://user:password@host:port/database");
  }
  return `${parsed.hostname || "localhost"}:${parsed.port || "5432"}${decodeURI(parsed.pathname)}`;
}

/** Node gathers the refusals of several addresses in an error without a message of its own. */
function reasonOf(cause: unknown): string {
  const first = cause instanceof AggregateError ? (cause.errors[0] as unknown) : cause;
  return first instanceof Error ? first.message : String(first);
}
