// A real Redis server for a test file, on a port and in a folder of its own.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "#test/helpers/free-port.ts";

export type TestRedis = { url: string; stop(): Promise<void> };

export async function startRedis(policy = "noeviction"): Promise<TestRedis> {
  const port = await freePort();
  const dir = mkdtempSync(join(tmpdir(), "linli-redis-"));
  const place = ["--port", String(port), "--bind", "127.0.0.1", "--dir", dir];
  const server = spawn(
    "redis-server",
    [...place, "--save", "", "--appendonly", "yes", "--maxmemory-policy", policy],
    { stdio: ["ignore", "pipe", "ignore"] },
  );
  const kill = () => server.kill("SIGKILL");
  process.once("exit", kill);
  let said = "";
  for await (const chunk of server.stdout) {
    said += String(chunk);
    if (said.includes("Ready to accept connections")) break;
  }
  if (server.exitCode !== null) throw new Error(`redis-server does not start: ${said}`);
  return {
    url: `redis://127.0.0.1:${port}`,
    stop: async () => {
      process.off("exit", kill);
      const gone = once(server, "exit");
      server.kill("SIGTERM");
      await gone;
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
