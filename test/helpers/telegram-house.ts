// The program itself as a child, with a Telegram of its own: to be started, killed and started anew.
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { openDatabase } from "#src/database/client.ts";
import { testDatabase } from "#test/helpers/database.ts";
import { startTelegramServer } from "#test/helpers/telegram-server.ts";
import type { TgUser } from "#test/helpers/telegram-types.ts";

export type TelegramHouse = Awaited<ReturnType<typeof telegramHouse>>;

/** Nothing runs before `start`; `close` ends and drops all. */
export async function telegramHouse() {
  const server = await startTelegramServer();
  const fresh = await testDatabase();
  const database = openDatabase(fresh.url);
  const home = mkdtempSync(join(tmpdir(), "linli-telegram-"));
  let child: ChildProcess | null = null;
  let said = "";

  const house = {
    server,
    database: database.prisma,
    /** Takes a lock in the database, for the house to wait at. */
    hold: (lock: string) => hold(fresh.url, lock),
    /** What it has printed and logged. */
    said: () => said,
    /** Starts it with these settings beside the usual; resolves with its address, or its exit code and last words. */
    async start(settings: Record<string, string> = {}): Promise<string> {
      const own = {
        LINLI_HOME: home,
        DATABASE_URL: fresh.url,
        PORT: "0",
        LOG_LEVEL: "info",
        LINLI_DEMO: "true",
      };
      const telegram = { TELEGRAM_BOT_TOKEN: server.token, TELEGRAM_API_ROOT: server.address };
      const started = spawn(process.execPath, ["--no-deprecation", "src/main.ts"], {
        env: { ...process.env, ...own, ...telegram, ...settings },
        stdio: ["ignore", "ignore", "pipe"],
      });
      child = started;
      let words = "";
      return new Promise((resolve) => {
        started.stderr.on("data", (chunk) => {
          words += String(chunk);
          said += String(chunk);
          const found = /ready: open (http:\S+)/.exec(words)?.[1];
          if (found) resolve(found);
        });
        started.once("close", (code) => resolve(`exit ${code}: ${words}`));
      });
    },
    /** Ends it as a power cut does, or as an operator does. */
    async end(signal: "SIGKILL" | "SIGTERM" = "SIGKILL"): Promise<void> {
      if (!child || child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, "close");
      child.kill(signal);
      await gone;
    },
    /** Lets members of the demo community talk by Telegram instead of the web chat; returns who is who there. */
    async moveMembers(): Promise<Map<string, TgUser>> {
      const accounts = await database.prisma.account.findMany({
        where: { channel: "web", person: { memberships: { some: {} } } },
      });
      const people = new Map<string, TgUser>();
      for (const { id, externalId, name } of accounts) {
        const user = server.user({ name });
        const data = { channel: "telegram", externalId: String(user.id) };
        await database.prisma.account.update({ where: { id }, data });
        people.set(externalId, user);
      }
      return people;
    },
    async close(): Promise<void> {
      await house.end("SIGTERM");
      await server.close();
      await database.close();
      await fresh.drop();
      rmSync(home, { recursive: true, force: true });
    },
  };
  return house;
}

async function hold(url: string, lock: string) {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {});
  await client.connect();
  await client.query("begin");
  await client.query(lock);
  return {
    /** How many connections wait for a lock. */
    waiting: async (): Promise<number> => {
      const { rows } = await client.query<{ n: number }>(
        "select count(*)::int as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
      );
      return rows[0]?.n ?? 0;
    },
    release: () => client.end(),
  };
}
