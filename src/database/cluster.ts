// The embedded database's folder: made once, aside, and moved into place whole.
import { existsSync } from "node:fs";
import { chmod, chown, link, mkdir, readFile, realpath, rename, rm, writeFile } from "node:fs/promises";
import { createHash, randomBytes } from "node:crypto";
import { join } from "node:path";
import { AppError } from "#src/errors.ts";
import { type Binaries, postgresBinaries, run } from "./binaries.ts";
import { blockedAt, type Owner, postgresOwner } from "./owner.ts";

export type Cluster = { data: string; password: string; owner: Owner | null; binaries: Binaries };

/** The superuser and the database are both called so. */
export const LINLI = "linli";

const OUTSIDE = "/var/lib/linli";

/** Code points decide the order of texts, so that lists are sorted the same on every machine. */
const LOCALE = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"];

/**
 * Finds the cluster under `home` (an absolute or relative folder), making it on first use; several
 * processes may do so at once. Throws AppError service_unavailable when it cannot be here.
 */
export async function prepareCluster(home: string, progress: (text: string) => void): Promise<Cluster> {
  await mkdir(home, { recursive: true });
  const place = await reachable(await realpath(home), progress);
  const data = join(place, "postgres");
  const owner = postgresOwner(data);
  const binaries = await postgresBinaries(place, owner);
  const cluster = { data, owner, binaries, password: await sharedPassword(place) };
  if (!isMade(cluster)) {
    progress("preparing the embedded database");
    await make(cluster);
  }
  return cluster;
}

/**
 * The folder itself; for root, whose Postgres runs as another user, a folder outside when that user may not enter
 * (a clone under /root, say). It is the same one at every start.
 */
async function reachable(home: string, progress: (text: string) => void): Promise<string> {
  const owner = postgresOwner(join(home, "postgres"));
  if (!owner) return home;
  await chmod(home, 0o711);
  const blocked = blockedAt(home, owner);
  if (blocked === null) return home;
  const outside = join(OUTSIDE, createHash("sha256").update(home).digest("hex").slice(0, 12));
  await mkdir(outside, { recursive: true, mode: 0o711 });
  const refused = blockedAt(outside, owner);
  if (refused !== null) {
    throw new AppError(
      "service_unavailable",
      `${refused}: expected a folder that user ${owner.name} may enter, as Postgres does not run as root; set LINLI_HOME to one`,
    );
  }
  progress(
    `the database is kept in ${outside}: as root it runs as user ${owner.name}, who may not enter ${blocked}`,
  );
  return outside;
}

/** The first of several starters writes it, and all read the same. */
async function sharedPassword(home: string): Promise<string> {
  const file = join(home, "postgres-password");
  if (!existsSync(file)) {
    const draft = `${file}.${process.pid}`;
    await writeFile(draft, randomBytes(24).toString("hex") + "\n", { mode: 0o600 });
    await link(draft, file).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") throw error;
    });
    await rm(draft);
  }
  return (await readFile(file, "utf8")).trim();
}

function isMade(cluster: Cluster): boolean {
  return existsSync(cluster.data);
}

async function make(cluster: Cluster): Promise<void> {
  const draft = `${cluster.data}.${process.pid}`;
  const passwordFile = join(draft, "password");
  const made = join(draft, "data");
  try {
    await rm(draft, { recursive: true, force: true });
    await mkdir(draft, { mode: 0o700 });
    await writeFile(passwordFile, cluster.password, { mode: 0o600 });
    for (const path of cluster.owner ? [draft, passwordFile] : []) {
      await chown(path, cluster.owner?.uid ?? 0, cluster.owner?.gid ?? 0);
    }
    const access = [`--username=${LINLI}`, "--auth=scram-sha-256", `--pwfile=${passwordFile}`];
    const { code, output } = await run(
      cluster.binaries.initdb,
      ["-D", made, ...LOCALE, ...access],
      cluster.owner,
    );
    if (code !== 0) throw new AppError("service_unavailable", `${cluster.data}: initdb failed: ${output}`);
    // Another starter may have been faster; its database has the same password.
    await rename(made, cluster.data).catch((error: unknown) => {
      if (!isMade(cluster)) throw error;
    });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}
