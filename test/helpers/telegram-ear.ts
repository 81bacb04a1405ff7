// The Telegram channel on a Telegram of its own and a fresh database, with nobody behind it but the test.
import { once } from "node:events";
import { connect, createServer } from "node:net";
import type { Socket } from "node:net";
import { createAdaptorServer } from "@hono/node-server";
import type { ChatChange, InboundMessage, MessageChange } from "#src/message.ts";
import { telegramChannel } from "#src/channels/telegram.ts";
import type { TelegramChannel } from "#src/channels/telegram.ts";
import { systemClock } from "#src/clock.ts";
import { openDatabase } from "#src/database/client.ts";
import { AppError } from "#src/errors.ts";
import type { Log } from "#src/log.ts";
import { testDatabase } from "#test/helpers/database.ts";
import { freePort } from "#test/helpers/free-port.ts";
import { startTelegramServer } from "#test/helpers/telegram-server.ts";

export type Given = InboundMessage | MessageChange | ChatChange;
export const SECRET = "a-secret-of-the-tests";

export type TelegramEar = Awaited<ReturnType<typeof telegramEar>>;

/** Opens channel and server; the test starts the channel. `close` drops all. */
export async function telegramEar(
  options: Parameters<typeof startTelegramServer>[0] & { webhook?: boolean } = {},
) {
  const server = await startTelegramServer(options);
  const fresh = await testDatabase();
  const line = await wire(fresh.url);
  const database = openDatabase(line.url, { connections: 12 });
  const port = await freePort();
  const url = `http://127.0.0.1:${port}/telegram`;
  const logged: { fields: object; text: string }[] = [];
  const note = (fields: object, text: string) => void logged.push({ fields, text });
  const log: Log = { info: note, warn: note, error: note };
  const open = () =>
    telegramChannel({
      database: database.prisma,
      token: server.token,
      apiRoot: server.address,
      webhook: options.webhook ? { url, secret: SECRET } : null,
      image: () => Promise.reject(new AppError("not_found", "expected no picture of another channel")),
      menus: async () => ({ group: ["mine"], resident: ["mine", "help"], people: [] }),
      clock: systemClock,
      log,
    });
  const heard: Given[] = [];
  let handle: (given: Given) => void | Promise<void> = () => {};
  const take = async (given: Given) => {
    await handle(given);
    heard.push(given);
  };
  const ear = {
    server,
    database: database.prisma,
    line,
    url,
    logged,
    /** What the house took, in order. */
    heard,
    /** The words of the messages among it. */
    words: () => heard.flatMap((given) => ("text" in given && !("change" in given) ? [given.text] : [])),
    channel: open(),
    /** What the house does with each; throws to refuse it. */
    answer: (handler: typeof handle) => (handle = handler),
    start: () => ear.channel.start({ accept: take, follow: take, followChat: take }),
    /** Stops, and begins anew as another process would. */
    async restart(): Promise<void> {
      await ear.channel.stop();
      ear.channel = open();
      await ear.start();
    },
    async close(): Promise<void> {
      listening?.close();
      await ear.channel.stop();
      await server.close();
      await database.close();
      line.close();
      await fresh.drop();
    },
  };
  const listening = options.webhook ? await listen(() => ear.channel, port) : null;
  return ear;
}

async function listen(channel: () => TelegramChannel, port: number) {
  const fetch = (request: Request) => channel().app?.fetch(request) ?? new Response(null, { status: 404 });
  const listening = createAdaptorServer({ fetch }).listen(port, "127.0.0.1");
  await once(listening, "listening");
  return listening;
}

/** A wire to a database that can be cut and mended. */
async function wire(url: string) {
  const { hostname, port } = new URL(url);
  const open = new Set<Socket>();
  let cut = false;
  const server = createServer((near) => {
    if (cut) {
      near.destroy();
      return;
    }
    const far = connect(Number(port), hostname);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(one);
      one.pipe(other);
      one.on("error", () => other.destroy());
      one.on("close", () => {
        open.delete(one);
        other.destroy();
      });
    }
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("expected a TCP port");
  const through = new URL(url);
  through.host = `127.0.0.1:${address.port}`;
  const tear = () => open.forEach((socket) => socket.destroy());
  return {
    url: through.href,
    cut: () => {
      cut = true;
      tear();
    },
    mend: () => (cut = false),
    close: () => {
      tear();
      server.close();
    },
  };
}
