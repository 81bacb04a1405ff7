// One running house per database: the claim is a lock of a connection, so it ends with the process however that ends.
import pg from "pg";
import { AppError } from "#src/errors.ts";

export type Claim = {
  /** Says where this house can be reached, for the next one that tries. */
  announce(address: string): Promise<void>;
  release(): Promise<void>;
};

const HOUSE = 7_255_463;
const PREFIX = "linli house ";

/** Claims the database for this process. Throws AppError service_unavailable, naming the address, when a house runs on it. */
export async function claimHouse(url: string): Promise<Claim> {
  const client = new pg.Client({ connectionString: url, application_name: `${PREFIX}starting` });
  client.on("error", () => {});
  await client.connect();
  const { rows } = await client.query<{ mine: boolean }>("select pg_try_advisory_lock($1) as mine", [HOUSE]);
  if (!rows[0]?.mine) {
    const other = await client.query<{ name: string }>(
      `select application_name as name from pg_stat_activity
       where datname = current_database() and application_name like $1 and pid <> pg_backend_pid()`,
      [`${PREFIX}%`],
    );
    await client.end();
    const address = other.rows[0]?.name.slice(PREFIX.length) ?? "starting";
    throw new AppError(
      "service_unavailable",
      `already running (${address}); stop it first, or set LINLI_HOME and PORT for another one`,
    );
  }
  return {
    announce: async (address) => {
      await client.query("select set_config('application_name', $1, false)", [`${PREFIX}${address}`]);
    },
    release: async () => {
      await client.end();
    },
  };
}
