// The house on the network: its web pages, and what an operator's monitoring asks.
import { serve } from "@hono/node-server";
import { Hono } from "hono";
import type { Config } from "#src/config.ts";
import { AppError } from "#src/errors.ts";
import type { House } from "#src/corridor/house.ts";
import { findDue } from "#src/corridor/sweep.ts";

const LATE_MS = 60_000;
/** So many things late mean that the house does not keep up. */
const TOO_LATE = 100;

export type Served = { address: string; close(): Promise<void> };

/** Serves the channels' pages and routes, /healthz and /readyz. Throws AppError service_unavailable when the port is taken. */
export function serveHouse(house: House, parts: Hono[], config: Config): Promise<Served> {
  const app = new Hono();
  app.get("/healthz", (c) => c.json({ alive: true }));
  app.get("/readyz", async (c) => {
    const ready = await readiness(house);
    return c.json(ready, ready.database && ready.late < TOO_LATE ? 200 : 503);
  });
  for (const part of parts) app.route("/", part);
  return listen(app, config);
}

/**
 * Database: it answers. Late: how many things have been due for a minute and are not done. Channels: whether their
 * platform answers; one that does not makes the house no less ready for the others.
 */
async function readiness(house: House) {
  const channels = Object.fromEntries(
    [...house.channels.values()].map((channel) => [channel.name, channel.answers?.() ?? true]),
  );
  try {
    const late = await findDue(house, new Date(house.clock.now().getTime() - LATE_MS));
    return { database: true, late: late.length, channels };
  } catch {
    return { database: false, late: 0, channels };
  }
}

function listen(app: Hono, { port, host }: Config): Promise<Served> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: app.fetch, port, hostname: host }, (bound) => {
      resolve({
        address: `http://${host.includes(":") ? `[${host}]` : host}:${bound.port}`,
        close: () =>
          new Promise<void>((done) => {
            server.close(() => done());
            // Open event streams would keep it for ever.
            if ("closeAllConnections" in server) server.closeAllConnections();
          }),
      });
    });
    server.on("error", (error: NodeJS.ErrnoException) => {
      const taken = error.code === "EADDRINUSE";
      const text = taken
        ? `PORT: expected a free port, got ${port}, which another program uses`
        : error.message;
      reject(new AppError("service_unavailable", text, { cause: error }));
    });
  });
}
