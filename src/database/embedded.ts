// The Postgres that comes along: started on first use, shared by every linli process of one LINLI_HOME.
import { readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { AppError } from "#src/errors.ts";
import { run } from "./binaries.ts";
import { type Cluster, LINLI, prepareCluster } from "./cluster.ts";

export type Embedded = {
  /** Connection string of the database `linli`, password included. */
  url: string;
  /** Leaves the server; the last one to leave stops it. Close your own pools first. Safe to call twice. */
  stop(): Promise<void>;
};

const DEADLINE = 120_000;
const STARTS = 10;
/** Held shared by every process that uses the server, so that nobody stops it under another's feet. */
const IN_USE = 7_255_461;
const LEAVING = "linli leaving";

/** Durability stays on. Errors are logged without statement and values, which may be residents' words. */
const SETTINGS = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "''",
  max_connections: 200,
  shared_buffers: "128MB",
  max_parallel_workers_per_gather: 0,
  jit: "off",
  log_checkpoints: "off",
  log_min_error_statement: "panic",
  log_error_verbosity: "terse",
  log_timezone: "UTC",
  timezone: "UTC",
};

/**
 * Starts the embedded Postgres of `home`, or joins the one that already runs there, and makes sure that
 * the database `linli` exists. Any number of processes may call it at once.
 * Throws AppError service_unavailable, saying what to do, when it cannot run on this machine.
 */
export async function startEmbedded(
  home: string,
  progress: (text: string) => void = () => {},
): Promise<Embedded> {
  const cluster = await prepareCluster(home, progress);
  const keeper = await reach(cluster, progress);
  await createDatabase(keeper);
  let left: Promise<void> | null = null;
  return {
    url: `postgresql://${LINLI}:${cluster.password}@127.0.0.1:${keeper.port}/${LINLI}`,
    stop: () => (left ??= leave(cluster, keeper)),
  };
}

/** Joins the running server or starts one, again and again until one of the two has worked. */
async function reach(cluster: Cluster, progress: (text: string) => void): Promise<pg.Client> {
  const deadline = performance.now() + DEADLINE;
  let failure = "it does not answer";
  for (let starts = 0; performance.now() < deadline && starts < STARTS; await pause(50)) {
    const port = runningPort(cluster.data);
    if (port === null) {
      if (starts === 0) progress("starting the embedded database");
      starts += 1;
      failure = (await startServer(cluster)) ?? failure;
      continue;
    }
    const keeper = await enter(cluster, port);
    if (typeof keeper !== "string") return keeper;
    failure = keeper;
  }
  throw new AppError("service_unavailable", `${cluster.data}: Postgres does not start: ${failure}`);
}

/** The port of the server on this folder, read from its lock file, or null when none is alive. */
function runningPort(data: string): number | null {
  const file = join(data, "postmaster.pid");
  const [pid, , , port] = (read(file) ?? "").split("\n");
  if (!pid || !port) return null;
  const alive = aliveAs(Number(pid));
  // After a crash the number may belong to another program (always so in containers), and Postgres would refuse.
  if (alive === "stranger") rmSync(file, { force: true });
  return alive === "postgres" ? Number(port) : null;
}

function aliveAs(pid: number): "postgres" | "stranger" | "nobody" {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EPERM") return "nobody";
  }
  if (process.platform !== "linux") return "postgres";
  // Empty for a zombie, which holds nothing any more.
  const [program = ""] = (read(`/proc/${pid}/cmdline`) ?? "").split("\0");
  return program.endsWith("/postgres") ? "postgres" : "stranger";
}

function read(file: string): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return null;
  }
}

/** Null when it runs, else why not: the end of its log. Detached, so that Ctrl-C in a terminal never reaches it. */
async function startServer(cluster: Cluster): Promise<string | null> {
  const log = join(cluster.data, "server.log");
  const settings = Object.entries({ port: await freePort(), ...SETTINGS });
  const flags = settings.map(([name, value]) => `-c ${name}=${value}`).join(" ");
  const { code, output } = await run(
    cluster.binaries.pg_ctl,
    ["start", "-w", "-t", "60", "-D", cluster.data, "-l", log, "-o", flags],
    cluster.owner,
  );
  return code === 0 ? null : `${output}\n${(read(log) ?? "").slice(-1000)}`;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}

/** A connection that stays for as long as we use the server, or why there is none yet. */
async function enter(cluster: Cluster, port: number): Promise<pg.Client | string> {
  const keeper = new pg.Client({
    host: "127.0.0.1",
    port,
    user: LINLI,
    password: cluster.password,
    database: "postgres",
    application_name: "linli",
  });
  keeper.on("error", () => {});
  try {
    await keeper.connect();
    const found = await keeper.query<{ data: string }>("select current_setting('data_directory') as data");
    if (found.rows[0]?.data !== cluster.data) throw new Error(`port ${port} serves ${found.rows[0]?.data}`);
    await keeper.query("select pg_advisory_lock_shared($1)", [IN_USE]);
    return keeper;
  } catch (error) {
    await keeper.end().catch(() => {});
    if ((error as { code?: string }).code !== "28P01") return (error as Error).message;
    throw new AppError(
      "service_unavailable",
      `${cluster.data}: the password in postgres-password beside it is not the one it was made with`,
      { cause: error },
    );
  }
}

async function createDatabase(keeper: pg.Client): Promise<void> {
  const { rowCount } = await keeper.query("select from pg_database where datname = $1", [LINLI]);
  if (rowCount) return;
  await keeper.query(`create database ${LINLI}`).catch((error: { code?: string }) => {
    // Made by another starter in the meantime.
    if (error.code !== "42P04" && error.code !== "23505") throw error;
  });
}

async function leave(cluster: Cluster, keeper: pg.Client): Promise<void> {
  try {
    if (await isLast(keeper)) {
      const stop = ["stop", "-m", "fast", "-w", "-D", cluster.data];
      const { code, output } = await run(cluster.binaries.pg_ctl, stop, cluster.owner);
      if (code !== 0 && runningPort(cluster.data) !== null) {
        throw new AppError("service_unavailable", `${cluster.data}: Postgres does not stop: ${output}`);
      }
    }
  } finally {
    await keeper.end().catch(() => {});
  }
}

/**
 * Whether no other process uses the server. Named as leaving before the lock is let go: of several that
 * leave at once, whoever gets the lock alone sees the others as leaving.
 */
async function isLast(keeper: pg.Client): Promise<boolean> {
  try {
    await keeper.query(`set application_name = '${LEAVING}'`);
    await keeper.query("select pg_advisory_unlock_shared($1)", [IN_USE]);
    const lock = await keeper.query<{ alone: boolean }>("select pg_try_advisory_lock($1) as alone", [IN_USE]);
    if (!lock.rows[0]?.alone) return false;
    // The backends of pools just closed take a moment to go.
    for (let tries = 0; tries < 10; tries += 1) {
      const others = await keeper.query(
        `select from pg_stat_activity
         where backend_type = 'client backend' and pid <> pg_backend_pid() and application_name <> $1`,
        [LEAVING],
      );
      if (others.rowCount === 0) return true;
      await pause(50);
    }
    return false;
  } catch {
    // The server is gone already.
    return false;
  }
}
